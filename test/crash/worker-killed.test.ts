import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEngine } from '../../engine/index.ts';
import { random } from '../../registry/city/random.ts';
import { brokenRules } from '../../scripts/day/broken-rules.ts';
import { payOpenOrders } from '../../scripts/demo/world.ts';
import { catalog } from '../../workers/index.ts';
import { buyer, plainHome, saleOf } from '../acceptance/applications.ts';
import { staffWork } from '../acceptance/staff-work.ts';
import { say } from '../races/support/settings.ts';
import { eventually, PATIENCE_MS } from '../support/eventually.ts';
import { type System, startSystem } from '../support/system.ts';
import { type BookOfCase, entriesOf } from './support/book.ts';
import { WORKER_KILLS as KILLS, SEED } from './support/settings.ts';
import { type Fault, spawnWorker, type WorkerProcess } from './support/worker-process.ts';

/*
 * The product's worker process is killed between the COMMIT of a 登簿 and the engine's word that its job is done, and around both; the
 * engine gives the job to the next worker when its time is over. The real diagram, engine, server and departments.
 */

const DISTRICTS = ['330205', '330206', '330211', '330212', '330213'] as const;
/** Cases brought to the signature at the same time. */
const TOGETHER = 6;
/** Kills after which the jobs of the dead come due again. */
const ROUND = 10;
/** After this no job of a dead worker is its own any more. */
const JOB_TIMEOUT_MS = 1_000 + Math.max(...catalog.map((spec) => spec.timeoutMs));
/** Statements of one plain 登簿 after its BEGIN, the COMMIT included. */
const STATEMENTS = 5;

interface Waiting {
  caseNo: string;
  sign(): Promise<void>;
  fault: Fault;
}

let system: System;
let cases: Waiting[];
const workers = new Set<WorkerProcess>();

beforeAll(async () => {
  system = await startSystem(async (db) => startEngine({ databaseUrl: db.url }));
  const began = performance.now();
  const roll = random(SEED);
  cases = [];
  for (let i = 0; i < KILLS; i += TOGETHER) {
    const here = Array.from({ length: Math.min(TOGETHER, KILLS - i) }, (_, k) => i + k);
    cases.push(...(await Promise.all(here.map((n) => upToSignature(n, roll())))));
  }
  await system.stopWorkers();
  say(`crash: ${KILLS} sales up to the signature in ${seconds(began)} s, seed ${SEED}`);
});
afterAll(async () => {
  await Promise.all([...workers].map((worker) => worker.kill()));
  await system?.stop();
});

const seconds = (began: number) => ((performance.now() - began) / 1_000).toFixed(1);

async function upToSignature(n: number, chance: number): Promise<Waiting> {
  const district = DISTRICTS[n % DISTRICTS.length] as string;
  const staff = staffWork(() => system, district);
  const application = saleOf(plainHome(district, Math.floor(n / DISTRICTS.length)), buyer(n));
  const caseNo = await staff.accept(application);
  await staff.clear(caseNo);
  await staff.does(application, caseNo, 'Review');
  const registrar = await staff.as('registrar');
  await registrar.waitForTask(caseNo, 'SignBook', 60_000);
  return {
    caseNo,
    sign: () => staff.does(application, caseNo, 'SignBook'),
    fault: faultOf(n, caseNo, chance),
  };
}

/** Half of them die exactly between commit and acknowledgement. */
function faultOf(n: number, caseNo: string, chance: number): Fault {
  switch (n % 8) {
    case 0:
      return { caseNo, at: { before: 2 + Math.floor(chance * STATEMENTS) } };
    case 1:
      return { caseNo, at: 'COMMIT sent' };
    case 2:
    case 3:
      return { caseNo, at: 'COMMIT answered' };
    case 4:
    case 5:
      return { caseNo, at: 'entered' };
    default:
      return { caseNo, at: 'acknowledging', afterMs: Math.floor(chance * 25) };
  }
}

const bookOf = (caseNo: string) => entriesOf(system.db.pool, caseNo);

/** Far more than a worker needs to find its job. */
const late = (caseNo: string) =>
  pause(PATIENCE_MS, undefined, { ref: false }).then(() => `the worker still lives although ${caseNo} waits for it`);

function spawn(fault: Fault | null): WorkerProcess {
  const worker = spawnWorker(system, fault);
  workers.add(worker);
  return worker;
}

test(`the worker killed ${KILLS} times around its 登簿: one entry and one number for every case`, async () => {
  const began = performance.now();
  const counts: Record<string, number> = {};
  const found: BookOfCase[] = [];
  let next = spawn(cases[0]?.fault ?? null);
  for (const [i, { caseNo, sign, fault }] of cases.entries()) {
    const worker = next;
    next = spawn(cases[i + 1]?.fault ?? null);
    await sign();
    await worker.go();
    // when
    expect(await Promise.race([worker.ended, late(caseNo)])).toBe('SIGKILL');
    workers.delete(worker);
    // then: before its COMMIT nothing, after it everything; in between one of both
    const book = await bookOf(caseNo);
    found.push(book);
    expect(book.certificateNos).toHaveLength(book.entries);
    const at = typeof fault.at === 'object' ? 'before COMMIT' : fault.at;
    if (at === 'before COMMIT') expect(book.entries).toBe(0);
    else if (at !== 'COMMIT sent') expect(book.entries).toBe(1);
    const what = `${at}: ${book.entries === 1 ? 'in the book' : 'not in the book'}`;
    counts[what] = (counts[what] ?? 0) + 1;
    if (i % ROUND === ROUND - 1) await system.passTime(JOB_TIMEOUT_MS);
  }
  say(`crash: the worker killed ${KILLS} times in ${seconds(began)} s, seed ${SEED}: ${JSON.stringify(counts)}`);

  // Whatever the dead left undone is done by one that lives.
  await next.go();
  await system.passTime(JOB_TIMEOUT_MS);
  const { pool } = system.db;
  const numbers = cases.map(({ caseNo }) => caseNo);
  const open = async () => {
    const { rows } = await pool.query<{ case_no: string }>(
      "SELECT case_no FROM registry.cases WHERE case_no = ANY ($1) AND status <> 'CLOSED'",
      [numbers],
    );
    return rows.map((row) => row.case_no);
  };
  let left = await open();
  await eventually(
    'the end of all cases',
    async () => {
      // The pauses before a job is tried again are over in the engine's time, too.
      await system.passTime(100);
      for (const caseNo of left) await payOpenOrders(system.simulators.addresses, caseNo);
      left = await open();
      return left.length === 0;
    },
    { patienceMs: 300_000, instead: () => left.join() },
  );
  const handedOut = new Set<string>();
  for (const [i, { caseNo }] of cases.entries()) {
    const book = await bookOf(caseNo);
    expect(book).toMatchObject({ entries: 1, certificateNos: [expect.any(String)] });
    // What stood in the book when the worker died is what stands there now.
    if (found[i]?.entries === 1) expect(book).toEqual(found[i]);
    handedOut.add(book.certificateNos[0] as string);
  }
  expect(handedOut.size).toBe(KILLS);
  const outcomes = await pool.query('SELECT DISTINCT outcome FROM registry.cases WHERE case_no = ANY ($1)', [numbers]);
  expect(outcomes.rows).toEqual([{ outcome: 'COMPLETED' }]);
  expect(await system.engine.searchIncidents({})).toMatchObject({ items: [] });
  expect(await brokenRules(pool, null)).toEqual({});
  expect((await system.registry.evidence.verifyRegister()).findings).toEqual([]);
  say(`crash: all ${KILLS} cases at their end in ${seconds(began)} s`);
}, 1_800_000);
