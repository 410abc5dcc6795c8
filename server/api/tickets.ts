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

/** What one takes a number for. */
export const ERRANDS = {
  registration: '登记申请',
  certificate: '领取证书',
  query: '登记资料查询',
  advice: '业务咨询',
} as const;
export const Errand = Type.Union([
  Type.Literal('registration'),
  Type.Literal('certificate'),
  Type.Literal('query'),
  Type.Literal('advice'),
]);
export type Errand = Static<typeof Errand>;

export const TICKET_STEPS = {
  taken: '取号',
  called: '叫号',
  recalled: '重呼',
  passed: '过号',
  restored: '恢复排队',
  moved: '转号',
  served: '办结',
} as const;
export const TicketStepView = Type.Object({
  kind: Type.Enum(Object.keys(TICKET_STEPS) as (keyof typeof TICKET_STEPS)[]),
  at: Instant,
  by: StaffRef,
  errand: Errand,
  /** The window that called; of 转号 the one it was sent to, null = any. */
  counter: Nullable(Type.String()),
  reason: Nullable(Type.String()),
});
export type TicketStepView = Static<typeof TicketStepView>;

/** Gross: by the clock on the wall. Net: within window hours. */
export const Span = Type.Object({ grossMinutes: Type.Number(), netMinutes: Type.Number() });
export type Span = Static<typeof Span>;

export const TicketView = Type.Object({
  ticketId: Type.String(),
  district: District,
  day: Day,
  number: Type.Integer(),
  errand: Errand,
  /** Only this window calls it. */
  wantedCounter: Nullable(Type.String()),
  state: TicketState,
  queuedAt: Instant,
  calledAt: Nullable(Instant),
  calledBy: Nullable(StaffRef),
  counter: Nullable(Type.String()),
  calls: Type.Integer(),
  endedAt: Nullable(Instant),
  caseNos: Type.Array(CaseNo),
  acceptedAt: Nullable(Instant),
  /** 候号, without the time between 过号 and 恢复排队; null when the day ended without a call. */
  waited: Nullable(Span),
  /** 窗口办理, from the call to the first 受理. */
  atWindow: Nullable(Span),
  steps: Type.Array(TicketStepView),
});
export type TicketView = Static<typeof TicketView>;

/** GET /api/tickets: the clerk's office today. */
export const TicketDesk = Type.Object({
  asOf: Instant,
  open: Nullable(TicketView),
  /** In order of the line. */
  waiting: Type.Array(TicketView),
  called: Type.Array(TicketView),
  /** Calls before 过号, and behind how many a number comes back: rules hall.calls and hall.restore_after. */
  callsNeeded: Type.Integer(),
  /** Seconds after a call before the next one, and before 过号: rule hall.call_gap. */
  callGapSeconds: Type.Integer(),
  restoreAfter: Type.Integer(),
  /** Windows that have called today. */
  counters: Type.Array(Type.String()),
});
export type TicketDesk = Static<typeof TicketDesk>;

/** GET /api/tickets/open: whom the clerk serves now, for the head of every page. */
export const OpenTicketView = Type.Object({ open: Nullable(TicketView) });
export type OpenTicketView = Static<typeof OpenTicketView>;

/** POST /api/tickets (201). */
export const TakeTicket = Type.Object({ errand: Errand }, { additionalProperties: false });
export type TakeTicket = Static<typeof TakeTicket>;
/** What a slip says. */
export const TakenTicket = Type.Object({
  number: Type.Integer(),
  errand: Errand,
  district: District,
  queuedAt: Instant,
  /** How many stand before it. */
  ahead: Type.Integer(),
});
export type TakenTicket = Static<typeof TakenTicket>;

const counter = Type.String({ minLength: 1, maxLength: 20, pattern: '\\S' });

/** POST /api/tickets/next: null when nobody waits. Without `errands` the window serves all. */
export const CallTicket = Type.Object(
  { counter, errands: Type.Optional(Type.Array(Errand, { minItems: 1, maxItems: 4 })) },
  { additionalProperties: false },
);
export type CallTicket = Static<typeof CallTicket>;
export const CalledTicket = Type.Object({ ticketId: Nullable(Type.String()) });
export type CalledTicket = Static<typeof CalledTicket>;

/** POST /api/tickets/:ticketId/move; POST …/recall and …/restore have no body. */
export const MoveTicket = Type.Object(
  { errand: Errand, counter: Nullable(counter), reason: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }) },
  { additionalProperties: false },
);
export type MoveTicket = Static<typeof MoveTicket>;

/** POST /api/tickets/:ticketId/end */
export const EndTicket = Type.Object(
  { outcome: Type.Union([Type.Literal('SERVED'), Type.Literal('MISSED')]) },
  { additionalProperties: false },
);
export type EndTicket = Static<typeof EndTicket>;

/** What supervisors see of the queue today. Medians and maxima are of the tickets that were called, those that were passed over among them. */
export const WaitLoad = Type.Object({
  taken: Type.Integer(),
  /** 过号 do not wait. */
  waiting: Type.Integer(),
  /** Of those who still wait. */
  longestNow: Nullable(Span),
  called: Type.Integer(),
  missed: Type.Integer(),
  /** 过号 that came back, and numbers that were sent on. */
  restored: Type.Integer(),
  moved: Type.Integer(),
  median: Nullable(Span),
  longest: Nullable(Span),
  medianAtWindow: Nullable(Span),
  /** The longest waits of the day, those still waiting among them. */
  rows: Type.Array(TicketView),
});
export type WaitLoad = Static<typeof WaitLoad>;
