import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestClock } from '../../platform/clock.ts';
import { migrate } from '../../platform/migrate.ts';
import { createPool } from '../../platform/pool.ts';
import { random } from '../../registry/city/random.ts';
import {
  createRegistry,
  type EnterResult,
  generateCity,
  type Registry,
  registrySchema,
  seedCalendar,
} from '../../registry/index.ts';
import { brokenRules } from '../../scripts/day/broken-rules.ts';
import { prepareHomes } from '../races/support/homes.ts';
import { say } from '../races/support/settings.ts';
import { enter } from '../registry/support/play.ts';
import { monday } from '../registry/support/setup.ts';
import { entriesOf } from './support/book.ts';
import { interruptedPool, type Moment } from './support/interrupted.ts';
import { createMortalPostgres, type KillOf, type MortalPostgres } from './support/postgres.ts';
import { POSTGRES_KILLS as KILLS, SEED } from './support/settings.ts';

/*
 * PostgreSQL is killed while four registrations are on their way; one of them says when. Whoever was told "entered" is in the
 * book after the recovery, whoever was told nothing is there once or not at all, and asks again as the worker does.
 */

/** 登簿 under way at each kill. */
const TOGETHER = 4;
/** Statements of one plain 登簿 after its BEGIN, the COMMIT included. */
const STATEMENTS = 5;

let postgres: MortalPostgres;
let cases: string[];
let pool: Pool;
const clock = createTestClock(monday);

beforeAll(async () => {
  postgres = await createMortalPostgres();
  pool = connect();
  await migrate(pool, registrySchema);
  await seedCalendar({ pool });
  const homes = KILLS * TOGETHER;
  // About three homes in ten are plain ones of one owner.
  await generateCity(pool, { units: 360 + homes * 4, seed: 1, clock });
  const prepared = await prepareHomes(pool, createRegistry({ pool, clock }), homes);
  cases = prepared.map((home, i) => (i % 2 === 0 ? home.saleCase : home.mortgageCase));
});
afterAll(async () => {
  await pool.end();
  await postgres.drop();
});

function connect(): Pool {
  const made = createPool({ connectionString: postgres.url(), max: 2 * TOGETHER });
  made.on('error', () => undefined); // the idle ones die with their server
  return made;
}

/** The kinds of moment, in turn; the last one is whenever it happens to be. */
function momentOf(kill: number, roll: () => number): { moment: Moment | 'any'; delay: number } {
  switch (kill % 5) {
    case 0:
      return { moment: { before: 2 + Math.floor(roll() * STATEMENTS) }, delay: 0 };
    case 1:
      return { moment: 'COMMIT sent', delay: 0 };
    case 2:
      return { moment: 'COMMIT sent', delay: roll() * 8 };
    case 3:
      return { moment: 'COMMIT answered', delay: 0 };
    default:
      return { moment: 'any', delay: roll() * 150 };
  }
}

const sleepOn = (ms: number) => {
  const until = performance.now() + ms;
  return (async () => {
    while (performance.now() < until) await new Promise(setImmediate);
  })();
};

const bookOf = (caseNo: string) => entriesOf(pool, caseNo);

/** After the kill nobody knows yet that it is over: the first connections meet the dying server, or none. */
async function recovered(): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await pool.query('SELECT 1');
      return;
    } catch (error) {
      if (attempt > 600) throw error;
      await pause(50);
    }
  }
}

test(`PostgreSQL killed ${KILLS} times around COMMIT: one entry and one number for every case`, async () => {
  const counts = { 'told, and in the book': 0, 'not told, but in the book': 0, 'not told, not in the book': 0 };
  const began = performance.now();
  const roll = random(SEED);
  const handedOut = new Set<string>();
  for (let kill = 0; kill < KILLS; kill += 1) {
    const here = cases.slice(kill * TOGETHER, (kill + 1) * TOGETHER);
    const { moment, delay } = momentOf(kill, roll);
    const how = (['server', 'postmaster', 'backend'] as const)[Math.floor(kill / 5) % 3] as 'server';
    try {
      const answers = await killWhileEntering(here, moment, delay, how);
      for (const [i, caseNo] of here.entries()) {
        const told = answers[i] ?? null;
        const { entries, certificateNos } = await bookOf(caseNo);
        expect(entries).toBeLessThanOrEqual(1);
        expect(certificateNos).toHaveLength(entries);
        if (told) expect(told).toMatchObject({ kind: 'entered', firstTime: true, certificateNos });
        if (i === 0 && typeof moment === 'object') expect({ told, entries }).toEqual({ told: null, entries: 0 });
        if (i === 0 && moment === 'COMMIT answered') expect({ told, entries }).toEqual({ told: null, entries: 1 });
        if (told) counts['told, and in the book'] += 1;
        else if (entries === 1) counts['not told, but in the book'] += 1;
        else counts['not told, not in the book'] += 1;

        // The worker asks again: the first answer, or the first time now.
        const again = await enter(registryOn(pool), caseNo);
        expect(again).toMatchObject({ kind: 'entered', firstTime: entries === 0 });
        const after = await bookOf(caseNo);
        expect(after).toEqual({ entries: 1, certificateNos: (again as { certificateNos: string[] }).certificateNos });
        if (entries === 1) expect(after.certificateNos).toEqual(certificateNos);
        const [number] = after.certificateNos;
        expect(handedOut.has(number as string)).toBe(false);
        handedOut.add(number as string);
      }
    } catch (error) {
      throw new Error(`Kill ${kill} (${how}, ${JSON.stringify(moment)}) of seed ${SEED}: ${(error as Error).message}`, {
        cause: error,
      });
    }
  }
  const seconds = (performance.now() - began) / 1_000;
  say(`crash: PostgreSQL killed ${KILLS} times in ${seconds.toFixed(1)} s, seed ${SEED}: ${JSON.stringify(counts)}`);
  const statuses = await pool.query('SELECT DISTINCT status FROM registry.cases WHERE case_no = ANY ($1)', [cases]);
  expect(statuses.rows).toEqual([{ status: 'ENTERED' }]);
  expect(await brokenRules(pool, null)).toEqual({});
  expect(await registryOn(pool).evidence.verifyEventChain()).toMatchObject({ ok: true });
  // Each kind of end came up, or the kills were not where they should be.
  if (KILLS >= 20) expect(Math.min(...Object.values(counts))).toBeGreaterThan(0);
}, 1_800_000);

const registryOn = (on: Pool): Registry => createRegistry({ pool: on, clock });

/**
 * The 登簿 of all cases at once, the server killed meanwhile and recovered again.
 * @returns what each was told; null for an error of the connection
 */
async function killWhileEntering(
  here: readonly string[],
  moment: Moment | 'any',
  delay: number,
  how: 'server' | 'postmaster' | 'backend',
): Promise<(EnterResult | null)[]> {
  let dead: Promise<void> = Promise.resolve();
  const strike = (backend: number) => {
    const what: KillOf = how === 'backend' ? { backend } : how;
    if (delay === 0) postgres.kill(what);
    else dead = sleepOn(delay).then(() => postgres.kill(what));
  };
  const pidOf = (client: unknown) => (client as { processID: number }).processID;
  const [first, ...others] = here as [string, ...string[]];
  const asked =
    moment === 'any' ? registryOn(pool) : registryOn(interruptedPool(pool, moment, (client) => strike(pidOf(client))));
  if (moment === 'any') {
    const { rows } = await pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    strike(rows[0]?.pid as number);
  }
  const settled = await Promise.allSettled([
    enter(asked, first),
    ...others.map((caseNo) => enter(registryOn(pool), caseNo)),
  ]);
  await dead;
  // Connections to a server that is gone are of no use, and the new one may have another port.
  await pool.end();
  await postgres.restart();
  pool = connect();
  await recovered();
  return settled.map((one) => (one.status === 'fulfilled' ? one.value : null));
}
