import type { Pool } from 'pg';
import type { Registry } from '../../registry/index.ts';
import type { Baseline, Statements } from './baseline.ts';
import { actor, type Kind, type ReadyCase } from './cases.ts';
import type { Shape } from './shape.ts';
import { rowsWritten } from './shape.ts';

export const CONNECTIONS = 8;

export interface Rates {
  entriesPerSecond: number;
  /** The bare transaction with a statement for each row, as pgbench has them. */
  baselinePerSecond: number;
  ratio: number;
  /** The bare transaction with a statement for each table. */
  setBaselinePerSecond: number;
  setRatio: number;
  /** Transactions of each side. */
  samples: number;
  /** Rows written by a transaction on the average, by the server's counters. */
  rowsPerEntry: number;
  rowsPerBaseline: number;
}

export async function bare(
  { pool, baseline, shapes }: { pool: Pool; baseline: Baseline; shapes: Record<Kind, Shape> },
  one: ReadyCase,
  statements: Statements,
): Promise<void> {
  const db = await pool.connect();
  try {
    await baseline.transact(db, one, shapes[one.kind], statements);
  } finally {
    db.release();
  }
}

/** Eight connections work the list off; returns the seconds it took. */
export async function race(cases: readonly ReadyCase[], work: (one: ReadyCase) => Promise<void>): Promise<number> {
  const left = [...cases];
  const began = performance.now();
  const lane = async () => {
    for (let one = left.shift(); one; one = left.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, lane));
  return (performance.now() - began) / 1000;
}

export async function enter(registry: Registry, { caseNo, unitCode }: ReadyCase): Promise<void> {
  const result = await registry.book.enterInRegister({
    caseNo,
    step: 'BookWrite',
    registrar: actor('registrar', unitCode),
  });
  if (result.kind !== 'entered') throw new Error(`Case ${caseNo} was refused: ${result.refusal.message}`);
}

/**
 * 登簿 and bare transactions in turns, there and back, each block with the same cases on both sides: whatever else the machine does meets all
 * alike.
 */
export async function measureRates(input: {
  pool: Pool;
  registry: Registry;
  baseline: Baseline;
  shapes: Record<Kind, Shape>;
  cases: readonly ReadyCase[];
  blocks: number;
  say(line: string): void;
}): Promise<Rates> {
  const { pool, registry, cases, blocks } = input;
  const size = Math.floor(cases.length / blocks);
  const seconds = { entries: 0, rows: 0, sets: 0 };
  const sides = {
    entries: (block: readonly ReadyCase[]) => race(block, (one) => enter(registry, one)),
    rows: (block: readonly ReadyCase[]) => race(block, (one) => bare(input, one, 'rows')),
    sets: (block: readonly ReadyCase[]) => race(block, (one) => bare(input, one, 'sets')),
  };
  await settled(pool);
  const before = { entries: await rowsWritten(pool, 'registry'), baseline: await rowsWritten(pool, 'baseline') };
  for (let n = 0; n < blocks; n++) {
    const block = cases.slice(n * size, (n + 1) * size);
    const order = n % 2 === 0 ? (['entries', 'rows', 'sets'] as const) : (['sets', 'rows', 'entries'] as const);
    for (const side of order) {
      const took = await sides[side](block);
      seconds[side] += took;
      input.say(`block ${n + 1} of ${blocks}, ${side}: ${(size / took).toFixed(0)}/s`);
    }
  }
  await settled(pool);
  const samples = size * blocks;
  const after = { entries: await rowsWritten(pool, 'registry'), baseline: await rowsWritten(pool, 'baseline') };
  const tenth = (value: number) => Math.round(value * 10) / 10;
  return {
    entriesPerSecond: tenth(samples / seconds.entries),
    baselinePerSecond: tenth(samples / seconds.rows),
    ratio: Math.round((seconds.rows / seconds.entries) * 100) / 100,
    setBaselinePerSecond: tenth(samples / seconds.sets),
    setRatio: Math.round((seconds.sets / seconds.entries) * 100) / 100,
    samples,
    rowsPerEntry: tenth((after.entries - before.entries) / samples),
    rowsPerBaseline: tenth((after.baseline - before.baseline) / samples / 2),
  };
}

/** Each connection hands its counters in when it next ends a statement outside a transaction, if told to. */
async function settled(pool: Pool): Promise<void> {
  const connections = await Promise.all(Array.from({ length: CONNECTIONS }, () => pool.connect()));
  try {
    await Promise.all(connections.map((db) => db.query('SELECT pg_stat_force_next_flush()')));
    await Promise.all(connections.map((db) => db.query('SELECT 1')));
    await Promise.all(connections.map((db) => db.query('SELECT pg_stat_clear_snapshot()')));
  } finally {
    for (const db of connections) db.release();
  }
}
