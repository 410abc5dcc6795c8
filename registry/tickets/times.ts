import { loadCalendar } from '../calendar/load-calendar.ts';
import { dayOf } from '../calendar/local-time.ts';
import type { WorkingCalendar } from '../calendar/types.ts';
import { workingMinutesBetween } from '../calendar/working-time.ts';
import type { Queryable } from '../db/transaction.ts';
import { stateOf, type TicketRow } from './ticket-row.ts';
import type { Span, Ticket, TicketStep } from './types.ts';

const span = (calendar: WorkingCalendar, from: Date, to: Date): Span => ({
  grossMinutes: (to.getTime() - from.getTime()) / 60_000,
  netMinutes: workingMinutesBetween(calendar, from, to),
});

const both = (a: Span, b: Span): Span => ({
  grossMinutes: a.grossMinutes + b.grossMinutes,
  netMinutes: a.netMinutes + b.netMinutes,
});

/** The steps after which a number stands in the line. */
const LINES_UP: ReadonlySet<TicketStep['kind']> = new Set(['taken', 'restored', 'moved']);

/**
 * The times a number stood in the line. One sent on before it was called has stood there all along; the last ends now, on the
 * same day: who was still waiting when the day ended was never served, and no wait is made up for him.
 */
function stays(steps: readonly TicketStep[], until: Date | null): [from: Date, to: Date][] {
  const found: [Date, Date][] = [];
  let since: Date | null = null;
  for (const { kind, at } of steps) {
    if (LINES_UP.has(kind)) since ??= at;
    else if (since) {
      found.push([since, at]);
      since = null;
    }
  }
  if (since && until) found.push([since, until]);
  return found;
}

/** Tickets with what each took (domain §7: waiting and handling apart, gross and net). */
export async function ticketsOf(db: Queryable, rows: TicketRow[], now: Date): Promise<Ticket[]> {
  const calendars = new Map<string, WorkingCalendar>();
  const tickets: Ticket[] = [];
  for (const row of rows) {
    const calendar = calendars.get(row.district) ?? (await loadCalendar(db, row.district));
    calendars.set(row.district, calendar);
    const { accepted_at: acceptedAt } = row;
    const steps = row.steps.map((step): TicketStep => ({ ...step, at: new Date(step.at) }));
    const waits = stays(steps, row.day === dayOf(now) ? now : null).map(([from, to]) => span(calendar, from, to));
    const [first, ...more] = waits;
    // Who was sent on after 受理 is called again: the call before it counts.
    const call = steps.findLast(({ kind, at }) => kind === 'called' && acceptedAt !== null && at <= acceptedAt);
    tickets.push({
      ticketId: row.ticket_id,
      district: row.district,
      day: row.day,
      number: row.number,
      errand: row.errand,
      wantedCounter: row.wanted_counter,
      state: stateOf(row),
      queuedAt: row.queued_at,
      calledAt: row.called_at,
      calledBy: row.called_by,
      counter: row.counter,
      calls: row.calls,
      endedAt: row.ended_at,
      caseNos: row.case_nos,
      acceptedAt,
      waited: first ? more.reduce(both, first) : null,
      atWindow: call && acceptedAt ? span(calendar, call.at, acceptedAt) : null,
      steps,
    });
  }
  return tickets;
}

export const ticketOf = async (db: Queryable, row: TicketRow, now: Date) =>
  (await ticketsOf(db, [row], now))[0] as Ticket;
