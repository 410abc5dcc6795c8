import { afterAll, beforeAll, expect, test } from 'vitest';
import { say } from '../races/support/settings.ts';
import { createModelRegister, type ModelRegister } from './register.ts';
import { broken, playSequences, type Sequences } from './sequences.ts';
import { OPERATIONS, PATH, SEED } from './settings.ts';

/** Long enough for queues, renewals and pages that change hands several times. */
const LENGTH = OPERATIONS < 1_000 ? 50 : 200;
/** Sequences are of any length up to twice that, and not every plan finds something to be about. */
const RUNS = Math.ceil((3 * OPERATIONS) / LENGTH);
/** Homes for the shorter sequences that fast-check tries after a failure. */
const SHRINKING = OPERATIONS < 1_000 ? 20 : 80;

const wanted: Sequences = {
  operations: OPERATIONS,
  length: LENGTH,
  runs: RUNS,
  seed: SEED,
  path: PATH,
  shrinkingMs: OPERATIONS < 10_000 ? 25_000 : 600_000,
};

/** What must come up, each in at least one of a thousand operations: as it was asked for, and (`refused`) against the law. */
const KINDS: Record<string, RegExp> = {
  'accept a case': /^accept/,
  'enter a sale': /^enter sale: entered$/,
  'mortgage: enter one': /^enter mortgage: entered$/,
  'cancel a mortgage': /^enter cancel: entered$/,
  'object: enter an objection': /^enter objection: entered$/,
  'caution: enter one': /^enter caution: entered$/,
  'correct: enter a correction': /^enter correction: entered$/,
  'inherit: enter the heir': /^enter inheritance: entered$/,
  'inherit and sell: enter both': /^enter inherited sale: entered$/,
  'correct ex officio: tell the owners': /^tell ex officio: told$/,
  'correct ex officio: enter': /^enter ex officio: entered$/,
  'enter, refused': /^enter .*: refused/,
  'enter again': /^enter .*: entered again$/,
  'withdraw a case': /^withdraw .*: withdrawn/,
  'withdraw, refused': /^withdraw .*: refused/,
  'seize a home': /^seize: EFFECTIVE/,
  'queue behind a seizure': /^seize: QUEUED/,
  'seize, refused': /^seize: refused/,
  'lift a seizure': /^lift: lifted/,
  'lift, refused': /^lift: refused/,
  'expire: the end of a term': /^expire: expired/,
  'expire before its time': /^expire: (running|waiting)/,
  'renew a seizure': /^renew: renewed/,
  'renew too late': /^renew: late/,
  'renew, refused': /^renew: refused/,
  'dispose of a seized home': /^dispose: disposed/,
  'dispose, refused': /^dispose: refused/,
};

let register: ModelRegister;
beforeAll(async () => {
  register = await createModelRegister(RUNS + SHRINKING);
}, 600_000);
afterAll(() => register.drop());

test(`${OPERATIONS} operations from eight connections leave the register that the model says`, async () => {
  const began = performance.now();
  const { failure, played, counts } = await playSequences(register, wanted);
  if (failure) throw new Error(failure.report);
  const seconds = (performance.now() - began) / 1_000;
  say(
    `model: ${played} operations in ${seconds.toFixed(1)} s, ${(played / seconds).toFixed(1)} a second, seed ${SEED}`,
  );
  for (const [what, times] of [...counts].sort()) say(`  ${times} × ${what}`);
  for (const [kind, pattern] of Object.entries(KINDS)) {
    const times = [...counts].reduce((sum, [what, n]) => sum + (pattern.test(what) ? n : 0), 0);
    say(`  ${((100 * times) / played).toFixed(2)} %: ${kind}`);
    if (OPERATIONS >= 10_000 && !PATH) expect(times, kind).toBeGreaterThan(played / 1_000);
  }
  if (!PATH) expect(played).toBeGreaterThanOrEqual(OPERATIONS);
  expect(await broken(register, null)).toEqual({});
}, 36_000_000);
