import type { Pool, PoolClient } from 'pg';

interface Key {
  table: string;
  name: string;
  kind: 'p' | 'u' | 'f' | 'index';
  definition: string;
}

/** Keys and indexes of tables that are filled, taken away before and built anew behind the rows. */
export interface Keys {
  /** Primary keys, unique constraints and indexes by table. */
  own: Map<string, Key[]>;
  /** Of and to these tables. Restoring one checks every row. */
  foreign: Key[];
}

export async function takeKeys(db: PoolClient, tables: readonly string[]): Promise<Keys> {
  const { rows } = await db.query<Key>(
    `SELECT conrelid::regclass::text AS table, quote_ident(conname) AS name, contype::text AS kind, pg_get_constraintdef(oid) AS definition FROM pg_constraint
     WHERE connamespace = 'registry'::regnamespace
       AND ((contype = 'f' AND (conrelid = ANY ($1::regclass[]) OR confrelid = ANY ($1::regclass[]))) OR (contype IN ('p', 'u') AND conrelid = ANY ($1::regclass[])))
     UNION ALL SELECT i.indrelid::regclass::text, i.indexrelid::regclass::text, 'index', pg_get_indexdef(i.indexrelid) FROM pg_index i
     WHERE i.indrelid = ANY ($1::regclass[]) AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u'))`,
    [tables.map((table) => `registry.${table}`)],
  );
  const foreign = rows.filter((key) => key.kind === 'f');
  const own = new Map<string, Key[]>();
  for (const key of rows) if (key.kind !== 'f') own.set(key.table, [...(own.get(key.table) ?? []), key]);
  for (const key of [...foreign, ...[...own.values()].flat()])
    await db.query(
      key.kind === 'index' ? `DROP INDEX ${key.name}` : `ALTER TABLE ${key.table} DROP CONSTRAINT ${key.name}`,
    );
  return { own, foreign };
}

export async function putKey(db: PoolClient, key: Key): Promise<void> {
  await db.query(
    key.kind === 'index' ? key.definition : `ALTER TABLE ${key.table} ADD CONSTRAINT ${key.name} ${key.definition}`,
  );
}

/** One connection working off a list, in transactions of its own. */
export async function lane<Task>(
  pool: Pool,
  tasks: Task[],
  work: (db: PoolClient, task: Task) => Promise<void>,
): Promise<void> {
  const db = await pool.connect();
  try {
    for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) {
      await db.query('BEGIN');
      await work(db, task);
      await db.query('COMMIT');
    }
  } catch (error) {
    await db.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    db.release();
  }
}
