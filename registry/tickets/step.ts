import type { Queryable } from '../db/transaction.ts';
import type { TicketStep } from './types.ts';

export type NewStep = Omit<TicketStep, 'errand' | 'counter' | 'reason'> & Partial<TicketStep>;

/**
 * Writes down what is done with a number and does it. The caller has locked the ticket, and asked whether it may be done; the
 * database asks again (`guard_ticket`).
 * @param change assignments over the values `$1` (ticket) and what `values` adds from `$2` on
 */
export async function takeStep(
  db: Queryable,
  ticketId: string,
  { kind, at, by, errand, counter, reason }: NewStep,
  change: string,
  values: unknown[] = [],
): Promise<void> {
  await db.query(
    `INSERT INTO registry.ticket_steps (ticket_id, nth, kind, at, by_whom, errand, counter, reason)
     SELECT ticket_id, steps + 1, $2, $3, $4, coalesce($5, errand), coalesce($6, CASE WHEN $2 <> 'moved' THEN counter END), $7
     FROM registry.tickets WHERE ticket_id = $1`,
    [ticketId, kind, at, by, errand ?? null, counter ?? null, reason ?? null],
  );
  await db.query(`UPDATE registry.tickets SET steps = steps + 1, ${change} WHERE ticket_id = $1`, [
    ticketId,
    ...values,
  ]);
}
