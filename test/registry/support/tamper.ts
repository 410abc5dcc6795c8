import type { Pool, PoolClient } from 'pg';
import { coveredTables } from '../../../registry/evidence/classified-tables.ts';
import type { OpenRegister } from './setup.ts';

/** What somebody with a database password can do: triggers off, no constraint in the way. */
export interface Column {
  name: string;
  type: string;
}
export interface Table {
  name: string;
  keys: string[];
  /** Without generated ones, which PostgreSQL writes itself. */
  columns: Column[];
}

export async function describeTables({ pool }: OpenRegister): Promise<Table[]> {
  const rows = await columnsOf(
    pool,
    coveredTables.map(([name]) => name),
  );
  return rows.map((table) => {
    const except = Object.keys(coveredTables.find(([name]) => name === table.name)?.[1].except ?? {});
    return { ...table, columns: table.columns.filter(({ name }) => name === 'bytes' || !except.includes(name)) };
  });
}

/** What the evidence itself is kept in. */
export const describeEvidence = ({ pool }: OpenRegister): Promise<Table[]> =>
  columnsOf(pool, ['register_events', 'event_chain_heads', 'row_digests', 'covered_tables']);

async function columnsOf(pool: Pool, names: string[]): Promise<Table[]> {
  const { rows } = await pool.query<Table>(
    `SELECT c.relname AS name,
       (SELECT array_agg(a.attname::text ORDER BY k.i) FROM pg_index x CROSS JOIN unnest(x.indkey) WITH ORDINALITY AS k(n, i)
         JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.n WHERE x.indrelid = c.oid AND x.indisprimary) AS keys,
       jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(coalesce(nullif(y.typbasetype, 0), y.oid), NULL)) ORDER BY a.attnum) AS columns
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
       JOIN pg_type y ON y.oid = a.atttypid
     WHERE c.relnamespace = 'registry'::regnamespace AND c.relname = ANY ($1) GROUP BY c.oid, c.relname ORDER BY c.relname`,
    [names],
  );
  return rows;
}

/** No constraint stops a forger who owns the tables; and tables the plays left empty get a row, lawfully recorded. */
export async function openToForgers({ pool }: OpenRegister, tables: Table[]): Promise<void> {
  const { rows } = await pool.query<{ sql: string }>(
    `SELECT format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS %I CASCADE', conrelid::regclass, conname) AS sql FROM pg_constraint
     WHERE connamespace = 'registry'::regnamespace AND contype IN ('f', 'c', 'u', 'x') AND conrelid <> 0
     UNION ALL SELECT format('ALTER DOMAIN %s DROP CONSTRAINT %I', contypid::regtype, conname) FROM pg_constraint
     WHERE connamespace = 'registry'::regnamespace AND contypid <> 0
     UNION ALL SELECT format('DROP INDEX IF EXISTS %s', indexrelid::regclass) FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
       WHERE relnamespace = 'registry'::regnamespace AND indisunique AND NOT indisprimary
     UNION ALL SELECT format('ALTER TABLE %s ALTER COLUMN %I DROP IDENTITY', attrelid::regclass, attname) FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
       WHERE relnamespace = 'registry'::regnamespace AND attidentity <> ''
     UNION ALL SELECT format('ALTER TABLE %s ALTER COLUMN %I DROP NOT NULL', attrelid::regclass, attname) FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
       WHERE relnamespace = 'registry'::regnamespace AND relkind = 'r' AND attnum > 0 AND attnotnull AND NOT attisdropped AND attgenerated = '' AND attidentity = ''
         AND NOT EXISTS (SELECT 1 FROM pg_index WHERE indrelid = attrelid AND indisprimary AND attnum = ANY (indkey))
     UNION ALL SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass) FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
       WHERE relnamespace = 'registry'::regnamespace AND NOT tgisinternal AND tgname NOT LIKE 'record\\_%' AND tgname NOT IN ('link_event', 'bind_rows')`,
  );
  for (const { sql } of rows) await pool.query(sql);
  const client = await pool.connect();
  await client.query('BEGIN');
  for (const table of tables) {
    const there = await client.query(`SELECT 1 FROM registry.${table.name} LIMIT 2`);
    for (let i = there.rows.length; i < 2; i += 1) {
      const names = table.columns.map((column) => column.name).join(', ');
      const values = table.columns.map((column) => sample(column.type, i)).join(', ');
      await client.query(`INSERT INTO registry.${table.name} (${names}) VALUES (${values})`);
    }
  }
  await client.query(
    "INSERT INTO registry.register_events (chain, topic, actor, occurred_at, seq, prev_hash, hash) VALUES ('330203', 'register.migrated', 'test', now(), 0, '', '')",
  );
  await client.query('COMMIT');
  client.release();
}

function sample(type: string, i: number): string {
  if (type.endsWith('[]')) return `ARRAY[]::${type}`;
  if (type === 'uuid') return 'gen_random_uuid()';
  if (type === 'jsonb') return `'{"i": ${i}}'`;
  if (type === 'bytea') return `'\\x0${i}ff'`;
  if (type === 'boolean') return i ? 'true' : 'false';
  if (type === 'date') return `date '2026-01-0${i + 1}'`;
  if (type.startsWith('timestamp')) return `timestamptz '2026-01-0${i + 1} 00:00Z'`;
  if (type === 'text') return `'sample ${i}'`;
  return `${(type === 'smallint' ? 7_001 : 70_001) + i}`;
}

/** Another value of the same type, as little different as the type allows; `at` chooses the place in a text. */
export function otherValue({ name, type }: Column, at: number): string {
  if (type.endsWith('[]'))
    return `array_append(coalesce(${name}, '{}'), ${type === 'uuid[]' ? 'gen_random_uuid()' : "'x'"})`;
  if (type === 'uuid') return 'gen_random_uuid()';
  if (type === 'jsonb') return `jsonb_build_object('forged', ${name})`;
  if (type === 'bytea')
    return `CASE WHEN length(${name}) > 0 THEN set_byte(${name}, ${at} % length(${name}), get_byte(${name}, ${at} % length(${name})) # 1) ELSE '\\x00' END`;
  if (type === 'boolean') return `${name} IS NOT TRUE`;
  if (type === 'date') return `coalesce(${name} + 1, '2026-01-01')`;
  if (type.startsWith('timestamp'))
    return `CASE WHEN isfinite(${name}) THEN ${name} + interval '1 microsecond' ELSE '2026-01-01' END`;
  if (type === 'text') {
    const place = `1 + ${at} % greatest(length(${name}), 1)`;
    return `CASE WHEN ${name} <> '' THEN overlay(${name} placing CASE substr(${name}, ${place}, 1) WHEN 'x' THEN 'y' ELSE 'x' END from ${place} for 1) ELSE 'x' END`;
  }
  if (type === 'double precision') return `coalesce(${name} * 1.0000000001, 1) + 0.0000001`;
  return `coalesce(${name}, 0) + ${type === 'smallint' ? 1000 : 1000000}`;
}

export const keyOf = (table: Table) => `concat_ws('|', ${table.keys.join(', ')})`;

/** Key of the row number `at` of a table, in the order of the keys. */
export async function pickKey(client: PoolClient, table: Table, at: number): Promise<string> {
  const { rows } = await client.query<{ key: string }>(
    `SELECT ${keyOf(table)} AS key FROM registry.${table.name} ORDER BY 1 OFFSET ${at} % (SELECT count(*) FROM registry.${table.name}) LIMIT 1`,
  );
  return rows[0]?.key ?? '';
}
