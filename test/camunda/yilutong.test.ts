import { describe } from 'vitest';
import { yilutongAcceptance } from '../acceptance/yilutong.ts';
import { camundaMissing, startCamundaUnderTest } from './support/engine-under-test.ts';

// Scenario 13 of domain §5.13, through the same server and workers as on the embedded engine.
describe.skipIf(camundaMissing)('一路通 on a real 8.6.0 broker', () => {
  yilutongAcceptance(() => startCamundaUnderTest(), false);
});
