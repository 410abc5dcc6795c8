import { afterAll, beforeAll, expect, test } from 'vitest';
import { say } from '../races/support/settings.ts';
import { createModelRegister, type ModelRegister } from './register.ts';
import { playSequences, report } from './sequences.ts';

/*
 * A test of the test: a register with one fault in it differs from the model, and what is left of the sequence that showed it is
 * hardly more than the fault.
 */

/** Sequences, and shorter ones that are tried after the failure. */
const RUNS = 150;
let register: ModelRegister;
beforeAll(async () => {
  register = await createModelRegister(RUNS);
}, 600_000);
afterAll(() => register.drop());

test('a 轮候 that is promoted with a day too many is found, and the sequence shrunk to what it takes', async () => {
  // Before the guards, which see a lawful change: only the arithmetic of INV-09 is wrong.
  await register.pool.query(`
    CREATE FUNCTION registry.a_fault() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF OLD.starts_at IS NULL AND NEW.starts_at IS NOT NULL THEN NEW.ends_at := NEW.ends_at + interval '1 day'; END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER a_fault BEFORE UPDATE ON registry.seizure_details FOR EACH ROW EXECUTE FUNCTION registry.a_fault()`);
  const { details, firstFailed } = await playSequences(register, {
    ...{ operations: 1_000, length: 20, runs: RUNS, seed: 20_261_126, shrinkingMs: 25_000 },
  });
  expect(details.failed).toBe(true);
  const plans = details.counterexample?.[0] ?? [];
  // Two courts, and whatever ends the first seizure: a lift, a disposal, a share, or time alone.
  expect(plans.filter((plan) => plan.do === 'seize').length).toBeGreaterThanOrEqual(2);
  expect(details.numShrinks).toBeGreaterThan(0);
  expect(plans.length).toBeLessThan(firstFailed ?? 0);
  say(`model: a fault of the register was found, and ${firstFailed} plans made ${plans.length}`);
  const said = report(details);
  expect(said).toContain(`YITONG_MODEL_SEED=20261126 YITONG_MODEL_PATH=`);
  expect(said).toContain('seize on home');
}, 300_000);
