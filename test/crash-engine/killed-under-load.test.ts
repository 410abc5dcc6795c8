import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { random } from '../../registry/city/random.ts';
import { createMortalPostgres, type KillOf, type MortalPostgres } from '../crash/support/postgres.ts';
import { callRest } from '../engine/support/engine.ts';
import { eventually } from '../support/eventually.ts';
import { lostOf, strayOf } from './support/compare.ts';
import { type Engines, startEngines } from './support/engines.ts';
import { createLedger, sizeOf } from './support/ledger.ts';
import { type Load, startLoad } from './support/load.ts';
import { ENGINE_KILLS, PATIENCE_MS, POSTGRES_KILLS, RUNNING, SEED, say, spread } from './support/settings.ts';

/*
 * The serving engine and its PostgreSQL are killed again and again, at any moment, while some two hundred instances run. What
 * was acknowledged before any of the kills is there at the end, nothing happened twice, and every instance has come to its end.
 */

/** Between two kills; the shorter ones hit an engine that has hardly begun to serve. */
const LONGEST_PAUSE_MS = 1_200;
/** Of what is lost or doubled, as soon as it is known. */
const SHOWN = 20;

let postgres: MortalPostgres;
let engines: Engines;

beforeAll(async () => {
  postgres = await createMortalPostgres();
  // Two, so that the next kill need not wait for a process to start.
  engines = await startEngines(postgres.url(), 2);
});
afterAll(async () => {
  await engines?.stop();
  await postgres?.drop();
});

test(`the engine killed ${ENGINE_KILLS} times and PostgreSQL ${POSTGRES_KILLS} times, ${RUNNING} instances running`, async () => {
  const roll = random(SEED);
  say(`crash: seed ${SEED}`);
  const ledger = createLedger();
  const url = postgres.url();
  const load = await startLoad(engines, url, RUNNING, ledger, roll);
  const takeOvers: number[] = [];
  const recoveries: number[] = [];
  const began = performance.now();
  for (const victim of shuffled(roll)) {
    await pause(roll() * LONGEST_PAUSE_MS);
    await ready(load);
    if (victim === 'engine') takeOvers.push(await engines.killWriter());
    else recoveries.push(await killPostgres(roll));
    expect(postgres.url()).toBe(url);
  }
  const minutes = (performance.now() - began) / 60_000;
  await load.drain();

  const pool = new Pool({ connectionString: url });
  const lost = await lostOf(pool, ledger);
  const stray = await strayOf(pool);
  const { rows } = await pool.query(
    'SELECT count(*)::int AS n, count(DISTINCT state)::int AS states FROM engine.process_instance',
  );
  await pool.end();
  say(
    `crash: ${takeOvers.length} engines and ${recoveries.length} servers killed in ${minutes.toFixed(1)} min; ` +
      `${rows[0].n} instances, ${sizeOf(ledger)} commands acknowledged, ${ledger.unanswered} unanswered, ` +
      `${lost.length} lost, ${stray.length} doubled or left over`,
  );
  for (const line of [...lost, ...stray].slice(0, SHOWN)) say(`crash: ${line}`);
  if (takeOvers.length > 0) say(`crash: the standby served after ${spread(takeOvers)}`);
  if (recoveries.length > 0) say(`crash: PostgreSQL killed, a command acknowledged again after ${spread(recoveries)}`);
  expect(lost).toEqual([]);
  expect(stray).toEqual([]);
  expect(rows[0].n).toBeGreaterThan(RUNNING);
}, 1_800_000);

function shuffled(roll: () => number): ('engine' | 'postgres')[] {
  const all = [...Array<'engine'>(ENGINE_KILLS).fill('engine'), ...Array<'postgres'>(POSTGRES_KILLS).fill('postgres')];
  return all
    .map((victim) => ({ victim, at: roll() }))
    .sort((a, b) => a.at - b.at)
    .map(({ victim }) => victim);
}

/** The next kill needs somebody to take over, and something to lose. */
async function ready(load: Load): Promise<void> {
  await eventually(
    'a standby waits and the load runs',
    async () => engines.waiting() > 0 && load.running() > RUNNING / 2,
    {
      pauseMs: 20,
      patienceMs: PATIENCE_MS,
      instead: () => `${engines.waiting()} standbys, ${load.running()} instances`,
    },
  );
}

/** @returns milliseconds until a command is acknowledged again, whoever serves then */
async function killPostgres(roll: () => number): Promise<number> {
  const kinds: KillOf[] = ['server', 'postmaster', 'server'];
  const began = performance.now();
  postgres.kill(kinds[Math.floor(roll() * kinds.length)] ?? 'server');
  await postgres.restart();
  let probes = 0;
  await eventually(
    'a command is acknowledged',
    async () => {
      probes += 1;
      const message = { name: 'probe', correlationKey: '', timeToLive: 0 };
      const answer = await callRest(
        engines.writer().restAddress,
        'POST',
        '/messages/publication',
        message,
        AbortSignal.timeout(2_000),
      ).catch(() => null);
      return answer?.status === 200;
    },
    { pauseMs: 20, patienceMs: PATIENCE_MS, instead: () => `after ${probes} probes` },
  );
  return performance.now() - began;
}
