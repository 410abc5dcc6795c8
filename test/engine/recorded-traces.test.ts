import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CORPUS } from '../parity/scenarios/index.ts';
import { processFiles } from '../parity/scenarios/registration.ts';
import { startEmbeddedStage } from '../parity/support/embedded-stage.ts';
import { play } from '../parity/support/play.ts';
import { recordedTrace, recordedWith } from '../parity/support/recorded.ts';
import type { StagedEngine } from '../parity/support/stage.ts';

// What `npm run test:camunda` compares on a live broker, compared here with the broker's recorded traces: no Java needed.
// After a change of the corpus: YITONG_RECORD=1 npm run test:camunda -- test/parity/corpus.test.ts

const BEGAN_AT = Date.parse('2027-01-04T01:00:00Z');
const SPACING = 60 * 24 * 3_600_000;

const sameDiagrams = await recordedWith(processFiles());
if (!sameDiagrams) {
  process.stderr.write(
    'SKIPPED: the registration was recorded with older diagrams. Record again: YITONG_RECORD=1 npm run test:camunda -- test/parity\n',
  );
}

describe('the embedded engine does what a real 8.6.0 broker was recorded doing', () => {
  let embedded: StagedEngine;
  let played = 0;

  beforeAll(async () => {
    embedded = await startEmbeddedStage();
  });
  afterAll(() => embedded?.stop());

  for (const [subject, scenarios] of Object.entries(CORPUS)) {
    describe.skipIf(subject === 'registration' && !sameDiagrams)(subject, () => {
      test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))('%s', async (_name, scenario) => {
        played += 1;
        const actual = await play(scenario, embedded, new Date(BEGAN_AT + played * SPACING));
        expect(actual).toBe(await recordedTrace(subject, scenario.name));
      });
    });
  }
});
