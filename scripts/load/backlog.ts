import type { Pool } from 'pg';

/** What waits for the machines at one moment, and how many cases are under way. */
export interface Backlog {
  /** Seconds since the load began. */
  at: number;
  filed: number;
  openCases: number;
  openJobs: number;
  outbox: number;
  /** Tasks of the engine that the inbox does not show yet. */
  inboxBehind: number;
  openTasks: number;
  incidents: number;
}

export async function readBacklog(pool: Pool, at: number, filed: number): Promise<Backlog> {
  const { rows } = await pool.query<Omit<Backlog, 'at' | 'filed'>>(
    `SELECT (SELECT count(*)::int FROM registry.cases WHERE status <> 'CLOSED') AS "openCases",
       (SELECT count(*)::int FROM engine.job WHERE state IN ('ACTIVATABLE', 'ACTIVATED')) AS "openJobs",
       (SELECT count(*)::int FROM registry.outbox WHERE channel = 'engine' AND done_at IS NULL) AS outbox,
       (SELECT count(*)::int FROM engine.user_task t WHERE t.state = 'CREATED'
          AND NOT EXISTS (SELECT 1 FROM desk.task_inbox i WHERE i.task_key = t.key::text)) AS "inboxBehind",
       (SELECT count(*)::int FROM engine.user_task WHERE state = 'CREATED') AS "openTasks",
       (SELECT count(*)::int FROM engine.incident WHERE state = 'ACTIVE') AS incidents`,
  );
  return { at, filed, ...rows[0]! };
}

/** Cases that a backlog may hold before its growth means anything: the noise of a few seconds' arrivals. */
const NOISE = 20;

/**
 * Does the amount of work under way grow from the middle third of the run to the last? The first third is left out: there
 * cases only come in.
 */
export function grows(
  samples: readonly Backlog[],
  figure: 'openCases' | 'openJobs' | 'outbox' | 'inboxBehind',
): boolean {
  const third = Math.floor(samples.length / 3);
  if (third === 0) return false;
  const mean = (part: readonly Backlog[]) => part.reduce((sum, one) => sum + one[figure], 0) / part.length;
  const middle = mean(samples.slice(third, 2 * third));
  const last = mean(samples.slice(2 * third));
  return last > middle * 1.25 && last - middle > NOISE;
}
