import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { camundaMissing } from '../../camunda/support/engine-under-test.ts';
import { startCamundaStage } from '../support/camunda-stage.ts';
import type { StagedEngine } from '../support/stage.ts';
import { embeddedBench, gatewayBench } from './benches.ts';
import { DECISIONS } from './cases/index.ts';
import { observeDecisions, recordDecisions } from './observe.ts';

// Every decision of the cases on the real broker and on the embedded engine: the whole answer, or why there is none.
// YITONG_RECORD=1 also writes what the real broker answered to test/parity/recorded/dmn.

describe.skipIf(camundaMissing)('decisions are what the real 8.6.0 broker makes of them', () => {
  let camunda: StagedEngine;
  let real: ReturnType<typeof gatewayBench>;

  beforeAll(async () => {
    camunda = await startCamundaStage();
    real = gatewayBench(camunda);
  });
  afterAll(async () => {
    real?.close();
    await camunda?.stop();
  });

  test.each(Object.keys(DECISIONS))('%s', async (subject) => {
    const expected = await observeDecisions(real, subject);
    if (process.env.YITONG_RECORD) await recordDecisions(subject, expected);
    expect(await observeDecisions(embeddedBench(), subject)).toBe(expected);
  });
});
