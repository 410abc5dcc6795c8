import { describe } from 'vitest';
import { seizureRaceAcceptance } from '../acceptance/seizure-races.ts';
import { camundaMissing, startCamundaUnderTest } from './support/engine-under-test.ts';

// A court against what runs on the home, through the same server and workers, on the real broker.
describe.skipIf(camundaMissing)('seizures against running cases on a real 8.6.0 broker', () => {
  seizureRaceAcceptance(() => startCamundaUnderTest());
});
