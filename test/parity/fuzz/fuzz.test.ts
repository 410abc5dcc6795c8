import { mkdir, writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { camundaMissing } from '../../camunda/support/engine-under-test.ts';
import { startCamundaStage } from '../support/camunda-stage.ts';
import { startEmbeddedStage } from '../support/embedded-stage.ts';
import { play } from '../support/play.ts';
import type { StagedEngine } from '../support/stage.ts';
import { type FuzzCase, fuzzCase, toScenario } from './case.ts';

// Random diagrams and commands on both engines. `npm run fuzz:parity -- --seed S --count N` plays as many as one likes.
const seed = Number(process.env.YITONG_FUZZ_SEED ?? 1);
const numRuns = Number(process.env.YITONG_FUZZ_COUNT ?? 10);
const path = process.env.YITONG_FUZZ_PATH;
const SPACING = 60 * 24 * 3_600_000;
const ARTIFACTS = `${process.env.CI_ARTIFACTS_DIR ?? 'artifacts'}/fuzz`;

describe.skipIf(camundaMissing)('random processes do the same on both engines', () => {
  let camunda: StagedEngine;
  let embedded: StagedEngine;
  let begin = 0;
  let played = 0;

  beforeAll(async () => {
    [camunda, embedded] = await Promise.all([startCamundaStage(), startEmbeddedStage()]);
    begin = Math.ceil(Date.now() / 1000) * 1000;
  });
  afterAll(async () => {
    await Promise.all([camunda?.stop(), embedded?.stop()]);
  });

  async function compare(found: FuzzCase) {
    // A real clock only moves forward: every case has two months of its own.
    begin += SPACING;
    played += 1;
    if (played % 20 === 0) process.stderr.write(`fuzz: ${played} played\n`);
    const scenario = toScenario(found);
    const expected = await play(scenario, camunda, new Date(begin));
    const actual = await play(scenario, embedded, new Date(begin));
    return { xml: scenario.xml, expected, actual };
  }

  test(`seed ${seed}, ${numRuns} cases`, { timeout: 3_600_000 }, async () => {
    const outcome = await fc.check(
      fc.asyncProperty(fuzzCase, async (found) => {
        const { expected, actual } = await compare(found);
        return expected === actual;
      }),
      { seed, numRuns, ...(path ? { path } : {}) },
    );
    if (!outcome.failed) return;
    const [smallest] = outcome.counterexample as [FuzzCase];
    const { xml, expected, actual } = await compare(smallest);
    await mkdir(ARTIFACTS, { recursive: true });
    await writeFile(`${ARTIFACTS}/fuzz.bpmn`, xml);
    await writeFile(`${ARTIFACTS}/camunda.txt`, expected);
    await writeFile(`${ARTIFACTS}/embedded.txt`, actual);
    process.stderr.write(
      `${JSON.stringify(smallest)}\nshrunk ${outcome.numShrinks} times; diagram and traces are in ${ARTIFACTS}\n` +
        `again: npm run fuzz:parity -- --seed ${seed} --count ${numRuns} --path ${outcome.counterexamplePath}\n`,
    );
    expect(actual).toBe(expected);
  });
});
