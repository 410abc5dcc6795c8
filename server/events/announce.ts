import type { Pool, PoolClient } from 'pg';
import type { ChangeTopic } from '../api/events.ts';

export const CHANNEL = 'yitong_change';

/** What changed, as it travels between servers. `district` and `role` only serve to decide who may hear of it. */
export interface Change {
  topic: ChangeTopic;
  id: string | null;
  caseNo?: string | null;
  district?: string | null;
  role?: string | null;
}

/** Tells every server's listeners, through PostgreSQL. Inside a transaction: heard when it commits. */
export async function announce(db: Pool | PoolClient, ...changes: Change[]): Promise<void> {
  if (changes.length === 0) return;
  await db.query('SELECT pg_notify($1, line) FROM unnest($2::text[]) AS line', [
    CHANNEL,
    changes.map((change) => JSON.stringify(change)),
  ]);
}
