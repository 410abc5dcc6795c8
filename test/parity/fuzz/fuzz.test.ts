import { mkdir, writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { camundaMissing } from '../../camunda/support/engine-under-test.ts';
import { type FuzzCase, fuzzCase } from './case.ts';
import { type Referee, startReferee } from './referee.ts';

// Random diagrams and commands on both engines. `npm run fuzz:parity -- --seed S --count N` plays as many as one likes.
const seed = Number(process.env.YITONG_FUZZ_SEED ?? 1);
const numRuns = Number(process.env.YITONG_FUZZ_COUNT ?? 10);
const path = process.env.YITONG_FUZZ_PATH;
const ARTIFACTS = `${process.env.CI_ARTIFACTS_DIR ?? 'artifacts'}/fuzz`;
const PROGRESS = 20;

describe.skipIf(camundaMissing)('random processes do the same on both engines', () => {
  let referee: Referee;
  let played = 0;
  let unstable = 0;

  beforeAll(async () => {
    referee = await startReferee();
    await mkdir(ARTIFACTS, { recursive: true });
  });
  afterAll(() => referee?.stop());

  async function judge(found: FuzzCase) {
    const outcome = await referee.judge(found);
    played += 1;
    if (played % PROGRESS === 0) process.stderr.write(`fuzz: ${played} played\n`);
    if (outcome.unstable) {
      unstable += 1;
      const file = `${ARTIFACTS}/unstable-${seed}-${played}`;
      await writeFile(`${file}.json`, JSON.stringify(found));
      await writeFile(`${file}-camunda.txt`, outcome.unstable.expected);
      await writeFile(`${file}-embedded.txt`, outcome.unstable.actual);
      process.stderr.write(`fuzz: case ${played} differed once and not again: ${file}-*\n`);
    }
    return outcome;
  }

  test(`seed ${seed}, ${numRuns} cases`, { timeout: 7_200_000 }, async () => {
    const began = Date.now();
    const outcome = await fc.check(
      fc.asyncProperty(fuzzCase, async (found) => {
        const { expected, actual } = await judge(found);
        return expected === actual;
      }),
      { seed, numRuns, ...(path ? { path } : {}) },
    );
    const minutes = ((Date.now() - began) / 60_000).toFixed(1);
    process.stderr.write(
      `fuzz: seed ${seed}: ${outcome.numRuns} cases, ${outcome.failed ? 'a difference' : 'no difference'}, ${unstable} differed once and not again, ${minutes} minutes\n`,
    );
    if (!outcome.failed) return;
    const [smallest] = outcome.counterexample as [FuzzCase];
    const { xml, expected, actual } = await judge(smallest);
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
