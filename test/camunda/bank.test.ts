import { describe } from 'vitest';
import { bankAcceptance } from '../acceptance/bank.ts';
import { camundaMissing, startCamundaUnderTest } from './support/engine-under-test.ts';

// The main path of the mortgage in the bank, through the same server and workers, on the real broker.
describe.skipIf(camundaMissing)('the mortgage in the bank on a real 8.6.0 broker', () => {
  bankAcceptance(() => startCamundaUnderTest(), { mainPathOnly: true });
});
