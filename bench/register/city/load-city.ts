import type { Pool, PoolClient } from 'pg';
import { lane, putKey, takeKeys } from './bulk.ts';
import { HOMES_PER_BUILDING, planHomes } from './homes.ts';
import { type Fill, fills } from './tables.ts';

/** Rows whose digests one event carries: as many as a transaction of the stock import has. */
const BATCH = 50_000;

export interface LoadedCity {
  units: number;
  rights: number;
  rows: number;
  seconds: number;
  /** Seconds of each step; two connections work side by side. */
  steps: Record<string, number>;
}

/**
 * Fills an empty register with a city: set by set in PostgreSQL itself, keys behind the rows, digests and events behind both. The
 * guards of single rows are not asked (存量数据 is taken over as found); every check, unique and foreign key is, and
 * `register:verify` finds nothing.
 */
export async function loadCity(
  pool: Pool,
  options: { units: number; seed: number; say?: (line: string) => void },
): Promise<LoadedCity> {
  const count = Math.ceil(options.units / HOMES_PER_BUILDING) * HOMES_PER_BUILDING;
  const began = performance.now();
  const steps: Record<string, number> = {};
  let last = began;
  const step = (name: string) => {
    const now = performance.now();
    steps[name] = Math.round((now - last) / 100) / 10;
    options.say?.(`${name}: ${steps[name]} s`);
    last = now;
  };

  const { one, two } = fills(count);
  const tables = [...one, ...two].map((fill) => fill.table);
  const rowsOf = new Map<string, number>();
  const keys = await asOne(pool, async (db) => {
    const { rowCount } = await db.query(
      'SELECT 1 FROM registry.units UNION ALL SELECT 1 FROM registry.persons LIMIT 1',
    );
    if (rowCount) throw new Error('The register is not empty: the city of the benchmark needs one of its own.');
    return takeKeys(db, [...tables, 'row_digests']);
  });
  await planHomes(pool, count, options.seed);
  step('plan');

  const fill = (list: Fill[]) =>
    lane(pool, [...list], async (db, { table, sql }) => {
      // Emptied in the transaction that fills it: with wal_level=minimal such a table is synced, not logged.
      await db.query("SET LOCAL session_replication_role = 'replica'");
      await db.query(`TRUNCATE registry.${table}`);
      rowsOf.set(table, (await db.query(sql)).rowCount ?? 0);
      for (const key of keys.own.get(`registry.${table}`) ?? []) await putKey(db, key);
    });
  await Promise.all([fill(one), fill(two)]);
  step('rows and keys');

  const batches = await attest(pool, tables, rowsOf);
  step('digests');
  const digestKeys = keys.own.get('registry.row_digests') ?? [];
  const foreign = [...keys.foreign];
  await Promise.all([lane(pool, digestKeys, putKey), lane(pool, foreign, putKey)]);
  step('foreign keys');
  await Promise.all(
    [0, 1].map((half) =>
      lane(
        pool,
        batches.filter((_, i) => i % 2 === half),
        appendBatch,
      ),
    ),
  );
  step('events');
  await asOne(pool, async (db) => {
    await db.query('DROP SCHEMA bench CASCADE');
    for (const [table, column] of [
      ['rights', 'right_id'],
      ['register_entries', 'entry_id'],
      ['persons', 'person_id'],
    ])
      await db.query(
        `SELECT setval(pg_get_serial_sequence('registry.${table}', '${column}'), (SELECT max(${column}) FROM registry.${table}))`,
      );
  });
  await pool.query(
    `ANALYZE ${[...tables, 'row_digests', 'register_events'].map((table) => `registry.${table}`).join(', ')}`,
  );
  step('statistics');
  return {
    units: count,
    rights: rowsOf.get('rights') ?? 0,
    rows: [...rowsOf.values()].reduce((sum, rows) => sum + rows, 0),
    seconds: Math.round((performance.now() - began) / 100) / 10,
    steps,
  };
}

interface Batch {
  first: bigint;
  place: number;
  table: string;
  rows: number;
}

/** A digest of every row, in batches; returns what the events have to carry. */
async function attest(pool: Pool, tables: readonly string[], rowsOf: ReadonlyMap<string, number>): Promise<Batch[]> {
  const { rows: covered } = await pool.query<{ name: string; table_no: number; digest: string; key: string }>(
    `SELECT name, table_no, registry.digest_sql(name, columns, 't') AS digest, registry.row_key_sql(name, 't') AS key FROM registry.covered_tables WHERE name = ANY ($1)`,
    [tables],
  );
  const { rows } = await pool.query<{ last: string }>("SELECT nextval('registry.row_digest_numbers') AS last");
  let last = BigInt(rows[0]?.last ?? 0);
  const batches: Batch[] = [];
  const parts = covered.map((table) => {
    const count = rowsOf.get(table.name) ?? 0;
    const part = { ...table, after: last, count };
    for (let done = 0; done < count; done += BATCH)
      batches.push({
        first: last + BigInt(done) + 1n,
        place: batches.length,
        table: table.name,
        rows: Math.min(BATCH, count - done),
      });
    last += BigInt(count);
    return part;
  });
  await pool.query("SELECT setval('registry.row_digest_numbers', $1)", [last.toString()]);
  const largestFirst = parts.toSorted((a, b) => b.count - a.count);
  const work = () =>
    lane(pool, largestFirst, async (db, { name, table_no, digest, key, after }) => {
      await db.query("SET LOCAL session_replication_role = 'replica'");
      await db.query(
        `INSERT INTO registry.row_digests (batch, n, table_no, row_key, digest)
         SELECT ${after} + (place - 1) / ${BATCH} * ${BATCH} + 1, ${after} + place, ${table_no}, ${key}, ${digest}
         FROM (SELECT row_number() OVER () AS place, t.* FROM registry.${name} t) t`,
      );
    });
  await Promise.all([work(), work()]);
  return batches;
}

/** One event of the take-over, linked into one of four chains as attested rows are. */
async function appendBatch(db: PoolClient, batch: Batch): Promise<void> {
  await db.query("SELECT set_config('registry.batch', $1, true)", [batch.first.toString()]);
  await db.query(
    `INSERT INTO registry.register_events (chain, topic, actor, occurred_at, payload, seq, prev_hash, hash)
     VALUES ($1, 'register.migrated', 'migration', clock_timestamp(), $2, 0, '', '')`,
    [`rows-${batch.place % 4}`, JSON.stringify({ table: batch.table, rows: batch.rows })],
  );
}

async function asOne<T>(pool: Pool, work: (db: PoolClient) => Promise<T>): Promise<T> {
  const db = await pool.connect();
  try {
    await db.query('BEGIN');
    const result = await work(db);
    await db.query('COMMIT');
    return result;
  } catch (error) {
    await db.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    db.release();
  }
}
