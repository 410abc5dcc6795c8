import type { Queryable } from '../db/transaction.ts';
import type { DraftMessage } from '../enter/entry-draft.ts';
import { enqueue } from '../outbox/outbox.ts';
import type { CourtTopic } from '../outbox/types.ts';

/** The business number of one seizure: what its watch is correlated by. A right becomes effective once, so one watch each. */
export const seizureNoOf = (rightId: string) => `CF${rightId}`;

/** One outbox row for the watch of a seizure. */
export async function tellWatch(
  db: Queryable,
  input: { topic: CourtTopic; rightId: string; at: Date; promoted?: boolean },
): Promise<void> {
  await enqueue(db, { ...messageTo(input), at: input.at });
}

/** The same row for the watch of a new seizure, drafted. */
export function watchOf(rightId: string): DraftMessage {
  return messageTo({ topic: 'seizure.watch', rightId });
}

function messageTo({ topic, rightId, promoted = false }: { topic: CourtTopic; rightId: string; promoted?: boolean }) {
  const seizureNo = seizureNoOf(rightId);
  const payload = { seizureNo, rightId, ...(topic === 'seizure.watch' ? { promoted } : {}) };
  return { topic, caseNo: seizureNo, payload };
}
