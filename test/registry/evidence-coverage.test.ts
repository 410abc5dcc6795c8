import { expect, it } from 'vitest';
import { classifiedTables, coveredTables } from '../../registry/evidence/classified-tables.ts';
import { createRegistryFixture, openRegister } from './support/setup.ts';

/*
 * A new table or column of schema `registry` is either bound to the event chain or said not to be, with a reason. When this
 * fails after a migration: name the table in registry/evidence/classified-tables.ts, and call registry.cover('<table>') at the
 * end of the migration when it is covered or has changed its columns.
 */

const fixture = openRegister({ tampered: true });

it('classifies every table of the register, each with a reason when it is left out', async () => {
  const { rows } = await fixture.pool.query<{ name: string }>(
    "SELECT relname AS name FROM pg_class WHERE relnamespace = 'registry'::regnamespace AND relkind IN ('r', 'p') ORDER BY relname",
  );
  expect(rows.map((row) => row.name)).toEqual(Object.keys(classifiedTables).sort());
  for (const table of Object.values(classifiedTables))
    expect(table.part === 'none' ? table.why.length : 10).toBeGreaterThan(9);
});

it('covers every column of the covered tables but the named ones', async () => {
  const { rows } = await fixture.pool.query<{ name: string; except_: string[]; left: string[] | null }>(
    `SELECT name, except_, (SELECT array_agg(a.attname::text) FROM pg_attribute a WHERE a.attrelid = ('registry.' || name)::regclass
       AND a.attnum > 0 AND NOT a.attisdropped AND a.attname <> ALL (c.columns)) AS left
     FROM registry.covered_tables c ORDER BY name`,
  );
  expect(rows.map((row) => [row.name, new Set(row.left ?? [])])).toEqual(
    coveredTables
      .map(([name, table]) => [name, new Set(Object.keys(table.except ?? {}))])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  );
});

it('compares the bytes of every document with their hash', async () => {
  const { rows } = await fixture.pool.query<{ name: string; column: string }>(
    `SELECT c.relname AS name, a.attname AS column FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relnamespace = 'registry'::regnamespace AND c.relkind IN ('r', 'p') AND a.atttypid = 'bytea'::regtype`,
  );
  const unread = rows.filter(({ name, column }) => {
    const table = classifiedTables[name];
    if (!table || table.part === 'none') return false;
    // In the digest of the row, or bytes beside their own hash that is.
    return column in (table.except ?? {}) && !(table.bytes && column === 'bytes');
  });
  expect(unread).toEqual([]);
  expect(rows).toContainEqual({ name: 'documents', column: 'bytes' });
});

it('says when the recording of a table is switched off, and finds what was written meanwhile', async () => {
  const { pool, registry } = fixture;
  await pool.query('ALTER TABLE registry.parcels DISABLE TRIGGER record_update');
  await pool.query("UPDATE registry.parcels SET land_use = '工业用地' WHERE parcel_code = '330203001002GB00012'");
  const { findings } = await registry.evidence.verifyRegister();
  expect(findings).toEqual([
    expect.objectContaining({ kind: 'recording', table: 'parcels' }),
    expect.objectContaining({ kind: 'changed', table: 'parcels', key: '330203001002GB00012', columns: ['land_use'] }),
  ]);
  await pool.query("UPDATE registry.parcels SET land_use = '城镇住宅用地' WHERE parcel_code = '330203001002GB00012'");
  await pool.query('ALTER TABLE registry.parcels ENABLE TRIGGER record_update');
  expect((await registry.evidence.verifyRegister()).ok).toBe(true);
});

it('names a row of the book that SQL wrote with every trigger on', async () => {
  const { pool, registry } = fixture;
  await pool.query("UPDATE registry.parcels SET land_use = '工业用地' WHERE parcel_code = '330203001002GB00012'");
  const { findings } = await registry.evidence.verifyRegister();
  expect(findings).toEqual([
    expect.objectContaining({
      kind: 'unlawful',
      table: 'parcels',
      key: '330203001002GB00012',
      text: expect.stringContaining('yitong'),
    }),
  ]);
});

it('finds what was written while the triggers stood back as they do for a 登簿', async () => {
  const tampered = await createRegistryFixture();
  try {
    const { rows } = await tampered.pool.query<{ key: string }>(
      `WITH behind AS MATERIALIZED (SELECT set_config('registry.gathering', 'on', false))
       UPDATE registry.persons SET name = '王某' FROM behind WHERE person_id = (SELECT min(person_id) FROM registry.persons) RETURNING person_id AS key`,
    );
    const { findings } = await tampered.registry.evidence.verifyRegister();
    expect(findings).toEqual([
      expect.objectContaining({ kind: 'changed', table: 'persons', key: String(rows[0]?.key), columns: ['name'] }),
    ]);
  } finally {
    await tampered.drop({ tampered: true });
  }
});

it('takes a covered table with a new column into a new form, but not over a manipulated row', async () => {
  const upgraded = await createRegistryFixture();
  const { pool, registry } = upgraded;
  try {
    await pool.query(
      "ALTER TABLE registry.buildings ADD COLUMN lift boolean NOT NULL DEFAULT false; SELECT registry.cover('buildings')",
    );
    expect((await registry.evidence.verifyRegister()).findings).toEqual([]);
    await pool.query(
      "SET session_replication_role = replica; UPDATE registry.buildings SET lift = true WHERE parcel_code LIKE '330203%'; RESET session_replication_role",
    );
    const { findings } = await registry.evidence.verifyRegister();
    expect(findings[0]).toMatchObject({ kind: 'changed', table: 'buildings', columns: ['lift'] });
    await expect(
      pool.query("BEGIN; ALTER TABLE registry.buildings ADD COLUMN other text; SELECT registry.cover('buildings')"),
    ).rejects.toThrow(/do not agree with the event chain/);
  } finally {
    await upgraded.drop({ tampered: true });
  }
});
