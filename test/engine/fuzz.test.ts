import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fuzzCase, toScenario } from '../parity/fuzz/case.ts';
import { startEmbeddedStage } from '../parity/support/embedded-stage.ts';
import { play } from '../parity/support/play.ts';
import type { StagedEngine } from '../parity/support/stage.ts';

// The random processes of `npm run fuzz:parity`, on the embedded engine alone: whatever the diagram and whatever is done to it,
// it deploys, no command fails inside the engine, and every instance can be ended.

const SPACING = 60 * 24 * 3_600_000;
let embedded: StagedEngine;
let begin = Date.parse('2027-01-04T01:00:00Z');
beforeAll(async () => {
  embedded = await startEmbeddedStage();
});
afterAll(() => embedded?.stop());

test('random processes never break the engine', async () => {
  await fc.assert(
    fc.asyncProperty(fuzzCase, async (found) => {
      begin += SPACING;
      const before = embedded.records().length;
      const trace = await play(toScenario(found), embedded, new Date(begin));
      expect(trace).not.toMatch(/^deploy: refused/m);
      expect(trace).not.toMatch(/^[a-z ]+: 13 /m);
      const alive = new Set<string>();
      for (const { key, valueType, intent, value } of embedded.records().slice(before)) {
        if (valueType !== 'PROCESS_INSTANCE' || value.bpmnElementType !== 'PROCESS') continue;
        if (intent === 'ELEMENT_ACTIVATING') alive.add(key);
        if (intent === 'ELEMENT_COMPLETED' || intent === 'ELEMENT_TERMINATED') alive.delete(key);
      }
      expect([...alive]).toEqual([]);
    }),
    { numRuns: 15, seed: Number(process.env.YITONG_FUZZ_SEED ?? 7) },
  );
}, 300_000);
