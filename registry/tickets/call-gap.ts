import { dayOf, timeOfDayMs } from '../calendar/local-time.ts';
import type { Queryable } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { loadRuleBook } from '../rule-values/rule-book.ts';
import type { TicketRow } from './ticket-row.ts';

/**
 * A person needs time to come to the window: rule `hall.call_gap` says how many seconds after a call the number may be called again
 * or passed over. A number of an earlier day, which nobody can call any more, waits for nothing.
 * @throws RegistryError TICKET_EARLY, naming the time from which on it is possible
 */
export async function waitForGap(db: Queryable, row: TicketRow, now: Date, act: '再呼' | '过号'): Promise<void> {
  const last = row.steps.findLast(({ kind }) => kind === 'called' || kind === 'recalled');
  if (!last || row.day !== dayOf(now)) return;
  const seconds = (await loadRuleBook(db)).value('hall.call_gap', 'current', row.day);
  const possible = new Date(Date.parse(last.at) + seconds * 1000);
  if (now >= possible) return;
  throw new RegistryError(
    'TICKET_EARLY',
    `${row.number}号刚刚呼叫过，每次呼叫后须等${seconds}秒；${clockTime(possible)}起可以${act}。`,
  );
}

/** `09:05:20`; what is left of a second counts as a whole one. */
const clockTime = (instant: Date) =>
  new Date(Math.ceil(timeOfDayMs(instant) / 1000) * 1000).toISOString().slice(11, 19);
