import type { Queryable } from '../db/transaction.ts';
import { enqueue } from '../outbox/outbox.ts';
import type { CourtTopic } from '../outbox/types.ts';

/** The business number of one seizure: what its watch is correlated by. A right becomes effective once, so one watch each. */
export const seizureNoOf = (rightId: string) => `CF${rightId}`;

/** One outbox row for the watch of a seizure. */
export async function tellWatch(
  db: Queryable,
  input: { topic: CourtTopic; rightId: string; at: Date; promoted?: boolean },
): Promise<void> {
  const seizureNo = seizureNoOf(input.rightId);
  await enqueue(db, {
    topic: input.topic,
    caseNo: seizureNo,
    payload: {
      seizureNo,
      rightId: input.rightId,
      ...(input.topic === 'seizure.watch' ? { promoted: input.promoted ?? false } : {}),
    },
    at: input.at,
  });
}
