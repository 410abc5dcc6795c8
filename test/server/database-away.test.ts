import { expect, test } from 'vitest';
import { createPool } from '../../platform/pool.ts';
import { problemFrom } from '../../server/problems/from-error.ts';
import { createTestDatabase } from '../support/database.ts';

/** What `work` is refused with. */
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => problemFrom(error),
  );

test('a database that ends or is not there is said to be away; a mistake of ours is not', async () => {
  const db = await createTestDatabase();
  const client = await db.pool.connect();
  client.on('error', () => undefined);
  try {
    expect(await refusal(client.query('SELECT no_such_column'))).toBeUndefined();
    expect(await refusal(client.query('SELECT pg_terminate_backend(pg_backend_pid())'))).toMatchObject({
      status: 503,
      code: 'DATABASE_UNAVAILABLE',
    });
    expect(await refusal(client.query('SELECT 1'))).toMatchObject({ status: 503, code: 'DATABASE_UNAVAILABLE' });
  } finally {
    client.release(true);
    await db.drop();
  }
  for (const connectionString of ['postgres://nobody@127.0.0.1:1/x', 'postgres:///x?host=/nowhere']) {
    const gone = createPool({ connectionString });
    expect(await refusal(gone.query('SELECT 1'))).toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    await gone.end();
  }
});
