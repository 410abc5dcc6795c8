import { addMonths, at, dayOf } from '../calendar/local-time.ts';

/**
 * INV-09: calendar time to the same date, gone at 23:59:59 of that day. From this instant on the seizure has no effect, so a
 * renewal must be delivered before it.
 */
export function endOfTerm(start: Date, months: number): Date {
  return at(dayOf(addMonths(start, months)), '23:59:59');
}
