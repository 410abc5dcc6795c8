import { describe } from 'vitest';
import { courtAcceptance } from '../acceptance/court.ts';
import { camundaMissing, startCamundaUnderTest } from './support/engine-under-test.ts';

// What courts file, through the same server and workers, on the real broker.
describe.skipIf(camundaMissing)('court measures on a real 8.6.0 broker', () => {
  courtAcceptance(() => startCamundaUnderTest());
});
