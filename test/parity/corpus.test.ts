import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { camundaMissing } from '../camunda/support/engine-under-test.ts';
import { familyFiles } from './scenarios/families.ts';
import { CORPUS } from './scenarios/index.ts';
import { startCamundaStage } from './support/camunda-stage.ts';
import { startEmbeddedStage } from './support/embedded-stage.ts';
import { play } from './support/play.ts';
import { recordDiagrams, recordTrace } from './support/recorded.ts';
import type { StagedEngine } from './support/stage.ts';

// The referee of the embedded engine is the real one: the same diagrams and commands on both, compared line by line.
// YITONG_RECORD=1 also writes what the real broker did to test/parity/recorded, which `npm test` compares without Java.

const SPACING = 60 * 24 * 3_600_000;

describe.skipIf(camundaMissing)('the embedded engine does what the real 8.6.0 broker does', () => {
  let camunda: StagedEngine;
  let embedded: StagedEngine;
  let nextBegin = 0;

  beforeAll(async () => {
    [camunda, embedded] = await Promise.all([startCamundaStage(), startEmbeddedStage()]);
    // Whole seconds: a cron expression knows no others.
    nextBegin = Math.ceil(Date.now() / 1000) * 1000;
  });
  afterAll(async () => {
    await Promise.all([camunda?.stop(), embedded?.stop()]);
  });

  for (const [subject, scenarios] of Object.entries(CORPUS)) {
    describe(subject, () => {
      let recorded = 0;
      afterAll(async () => {
        const files = familyFiles(subject);
        if (files.length > 0 && recorded === scenarios.length) await recordDiagrams(subject, files);
      });

      test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))('%s', async (_name, scenario) => {
        // A real clock only moves forward: every scenario has two months of its own.
        nextBegin += SPACING;
        const expected = await play(scenario, camunda, new Date(nextBegin));
        if (process.env.YITONG_RECORD) {
          await recordTrace(subject, scenario.name, expected);
          recorded += 1;
        }
        const actual = await play(scenario, embedded, new Date(nextBegin));
        expect(actual).toBe(expected);
      });
    });
  }
});
