import { loadCalendar } from '../calendar/load-calendar.ts';
import { dayOf } from '../calendar/local-time.ts';
import type { WorkingCalendar } from '../calendar/types.ts';
import { workingMinutesBetween } from '../calendar/working-time.ts';
import type { Queryable } from '../db/transaction.ts';
import { stateOf, type TicketRow } from './ticket-row.ts';
import type { Span, Ticket } from './types.ts';

const span = (calendar: WorkingCalendar, from: Date, to: Date): Span => ({
  grossMinutes: (to.getTime() - from.getTime()) / 60_000,
  netMinutes: workingMinutesBetween(calendar, from, to),
});

/**
 * Tickets with what each took (domain §7: waiting and handling apart, gross and net). Who was still waiting when the day ended
 * was never served: no wait is made up for him.
 */
export async function ticketsOf(db: Queryable, rows: TicketRow[], now: Date): Promise<Ticket[]> {
  const calendars = new Map<string, WorkingCalendar>();
  const tickets: Ticket[] = [];
  for (const row of rows) {
    const calendar = calendars.get(row.district) ?? (await loadCalendar(db, row.district));
    calendars.set(row.district, calendar);
    const { called_at: calledAt, accepted_at: acceptedAt } = row;
    const until = calledAt ?? (row.day === dayOf(now) ? now : null);
    tickets.push({
      ticketId: row.ticket_id,
      district: row.district,
      day: row.day,
      number: row.number,
      state: stateOf(row),
      queuedAt: row.queued_at,
      calledAt,
      calledBy: row.called_by,
      counter: row.counter,
      endedAt: row.ended_at,
      caseNos: row.case_nos,
      acceptedAt,
      waited: until && span(calendar, row.queued_at, until),
      atWindow: calledAt && acceptedAt && acceptedAt >= calledAt ? span(calendar, calledAt, acceptedAt) : null,
    });
  }
  return tickets;
}
