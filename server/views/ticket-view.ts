import type { Ticket, TicketStepKind } from '../../registry/index.ts';
import type { Span, TakenTicket, TicketView, WaitLoad } from '../api/tickets.ts';
import { median } from '../board/median.ts';
import type { StaffNames } from './staff.ts';
import { toWire } from './to-wire.ts';

const LISTED = 10;

export const ticketView = (ticket: Ticket, staff: StaffNames): TicketView => ({
  ...toWire(ticket),
  calledBy: staff(ticket.calledBy),
  steps: ticket.steps.map((step) => ({ ...toWire(step), by: staff(step.by) })),
});

/** What the slip says. */
export const takenTicket = ({ ticket, ahead }: { ticket: Ticket; ahead: number }): TakenTicket => {
  const { number, errand, district, queuedAt } = ticket;
  return { number, errand, district, queuedAt: queuedAt.toISOString(), ahead };
};

/** A day's tickets in figures, and the longest waits of it. */
export function waitLoad(tickets: readonly Ticket[], staff: StaffNames): WaitLoad {
  const waiting = tickets.filter((one) => one.state === 'waiting' && one.waited);
  const had = (kind: TicketStepKind) => tickets.filter((one) => one.steps.some((step) => step.kind === kind));
  const called = had('called');
  const waits = called.flatMap((one) => one.waited ?? []);
  return {
    taken: tickets.length,
    waiting: waiting.length,
    longestNow: longest(waiting.flatMap((one) => one.waited ?? [])),
    called: called.length,
    missed: tickets.filter((one) => one.state === 'missed').length,
    restored: had('restored').length,
    moved: had('moved').length,
    median: medianOf(waits),
    longest: longest(waits),
    medianAtWindow: medianOf(called.flatMap((one) => one.atWindow ?? [])),
    rows: [...tickets]
      .filter((one) => one.waited)
      .sort((a, b) => (b.waited?.grossMinutes ?? 0) - (a.waited?.grossMinutes ?? 0))
      .slice(0, LISTED)
      .map((one) => ticketView(one, staff)),
  };
}

function medianOf(spans: readonly Span[]): Span | null {
  const [grossMinutes, netMinutes] = [median(spans.map((s) => s.grossMinutes)), median(spans.map((s) => s.netMinutes))];
  return grossMinutes === null || netMinutes === null ? null : { grossMinutes, netMinutes };
}

/** By the clock on the wall, as the person lived it. */
function longest(spans: readonly Span[]): Span | null {
  return spans.reduce<Span | null>((most, one) => (most && most.grossMinutes >= one.grossMinutes ? most : one), null);
}
