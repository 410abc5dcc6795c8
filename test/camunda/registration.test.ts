import { describe } from 'vitest';
import { registrationAcceptance } from '../acceptance/registration.ts';
import { camundaMissing, startCamundaUnderTest } from './support/engine-under-test.ts';

// The same acceptance scenarios as on the embedded engine, through the same server and workers.
describe.skipIf(camundaMissing)('the registration on a real 8.6.0 broker', () => {
  registrationAcceptance(() => startCamundaUnderTest());
});
