import Type, { type Static } from 'typebox';
import { CaseNo, Day, District, Instant, Nullable, StaffRef } from './common.ts';

/** 取号 → 叫号 → 受理: how long people wait before the case's own clock starts. A ticket names nobody. */

export const TICKET_STATES = { waiting: '候号', called: '办理中', served: '已办结', missed: '过号' } as const;
export const TicketState = Type.Union([
  Type.Literal('waiting'),
  Type.Literal('called'),
  Type.Literal('served'),
  Type.Literal('missed'),
]);
export type TicketState = Static<typeof TicketState>;

/** Gross: by the clock on the wall. Net: within window hours. */
export const Span = Type.Object({ grossMinutes: Type.Number(), netMinutes: Type.Number() });
export type Span = Static<typeof Span>;

export const TicketView = Type.Object({
  ticketId: Type.String(),
  district: District,
  day: Day,
  number: Type.Integer(),
  state: TicketState,
  queuedAt: Instant,
  calledAt: Nullable(Instant),
  calledBy: Nullable(StaffRef),
  counter: Nullable(Type.String()),
  endedAt: Nullable(Instant),
  caseNos: Type.Array(CaseNo),
  acceptedAt: Nullable(Instant),
  /** 候号; null when the day ended without a call. */
  waited: Nullable(Span),
  /** 窗口办理, from the call to the first 受理. */
  atWindow: Nullable(Span),
});
export type TicketView = Static<typeof TicketView>;

/** GET /api/tickets: the clerk's office today. POST /api/tickets takes a number (201). */
export const TicketDesk = Type.Object({
  asOf: Instant,
  open: Nullable(TicketView),
  waiting: Type.Array(TicketView),
  called: Type.Array(TicketView),
});
export type TicketDesk = Static<typeof TicketDesk>;

/** POST /api/tickets/next: null when nobody waits. */
export const CallTicket = Type.Object(
  { counter: Type.String({ minLength: 1, maxLength: 20, pattern: '\\S' }) },
  { additionalProperties: false },
);
export type CallTicket = Static<typeof CallTicket>;
export const CalledTicket = Type.Object({ ticketId: Nullable(Type.String()) });
export type CalledTicket = Static<typeof CalledTicket>;

/** POST /api/tickets/:ticketId/end */
export const EndTicket = Type.Object(
  { outcome: Type.Union([Type.Literal('SERVED'), Type.Literal('MISSED')]) },
  { additionalProperties: false },
);
export type EndTicket = Static<typeof EndTicket>;

/** What supervisors see of the queue today. Medians and maxima are of the tickets that were called. */
export const WaitLoad = Type.Object({
  taken: Type.Integer(),
  waiting: Type.Integer(),
  /** Of those who still wait. */
  longestNow: Nullable(Span),
  called: Type.Integer(),
  missed: Type.Integer(),
  median: Nullable(Span),
  longest: Nullable(Span),
  medianAtWindow: Nullable(Span),
  /** The longest waits of the day, those still waiting among them. */
  rows: Type.Array(TicketView),
});
export type WaitLoad = Static<typeof WaitLoad>;
