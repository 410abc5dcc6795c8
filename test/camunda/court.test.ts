import { describe } from 'vitest';
import { courtAcceptance } from '../acceptance/court.ts';
import { camundaMissing, startCamundaUnderTest } from './support/engine-under-test.ts';

// The same acceptance scenarios as on the embedded engine, through the same server and workers.
describe.skipIf(camundaMissing)('the court on a real 8.6.0 broker', () => {
  courtAcceptance(() => startCamundaUnderTest());
});
