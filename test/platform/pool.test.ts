import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool } from '../../platform/pool.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  db = await createTestDatabase();
  pool = createPool({ connectionString: db.url, max: 1 });
  await pool.query('CREATE TABLE thing (id int, name text)');
  await pool.query("INSERT INTO thing VALUES (1, 'one'), (2, 'two')");
});
afterAll(async () => {
  await pool.end();
  await db.drop();
});

const prepared = async () =>
  (await pool.query<{ statement: string }>('SELECT statement FROM pg_prepared_statements')).rows.map(
    ({ statement }) => statement,
  );

test('a statement with values is prepared once and answers each set of values', async () => {
  const text = 'SELECT name FROM thing WHERE id = $1';
  const names = [];
  for (const id of [1, 2, 1]) names.push((await pool.query(text, [id])).rows[0].name);
  expect(names).toEqual(['one', 'two', 'one']);
  expect((await prepared()).filter((one) => one === text)).toHaveLength(1);
});

test('a transaction that meets a changed table fails, and the next one on its connection works', async () => {
  const text = 'SELECT * FROM thing WHERE id = $1';
  const client = await pool.connect();
  try {
    expect((await client.query(text, [1])).rows).toEqual([{ id: 1, name: 'one' }]);
    await client.query('ALTER TABLE thing ADD COLUMN colour text');
    await client.query('BEGIN');
    await expect(client.query(text, [1])).rejects.toMatchObject({ code: '0A000' });
    await client.query('ROLLBACK');
    expect((await client.query(text, [1])).rows).toEqual([{ id: 1, name: 'one', colour: null }]);
  } finally {
    client.release();
  }
});

test('a statement that PostgreSQL cannot do leaves the others prepared', async () => {
  const text = 'SELECT id FROM thing WHERE name = $1';
  await pool.query(text, ['one']);
  const impossible = 'SELECT count(*) FROM thing WHERE id = $1 FOR UPDATE';
  await expect(pool.query(impossible, [1])).rejects.toMatchObject({ code: '0A000' });
  await pool.query(text, ['two']);
  expect((await prepared()).filter((one) => one === text)).toHaveLength(1);
});

test('joins of many tables are planned as they are written', async () => {
  expect((await pool.query('SHOW join_collapse_limit')).rows).toEqual([{ join_collapse_limit: '4' }]);
});

test('a refused statement is told to its caller and can be repeated', async () => {
  const text = 'SELECT 1 / $1::int AS share';
  await expect(pool.query(text, [0])).rejects.toMatchObject({ code: '22012' });
  expect((await pool.query(text, [1])).rows).toEqual([{ share: 1 }]);
});

test('a connection that breaks inside a transaction fails it, and nothing else', async () => {
  const client = await pool.connect();
  await client.query('BEGIN');
  const { rows } = await client.query('SELECT pg_backend_pid() AS pid');
  const ended = new Promise((resolve) => client.once('end', resolve));
  await db.pool.query('SELECT pg_terminate_backend($1)', [rows[0].pid]);
  // Without a listener this error would have ended the process (and fails this run).
  await ended;
  await expect(client.query('COMMIT')).rejects.toThrow();
  client.release(true);
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
});

test('statements that are given at once are each answered, and behind one that fails COMMIT keeps nothing', async () => {
  const client = await pool.connect();
  try {
    const answers = await Promise.allSettled([
      client.query('BEGIN'),
      client.query("INSERT INTO thing VALUES ($1, 'three')", [3]),
      client.query('SELECT 1 / $1::int', [0]),
      client.query('SELECT name FROM thing WHERE id = $1', [1]),
      client.query('COMMIT'),
      client.query('SELECT count(*)::int AS count FROM thing WHERE id = $1', [3]),
    ]);
    expect(answers).toMatchObject([
      { value: { command: 'BEGIN' } },
      { value: { rowCount: 1 } },
      { reason: { code: '22012' } },
      { reason: { code: '25P02' } },
      { value: { command: 'ROLLBACK' } },
      { value: { rows: [{ count: 0 }] } },
    ]);
  } finally {
    client.release();
  }
});
