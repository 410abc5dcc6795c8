import { dayOf } from '../../registry/index.ts';
import type { ServerDeps } from '../deps.ts';
import { inTransaction, type Queryable } from '../in-transaction.ts';
import { DESK_DELETES } from './desk-sweeps.ts';
import { daysOf, SWEEPS, type SweepDefinition } from './sweeps.ts';

const DAY_MS = 86_400_000;
/** Nobody is at the windows, and backups of the evening are done. */
const BEGINS_AT_MS = 2 * 3_600_000;

/** A night is named by the day that begins in it: from two o'clock on today's, before that yesterday's. */
export const nightOf = (now: Date) => dayOf(new Date(now.getTime() - BEGINS_AT_MS));

export interface Night {
  /**
   * The next batch of this night, in one transaction with the count of what went.
   * @returns whether there is more to do
   */
  batch(): Promise<boolean>;
}

type Deps = Pick<ServerDeps, 'registry' | 'pool' | 'clock' | 'log'> & {
  config: Pick<ServerDeps['config'], 'keepDays'>;
};

/**
 * Deletes what is over, batch after batch. Where it stands is the database's: whoever goes on after a crash begins with the first kind
 * again, of which nothing is left, and deletes and counts nothing twice.
 */
export function createNight(deps: Deps, batchSize = 500): Night {
  const { pool, clock, log, config } = deps;
  let night = '';
  let next = 0;
  let over = false;

  async function begin(now: Date): Promise<void> {
    const begun = nightOf(now);
    const { rows } = await pool.query<{ over: boolean }>(
      `INSERT INTO desk.sweep (night, began_at) VALUES ($1, $2)
       ON CONFLICT (night) DO UPDATE SET began_at = sweep.began_at RETURNING ended_at IS NOT NULL AS over`,
      [begun, now],
    );
    // Only now: a night that the database did not take is begun again by the next batch.
    night = begun;
    next = 0;
    over = rows[0]?.over ?? false;
  }

  async function end(now: Date): Promise<void> {
    await pool.query('UPDATE desk.sweep SET ended_at = $2 WHERE night = $1 AND ended_at IS NULL', [night, now]);
    over = true;
    const { rows } = await pool.query<{ what: string; deleted: string }>(
      'SELECT what, deleted FROM desk.swept WHERE night = $1 AND deleted > 0',
      [night],
    );
    const deleted = Object.fromEntries(rows.map((row) => [row.what, Number(row.deleted)]));
    if (rows.length > 0) log.info({ night, deleted }, 'what was over long enough is deleted');
  }

  return {
    async batch() {
      const now = clock.now();
      if (nightOf(now) !== night) await begin(now);
      if (over) return false;
      const sweep = SWEEPS[next];
      if (!sweep) {
        await end(now);
        return false;
      }
      const before = new Date(now.getTime() - daysOf(sweep, config.keepDays) * DAY_MS);
      if (!(await sweepOnce(deps, sweep, { night, before, limit: batchSize }))) next += 1;
      return true;
    },
  };
}

/** @returns whether there may be more of it */
async function sweepOnce(
  { registry, pool }: Deps,
  sweep: SweepDefinition,
  { night, before, limit }: { night: string; before: Date; limit: number },
): Promise<boolean> {
  const note = async (db: Queryable, { deleted }: { deleted: number }) => {
    if (deleted === 0) return;
    await db.query(
      `INSERT INTO desk.swept (night, what, deleted) VALUES ($1, $2, $3)
       ON CONFLICT (night, what) DO UPDATE SET deleted = swept.deleted + excluded.deleted`,
      [night, sweep.what, deleted],
    );
  };
  if (sweep.schema === 'registry')
    return (await registry.keeping.sweep({ what: sweep.what, before, limit }, note)).more;
  return inTransaction(pool, async (db) => {
    const deleted = await DESK_DELETES[sweep.what](db, before, limit);
    await note(db, { deleted });
    return deleted >= limit;
  });
}
