import { readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../../platform/migrate.ts';
import { registrySchema } from '../../registry/index.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

/** The last numbered migration that defines functions; all later ones leave them to registry/functions. */
const LAST_WITH_FUNCTIONS = '060-marks-of-changes.sql';
const numbered = readdirSync(registrySchema.migrations).sort();
const files = readdirSync(registrySchema.functions).sort();
const textOf = (file: string) => readFileSync(join(registrySchema.functions, file), 'utf8');

/** Statements of a file, without comments and without the bodies of functions. */
function statements(sql: string): string[] {
  return sql
    .replace(/\$\$[\s\S]*?\$\$/g, 'BODY')
    .replace(/--.*$/gm, '')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .split(';')
    .map((statement) => statement.replace(/\s+/g, ' ').trim())
    .filter(Boolean);
}

describe('the texts', () => {
  test('a numbered migration after 060 defines no function of the register', () => {
    const defining = numbered
      .filter((file) => file > LAST_WITH_FUNCTIONS)
      .filter((file) =>
        /CREATE\s+(OR\s+REPLACE\s+)?(FUNCTION|PROCEDURE)/i.test(
          readFileSync(join(registrySchema.migrations, file), 'utf8'),
        ),
      );
    expect(defining, 'its text belongs into registry/functions').toEqual([]);
  });

  test('files of the folder only replace functions and their triggers, and make the recorders anew', () => {
    const allowed =
      /^(CREATE OR REPLACE (FUNCTION|TRIGGER) |DROP TRIGGER IF EXISTS |CREATE CONSTRAINT TRIGGER |SELECT registry\.make_recorder\()/;
    const others = files.flatMap((file) =>
      statements(textOf(file))
        .filter((statement) => !allowed.test(statement))
        .map((statement) => `${file}: ${statement}`),
    );
    expect(others).toEqual([]);
  });
});

describe('the database', () => {
  let fresh: TestDatabase;
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'functions-'));
    fresh = await createTestDatabase();
    await migrate(fresh.pool, registrySchema);
  });
  afterAll(async () => {
    await fresh.drop();
    await rm(dir, { recursive: true });
  });

  test('every function has its text in the folder, once, or is made for a covered table', async () => {
    // given each file applied alone, in a transaction that is undone
    const client = await fresh.pool.connect();
    const definedIn = new Map<string, string[]>();
    for (const file of files) {
      await client.query('BEGIN');
      await client.query(textOf(file).replace(/^SELECT .*;$/gm, ''));
      const { rows } = await client.query<{ name: string }>(
        `SELECT oid::regprocedure::text AS name FROM pg_proc
         WHERE pronamespace = 'registry'::regnamespace AND xmin = pg_current_xact_id()::xid`,
      );
      for (const { name } of rows) definedIn.set(name, [...(definedIn.get(name) ?? []), file]);
      await client.query('ROLLBACK');
    }
    client.release();

    // then
    expect([...definedIn].filter(([, where]) => where.length > 1)).toEqual([]);
    const { rows: made } = await fresh.pool.query<{ name: string }>(
      `SELECT format('registry.record_%s()', name) AS name FROM registry.covered_tables
       UNION ALL SELECT format('registry.%s(registry.%s)', made, name) FROM registry.covered_tables,
         unnest(ARRAY['state_of', 'changed_state_of']) AS made`,
    );
    const generated = new Set(made.map((row) => row.name));
    const { rows: all } = await fresh.pool.query<{ name: string }>(
      "SELECT oid::regprocedure::text AS name FROM pg_proc WHERE pronamespace = 'registry'::regnamespace",
    );
    expect(all.map((row) => row.name).filter((name) => !definedIn.has(name) && !generated.has(name))).toEqual([]);
  });

  test.each(['058-housing-rule.sql', LAST_WITH_FUNCTIONS])(
    'a register of %s, whose functions came from the migrations, ends as a new one does',
    async (last) => {
      // given
      const old = join(dir, last);
      await mkdir(old);
      for (const file of numbered.filter((name) => name <= last)) {
        await cp(join(registrySchema.migrations, file), join(old, file));
      }
      const db = await createTestDatabase();
      await migrate(db.pool, { name: 'registry', migrations: old });

      // when
      await migrate(db.pool, registrySchema);

      // then
      expect(await describeSchema(db.pool)).toEqual(await describeSchema(fresh.pool));
      await db.drop();
    },
  );

  test('the order of the files does not matter', async () => {
    // given the same files under names that turn their order round
    const turned = join(dir, 'turned');
    await mkdir(turned);
    for (const [i, file] of files.entries()) {
      await cp(
        join(registrySchema.functions, file),
        join(turned, `${String(files.length - i).padStart(3, '0')}-${file}`),
      );
    }
    const db = await createTestDatabase();

    // when
    await migrate(db.pool, { ...registrySchema, functions: turned });

    // then
    expect(await describeSchema(db.pool)).toEqual(await describeSchema(fresh.pool));
    await db.drop();
  });

  test('what is made for the covered tables follows its maker', async () => {
    // given a recorder as an older make_recorder left it
    const client = await fresh.pool.connect();
    const recorder = async () =>
      (await client.query("SELECT pg_get_functiondef('registry.record_rights'::regproc) AS text")).rows[0].text;
    const before = await recorder();
    await client.query('BEGIN');
    await client.query(
      "CREATE OR REPLACE FUNCTION registry.record_rights() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    );

    // when
    await client.query(textOf('row-digests.sql'));

    // then
    expect(await recorder()).toBe(before);
    await client.query('ROLLBACK');
    client.release();
  });
});

/** Functions with their settings and rights, and everything else that a schema consists of, by name. */
async function describeSchema(pool: Pool): Promise<Record<string, string>> {
  const { rows } = await pool.query<{ name: string; text: string }>(`
    SELECT 'function ' || oid::regprocedure AS name, pg_get_functiondef(oid) || coalesce(proacl::text, '') || coalesce(obj_description(oid), '') AS text
    FROM pg_proc WHERE pronamespace = 'registry'::regnamespace
    UNION ALL SELECT 'trigger ' || tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid) || tgenabled::text
    FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT 'constraint ' || conrelid::regclass || '.' || conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'registry'::regnamespace AND conrelid <> 0
    UNION ALL SELECT 'index ' || indexrelid::regclass, pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    WHERE relnamespace = 'registry'::regnamespace
    UNION ALL SELECT 'column ' || attrelid::regclass || '.' || attname, concat_ws(' ', attnum, format_type(atttypid, atttypmod), attnotnull,
      attidentity, attgenerated, pg_get_expr(adbin, adrelid), col_description(attrelid, attnum))
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE relnamespace = 'registry'::regnamespace AND attnum > 0 AND NOT attisdropped
    UNION ALL SELECT 'relation ' || oid::regclass, concat_ws(' ', relkind, reloptions::text, relacl::text, obj_description(oid))
    FROM pg_class WHERE relnamespace = 'registry'::regnamespace
    UNION ALL SELECT 'type ' || oid::regtype, concat_ws(' ', typtype, format_type(typbasetype, typtypmod), typdefault, obj_description(oid))
    FROM pg_type WHERE typnamespace = 'registry'::regnamespace`);
  return Object.fromEntries(rows.map((row) => [row.name, row.text]));
}
