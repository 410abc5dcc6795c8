import type { Pool } from 'pg';
import type { Registry } from '../../registry/index.ts';
import { type BareTables, type Ground, openBaseline, type Statements } from './baseline.ts';
import { actor, type Kind, type ReadyCase } from './cases.ts';
import type { Shape } from './shape.ts';
import { rowsWritten } from './shape.ts';

export const CONNECTIONS = 8;

/** Of a bare transaction. @property ratio 登簿 to bare transactions, per second */
export interface BareRate {
  perSecond: number;
  ratio: number;
}

export interface Rates {
  entriesPerSecond: number;
  /** By the size of its tables, then by its statements: `city.rows` is what a 登簿 is held against. */
  bare: Record<Ground, Record<Statements, BareRate>>;
  /** Transactions of each side. */
  samples: number;
  /** Rows written by a transaction on the average, by the server's counters. */
  rowsPerEntry: number;
  rowsPerBaseline: number;
}

/** A case to enter, and another home of its kind, so that no two bare transactions on the tables of the city work on the same pages. */
export interface Task {
  one: ReadyCase;
  elsewhere: ReadyCase;
}

/** Eight connections work the list off; returns the seconds it took. */
export async function race<Work>(list: readonly Work[], work: (one: Work) => Promise<void>): Promise<number> {
  const left = [...list];
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

type Side = 'entries' | `${Ground}.${Statements}`;
export const bareSides = ['city.rows', 'city.sets', 'run.rows', 'run.sets'] as const;

/** What each side does with a task. */
export function sidesOf(input: {
  registry: Registry;
  bare: Record<Ground, BareTables>;
  shapes: Record<Kind, Shape>;
}): Record<Side, (task: Task) => Promise<void>> {
  const { bare, shapes } = input;
  const [rows, sets] = [openBaseline(bare.city, 'rows'), openBaseline(bare.city, 'sets')];
  const [runRows, runSets] = [openBaseline(bare.run, 'rows'), openBaseline(bare.run, 'sets')];
  return {
    entries: ({ one }) => enter(input.registry, one),
    'city.rows': ({ one }) => rows.transact(one, shapes[one.kind]),
    'city.sets': ({ elsewhere }) => sets.transact(elsewhere, shapes[elsewhere.kind]),
    'run.rows': ({ one }) => runRows.transact(one, shapes[one.kind]),
    'run.sets': ({ one }) => runSets.transact(one, shapes[one.kind]),
  };
}

/**
 * 登簿 and bare transactions in turns, there and back, each block with the same cases on all sides: whatever else the machine does meets all
 * alike.
 */
export async function measureRates(input: {
  register: Pool;
  bare: Record<Ground, BareTables>;
  sides: ReturnType<typeof sidesOf>;
  tasks: readonly Task[];
  blocks: number;
  say(line: string): void;
}): Promise<Rates> {
  const { register, bare, sides, tasks, blocks } = input;
  const size = Math.floor(tasks.length / blocks);
  const seconds: Record<Side, number> = { entries: 0, 'city.rows': 0, 'city.sets': 0, 'run.rows': 0, 'run.sets': 0 };
  const written = async () => {
    await Promise.all([register, bare.city.pool].map(settled));
    return {
      entries: await rowsWritten(register, 'registry'),
      bare: await rowsWritten(bare.city.pool, bare.city.schema),
    };
  };
  const before = await written();
  for (let n = 0; n < blocks; n++) {
    const block = tasks.slice(n * size, (n + 1) * size);
    const there: Side[] = ['entries', ...bareSides];
    for (const side of n % 2 === 0 ? there : there.toReversed()) {
      const took = await race(block, sides[side]);
      seconds[side] += took;
      input.say(`block ${n + 1} of ${blocks}, ${side}: ${(size / took).toFixed(0)}/s`);
    }
  }
  const after = await written();
  const samples = size * blocks;
  const tenth = (value: number) => Math.round(value * 10) / 10;
  const rate = (side: Side): BareRate => ({
    perSecond: tenth(samples / seconds[side]),
    ratio: Math.round((seconds[side] / seconds.entries) * 100) / 100,
  });
  return {
    entriesPerSecond: tenth(samples / seconds.entries),
    bare: {
      city: { rows: rate('city.rows'), sets: rate('city.sets') },
      run: { rows: rate('run.rows'), sets: rate('run.sets') },
    },
    samples,
    rowsPerEntry: tenth((after.entries - before.entries) / samples),
    rowsPerBaseline: tenth((after.bare - before.bare) / samples / 2),
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
