import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { familyFiles } from '../parity/scenarios/families.ts';
import { CORPUS } from '../parity/scenarios/index.ts';
import { startEmbeddedStage } from '../parity/support/embedded-stage.ts';
import { play } from '../parity/support/play.ts';
import { recordedTrace, recordedWith } from '../parity/support/recorded.ts';
import type { StagedEngine } from '../parity/support/stage.ts';
import { takenIn } from '../parity/support/taken.ts';
import { coverageOf } from '../processes/support/coverage.ts';
import { diagramOf, processFolders } from '../processes/support/folders.ts';

// What `npm run test:camunda` compares on a live broker, compared here with the broker's recorded traces: no Java needed.
// After a change of the corpus: YITONG_RECORD=1 npm run test:camunda -- test/parity/corpus.test.ts

const BEGAN_AT = Date.parse('2027-01-04T01:00:00Z');
const SPACING = 60 * 24 * 3_600_000;

/** Subjects of the product's own diagrams that have been edited since. */
const outdated = new Set<string>();
for (const subject of Object.keys(CORPUS)) {
  const files = familyFiles(subject);
  if (files.length > 0 && !(await recordedWith(subject, files))) outdated.add(subject);
}
if (outdated.size > 0) {
  process.stderr.write(
    `SKIPPED, recorded with older diagrams: ${[...outdated].join(', ')}. Record again: YITONG_RECORD=1 npm run test:camunda -- test/parity\n`,
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
    describe.skipIf(outdated.has(subject))(subject, () => {
      test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))('%s', async (_name, scenario) => {
        played += 1;
        const actual = await play(scenario, embedded, new Date(BEGAN_AT + played * SPACING));
        expect(actual).toBe(await recordedTrace(subject, scenario.name));
      });
    });
  }

  test.skipIf(outdated.size > 0)(
    'and these cases take every element and flow of the product’s own diagrams',
    async () => {
      const taken = [{ name: 'corpus', play: takenIn(embedded.records()) }];
      const missed: Record<string, string[]> = {};
      for (const { id } of await processFolders()) {
        const found = coverageOf(await diagramOf(id), taken).missed;
        if (found.length > 0) missed[id] = found;
      }
      expect(missed).toEqual({});
    },
  );
});
