import type { Queryable } from '../db/transaction.ts';

export interface NewEvent {
  /** District: each has its own chain. */
  chain: string;
  topic: string;
  caseNo?: string | null;
  unitCodes?: string[];
  actor: string;
  at: Date;
  /** No personal data. */
  payload?: Record<string, unknown>;
}

/**
 * Appends one link to the chain of the district. Last in its transaction: the chain's head stays locked until commit.
 * Number and hash are given by the database.
 */
export async function appendEvent(db: Queryable, event: NewEvent): Promise<void> {
  await db.query(
    `INSERT INTO registry.register_events (chain, topic, case_no, unit_codes, actor, occurred_at, payload, seq, prev_hash, hash)
     VALUES ($1, $2, $3, $4, $5, $6, $7, 0, '', '')`,
    [
      event.chain,
      event.topic,
      event.caseNo ?? null,
      event.unitCodes ?? [],
      event.actor,
      event.at,
      JSON.stringify(event.payload ?? {}),
    ],
  );
  // Heard by servers when the transaction commits, for live screens. No personal data, and nothing that is not in the event.
  await db.query("SELECT pg_notify('registry_event', $1)", [noticeOf(event)]);
}

export type Notice = Pick<NewEvent, 'topic' | 'caseNo' | 'chain' | 'unitCodes'>;

/** What servers hear of it. */
export function noticeOf(event: Notice): string {
  return JSON.stringify({
    topic: event.topic,
    caseNo: event.caseNo ?? null,
    district: event.chain,
    unitCodes: (event.unitCodes ?? []).slice(0, 20),
  });
}
