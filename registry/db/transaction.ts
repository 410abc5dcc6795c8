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
  for (let attempt = 1; ; attempt += 1) {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      const result = await work(client);
      await client.query('COMMIT');
      return result;
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
