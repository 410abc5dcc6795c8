import type { Deps } from '../db/transaction.ts';
import { inTransaction } from '../db/transaction.ts';
import { tellWatch } from './tell.ts';

/**
 * Seizures that were in force before this installation (migrated stock, the synthetic city) have no watch, so nobody would remind
 * their courts. Each gets one, `limit` at a time; the sweep ends them with or without it. The outbox says who has been told.
 * @returns how many
 */
export function watchUnwatched({ pool, clock }: Deps, limit: number): Promise<number> {
  return inTransaction(pool, async (db) => {
    const { rows } = await db.query<{ right_id: string }>(
      `SELECT r.right_id FROM registry.rights r JOIN registry.seizure_details s USING (right_id)
       WHERE r.kind = 'SEIZURE' AND r.status = 'CURRENT' AND s.ends_at > $1
         AND NOT EXISTS (SELECT 1 FROM registry.outbox o WHERE o.case_no = 'CF' || r.right_id AND o.topic = 'seizure.watch')
       ORDER BY r.right_id LIMIT $2 FOR UPDATE OF r SKIP LOCKED`,
      [clock.now(), limit],
    );
    for (const { right_id: rightId } of rows) await tellWatch(db, { topic: 'seizure.watch', rightId, at: clock.now() });
    return rows.length;
  });
}
