import type { Queryable } from '../in-transaction.ts';

/** What of the server's own tables goes after its time. */
export type DeskSweep =
  | 'sessions'
  | 'signInFailures'
  | 'tasks'
  | 'taskKeys'
  | 'drafts'
  | 'intakeDrafts'
  | 'incidents'
  | 'retries'
  | 'sweeps';

/** Deletes at most `limit` rows that were over before an instant; rows that somebody holds stay for another time. @returns how many */
type Delete = (db: Queryable, before: Date, limit: number) => Promise<number>;

/** Rows of a table by their key, oldest first. */
const byKey =
  (table: string, key: string, over: string, order: string): Delete =>
  async (db, before, limit) => {
    const { rowCount } = await db.query(
      `DELETE FROM desk.${table} WHERE (${key}) IN (
         SELECT ${key} FROM desk.${table} WHERE ${over} ORDER BY ${order} LIMIT $2 FOR UPDATE SKIP LOCKED)`,
      [before, limit],
    );
    return rowCount ?? 0;
  };

export const DESK_DELETES: Record<DeskSweep, Delete> = {
  // Their times are the database's, as sessions.ts writes them.
  sessions: byKey('session', 'token_hash', "expires_at < least($1, now() - interval '1 day')", 'expires_at'),
  signInFailures: byKey('sign_in_failure', 'id', "at < least($1, now() - interval '1 day')", 'id'),
  // The key stays when the task goes, in one statement: the poller takes in no task whose key is here.
  tasks: async (db, before, limit) => {
    const { rowCount } = await db.query(
      `WITH over AS (SELECT task_key FROM desk.task_inbox WHERE state <> 'open' AND ended_at < $1
           ORDER BY ended_at LIMIT $2 FOR UPDATE SKIP LOCKED),
         gone AS (DELETE FROM desk.task_inbox WHERE task_key IN (SELECT task_key FROM over) RETURNING task_key, ended_at)
       INSERT INTO desk.ended_task (task_key, ended_at) SELECT task_key, ended_at FROM gone
       ON CONFLICT (task_key) DO UPDATE SET ended_at = excluded.ended_at`,
      [before, limit],
    );
    return rowCount ?? 0;
  },
  taskKeys: byKey('ended_task', 'task_key', 'ended_at < $1', 'ended_at'),
  drafts: byKey(
    'draft',
    'task_key, user_id',
    "saved_at < $1 AND NOT EXISTS (SELECT 1 FROM desk.task_inbox i WHERE i.task_key = draft.task_key AND i.state = 'open')",
    'saved_at',
  ),
  intakeDrafts: byKey('intake_draft', 'user_id, unit_code, item_code', 'saved_at < $1', 'saved_at'),
  incidents: byKey('incident', 'incident_key', 'resolved_at < $1', 'resolved_at'),
  retries: byKey('incident_retry', 'id', 'at < $1', 'id'),
  sweeps: byKey('sweep', 'night', 'ended_at < $1', 'night'),
};
