import { afterAll, beforeAll, expect, test } from 'vitest';
import { say } from '../races/support/settings.ts';
import { createModelRegister, type ModelRegister } from './register.ts';
import { playSequences } from './sequences.ts';

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

test('a 轮候 that is promoted with a day too few is found, and the sequence shrunk to what it takes', async () => {
  // The guards hold the longest term only (INV-09): a shorter one is for the model to find.
  await register.pool.query(`
    CREATE FUNCTION registry.a_fault() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF OLD.starts_at IS NULL AND NEW.starts_at IS NOT NULL THEN NEW.ends_at := NEW.ends_at - interval '1 day'; END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER a_fault BEFORE UPDATE ON registry.seizure_details FOR EACH ROW EXECUTE FUNCTION registry.a_fault()`);
  const { failure } = await playSequences(register, {
    ...{ operations: 1_000, length: 25, runs: RUNS, seed: 20_261_126, shrinkingMs: 25_000 },
  });
  const { sequence = [], shortest = [], report = '' } = failure ?? {};
  say(`model: a fault of the register was found, and ${sequence.length} steps made ${shortest.length}`);
  // Two courts, and whatever ends the first seizure: a lift, a disposal, or time alone.
  expect(shortest.filter((plan) => plan.do === 'seize').length).toBeGreaterThanOrEqual(2);
  expect(shortest.length).toBeLessThan(sequence.length);
  expect(report).toContain('YITONG_MODEL_SEED=20261126 YITONG_MODEL_PATH=');
  expect(report).toContain('seize on home');
}, 300_000);
