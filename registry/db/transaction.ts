import type { Pool, PoolClient } from 'pg';
import type { Clock } from '../common.ts';

/** What every function of the register is given. */
export interface Deps {
  pool: Pool;
  clock: Clock;
}

/** A pool or a client inside a transaction. */
export type Queryable = Pick<PoolClient, 'query'>;

/** Serialization failure and deadlock: the whole transaction may simply run again. */
const retryable = new Set(['40001', '40P01']);
const attempts = 3;

/**
 * Runs `work` in one transaction. A failed one leaves nothing. Deadlocks are tried again (they cannot come from two 登簿,
 * which lock in unit order, but from foreign writers), so `work` must have no effect outside the database.
 */
export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return attempted(pool, async (client) => {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  });
}

/**
 * The same in fewer turns between here and PostgreSQL: BEGIN travels with the statements of `open`, which it hands over without waiting,
 * none of which writes; and COMMIT with the last statement of `work`, which it gives to `closing` instead of `client`.
 */
export async function inFewTurns<Opened, T>(
  pool: Pool,
  open: (client: PoolClient) => Promise<Opened>,
  work: (client: PoolClient, opened: Opened, closing: Queryable) => Promise<T>,
): Promise<T> {
  return attempted(pool, async (client) => {
    const [, opened] = await together(client.query('BEGIN'), open(client));
    let closed = false;
    // After a statement that fails COMMIT ends the transaction as ROLLBACK would.
    const query = async (text: string, values?: unknown[]) => {
      closed = true;
      const [answer] = await together(client.query(text, values), client.query('COMMIT'));
      return answer;
    };
    const result = await work(client, opened, { query: query as unknown as Queryable['query'] });
    if (!closed) await client.query('COMMIT');
    return result;
  });
}

/** Both have been answered when this returns; of two failures the second follows from the first. */
async function together<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([first, second]);
  return [await first, await second];
}

async function attempted<T>(pool: Pool, transact: (client: PoolClient) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      return await transact(client);
    } catch (error) {
      await client.query('ROLLBACK').catch((failure: Error) => {
        broken = failure;
      });
      if (!retryable.has((error as { code?: string }).code ?? '') || attempt === attempts) throw error;
    } finally {
      client.release(broken);
    }
  }
}

/** The one row of a query that must find one. */
export async function one<Row>(db: Queryable, sql: string, values: unknown[]): Promise<Row | null> {
  const { rows } = await db.query(sql, values);
  return (rows[0] as Row | undefined) ?? null;
}

/** int8 and numeric arrive as text; the register's numbers stay far below 2⁵³. */
export function number(value: string | number | null): number {
  return Number(value);
}

/** The database refused by an invariant (SQLSTATE YT0nn): its id, else null. */
export function violatedInvariant(error: unknown): string | null {
  const code = (error as { code?: string }).code ?? '';
  return /^YT0\d\d$/.test(code) ? `INV-${code.slice(3)}` : null;
}
