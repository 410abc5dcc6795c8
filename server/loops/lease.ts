import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';

export interface Lease {
  /** True when this server may do the work now; renews when it already does. */
  take(): Promise<boolean>;
  /** The work went well: what `freshness` measures. */
  succeeded(): Promise<void>;
  release(): Promise<void>;
}

const SECONDS = 5;
/** Renewing and noting success once a second is enough; a loop that runs more often writes no more. */
const QUIET_MS = 1_000;

/** Work that one of several servers does at a time. A server that dies hands it over after five seconds. */
export function createLease(pool: Pool, name: string): Lease {
  const holder = randomUUID();
  let takenAt = Number.NEGATIVE_INFINITY;
  let notedAt = Number.NEGATIVE_INFINITY;
  return {
    take: async () => {
      const began = performance.now();
      if (began - takenAt < QUIET_MS) return true;
      const { rowCount } = await pool.query(
        `INSERT INTO desk.lease (name, holder, until) VALUES ($1, $2, now() + make_interval(secs => $3))
         ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
           WHERE lease.holder = excluded.holder OR lease.until < now()`,
        [name, holder, SECONDS],
      );
      takenAt = rowCount === 1 ? began : Number.NEGATIVE_INFINITY;
      return rowCount === 1;
    },
    succeeded: async () => {
      if (performance.now() - notedAt < QUIET_MS) return;
      notedAt = performance.now();
      await pool.query('UPDATE desk.lease SET last_success_at = now() WHERE name = $1 AND holder = $2', [name, holder]);
    },
    release: async () => {
      takenAt = Number.NEGATIVE_INFINITY;
      await pool.query('UPDATE desk.lease SET until = now() WHERE name = $1 AND holder = $2', [name, holder]);
    },
  };
}

/** Seconds since the named work last went well on any server; null when it never did. */
export async function ageOf(pool: Pool, name: string): Promise<number | null> {
  const { rows } = await pool.query<{ age: number }>(
    'SELECT extract(epoch FROM now() - last_success_at)::float8 AS age FROM desk.lease WHERE name = $1 AND last_success_at IS NOT NULL',
    [name],
  );
  return rows[0]?.age ?? null;
}
