import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkRelease, migrate, type SchemaFiles } from '../../platform/migrate.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let dir: string;
let db: TestDatabase;
let schema: SchemaFiles;

beforeEach(async () => {
  db = await createTestDatabase();
  dir = await mkdtemp(join(tmpdir(), 'migrate-'));
  schema = { name: 'office', migrations: join(dir, 'migrations'), functions: join(dir, 'functions') };
  await mkdir(schema.migrations);
  await mkdir(schema.functions!);
  await numbered('001-desks.sql', 'CREATE TABLE office.desks (no int); INSERT INTO office.desks VALUES (7)');
  await text('a-first.sql', sqlFunction('first_desk', 'SELECT office.any_desk()'));
  await text('b-any.sql', sqlFunction('any_desk', 'SELECT no FROM office.desks'));
});
afterEach(async () => {
  await db.drop();
  await rm(dir, { recursive: true });
});

const sqlFunction = (name: string, body: string) =>
  `CREATE OR REPLACE FUNCTION office.${name}() RETURNS int LANGUAGE sql AS $$ ${body} $$;`;
const numbered = (file: string, sql: string) => writeFile(join(schema.migrations, file), sql);
const text = (file: string, sql: string) => writeFile(join(schema.functions!, file), sql);
const first = async () => (await db.pool.query('SELECT office.first_desk() AS no')).rows[0].no;
/** Transactions that wrote the functions: another one after each time they were applied. */
const writers = async () =>
  (await db.pool.query("SELECT xmin FROM pg_proc WHERE pronamespace = 'office'::regnamespace ORDER BY proname")).rows;

test('functions are made after the numbered files, whichever of them calls which', async () => {
  expect(await migrate(db.pool, schema)).toEqual(['001-desks.sql']);
  expect(await first()).toBe(7);
});

test('functions are applied again only when a text or the numbered files have changed', async () => {
  // given
  await migrate(db.pool, schema);
  const before = await writers();

  // when nothing has changed
  await migrate(db.pool, schema);
  expect(await writers()).toEqual(before);

  // when one text has
  await text('b-any.sql', sqlFunction('any_desk', 'SELECT no + 1 FROM office.desks'));
  await migrate(db.pool, schema);
  expect(await first()).toBe(8);
  const changed = await writers();

  // when a numbered file was added
  await numbered('002-more.sql', 'CREATE TABLE office.rooms (no int)');
  expect(await migrate(db.pool, schema)).toEqual(['002-more.sql']);
  expect(await writers()).not.toEqual(changed);

  // then one line says what is there
  const { rows } = await db.pool.query("SELECT 1 FROM office.migration WHERE file LIKE 'functions %'");
  expect(rows).toHaveLength(1);
});

test('functions change all together or not at all', async () => {
  // given
  await migrate(db.pool, schema);

  // when one text is changed and another does not fit the tables
  await text('a-first.sql', sqlFunction('first_desk', 'SELECT 1'));
  await text('b-any.sql', sqlFunction('any_desk', 'SELECT number FROM office.desks'));

  // then
  await expect(migrate(db.pool, schema)).rejects.toThrow('column "number" does not exist');
  expect(await first()).toBe(7);

  // and a text that cannot be read is named
  await text('b-any.sql', 'CREATE OR REPLACE FUNKTION');
  await expect(migrate(db.pool, schema)).rejects.toThrow('Functions of office failed: b-any.sql: syntax error');
});

test('two processes that start together apply them once', async () => {
  const applied = await Promise.all([migrate(db.pool, schema), migrate(db.pool, schema)]);
  expect(applied.flat()).toEqual(['001-desks.sql']);
  expect(await first()).toBe(7);
  const before = await writers();

  // and again, now that only a text has changed
  await text('b-any.sql', sqlFunction('any_desk', 'SELECT no + 1 FROM office.desks'));
  await Promise.all([migrate(db.pool, schema), migrate(db.pool, schema)]);
  expect(await first()).toBe(8);
  expect(new Set((await writers()).map((row) => row.xmin)).size).toBe(1);
  expect(await writers()).not.toEqual(before);
});

test('a release does not start on the database of a newer one, and leaves everything as it is', async () => {
  // given
  await migrate(db.pool, schema);
  await db.pool.query("INSERT INTO office.migration (file) VALUES ('003-newer.sql')");
  await numbered('002-more.sql', 'CREATE TABLE office.rooms (no int)');
  await text('b-any.sql', sqlFunction('any_desk', 'SELECT -1'));

  // when
  const refused =
    /^The database belongs to a newer release of Yitong \(it has office\/003-newer\.sql, .*Nothing was changed\.$/;
  await expect(migrate(db.pool, schema)).rejects.toThrow(refused);

  // then
  expect(await first()).toBe(7);
  expect((await db.pool.query("SELECT to_regclass('office.rooms') AS found")).rows).toEqual([{ found: null }]);

  // and the question alone gets the same answer
  const client = await db.pool.connect();
  await expect(checkRelease(client, schema)).rejects.toThrow(refused);
  await expect(checkRelease(client, { ...schema, name: 'nobody' })).resolves.toBeUndefined();
  client.release();
});
