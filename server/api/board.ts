import Type, { type Static } from 'typebox';
import { CaseSummary } from './cases.ts';
import { CaseNo, Instant, Nullable, StaffRef } from './common.ts';
import { DecisionOption } from './completions/decision.ts';
import { EscalationDecision } from './completions/review.ts';
import { WaitLoad } from './tickets.ts';

/** An incident of the engine with the case it holds up. GET /api/incidents; POST /api/incidents/:incidentKey/retry. */
export const Incident = Type.Object({
  incidentKey: Type.String(),
  caseNo: Nullable(CaseNo),
  district: Nullable(Type.String()),
  bpmnProcessId: Type.String(),
  elementId: Type.String(),
  elementName: Type.String(),
  errorType: Type.String(),
  /** The engine's or the worker's own text, for whoever repairs it. */
  message: Type.String(),
  /** What happened, Chinese. */
  what: Type.String(),
  /** What a supervisor can do about it, Chinese. */
  advice: Type.String(),
  since: Instant,
  retries: Type.Integer({ description: 'how often someone has retried it' }),
  lastRetryBy: Nullable(StaffRef),
});
export type Incident = Static<typeof Incident>;
export const IncidentList = Type.Object({ items: Type.Array(Incident), asOf: Instant });
export type IncidentList = Static<typeof IncidentList>;

/** GET /api/board (supervisor: own district; `?district=` for those who see the whole city). */
export const BoardQuery = Type.Object({ district: Type.Optional(Type.String({ pattern: '^\\d{6}$' })) });
export type BoardQuery = Static<typeof BoardQuery>;

export const PauseView = Type.Object({
  caseNo: CaseNo,
  itemName: Type.String(),
  cause: Type.String(),
  causeText: Type.String(),
  since: Instant,
  /** Working minutes the clock has stood still so far. */
  minutes: Type.Number(),
});
export type PauseView = Static<typeof PauseView>;

export const BoardRow = Type.Object({
  ...CaseSummary.properties,
  step: Nullable(Type.String()),
  taskKey: Nullable(Type.String()),
  holder: Nullable(StaffRef),
});
export type BoardRow = Static<typeof BoardRow>;

/** 提级会商 that nobody has decided; `late` after two working hours. */
export const EscalationRow = Type.Object({
  caseNo: CaseNo,
  itemName: Type.String(),
  location: Type.String(),
  level: Type.Integer(),
  openedAt: Instant,
  dueAt: Instant,
  late: Type.Boolean(),
  /** What is asked, and the decisions that this case may take: those of its task. */
  hint: Nullable(Type.String()),
  decisions: Type.Array(DecisionOption),
});
export type EscalationRow = Static<typeof EscalationRow>;

/** POST /api/cases/:caseNo/escalation/decision (supervisor, from the board): answers 202, the case goes on at once. */
export const EscalationDecisionRequest = Type.Object(
  {
    decision: EscalationDecision,
    opinion: Type.String({ minLength: 1, maxLength: 1000 }),
    /** Needed for refuse. */
    reasonCode: Type.Optional(Type.String({ maxLength: 40 })),
  },
  { additionalProperties: false },
);
export type EscalationDecisionRequest = Static<typeof EscalationDecisionRequest>;

export const ElementLoad = Type.Object({
  elementId: Type.String(),
  elementName: Type.String(),
  active: Type.Integer(),
  near: Type.Integer(),
  over: Type.Integer(),
  incidents: Type.Integer(),
});
export type ElementLoad = Static<typeof ElementLoad>;

/** Transfers of one utility that are not finished (一路通, domain §5.4). */
export const UtilityLoad = Type.Object({
  service: Type.String(),
  name: Type.String(),
  count: Type.Integer(),
  oldest: Instant,
  onBatchFile: Type.Integer({ description: 'the company was down: on the daily batch file' }),
});
export type UtilityLoad = Static<typeof UtilityLoad>;

export const Board = Type.Object({
  asOf: Instant,
  district: Nullable(Type.String()),
  strip: Type.Object({
    acceptedToday: Type.Integer(),
    finishedToday: Type.Integer(),
    open: Type.Integer(),
    near: Type.Integer(),
    over: Type.Integer(),
    paused: Type.Integer(),
    /** Net working minutes of the cases stopped today; null when none. */
    medianMinutes: Nullable(Type.Number()),
    expectedBreachesBy17: Type.Integer(),
  }),
  /** 候号 of today, before any case's clock. */
  waits: WaitLoad,
  urgent: Type.Array(BoardRow),
  escalations: Type.Array(EscalationRow),
  utilities: Type.Array(UtilityLoad),
  pauses: Type.Array(PauseView),
  pauseCauses: Type.Array(Type.Object({ cause: Type.String(), causeText: Type.String(), count: Type.Integer() })),
  incidents: Type.Array(Incident),
  /** Load per element of the live version, for colouring its diagram. */
  load: Type.Array(ElementLoad),
  diagram: Nullable(Type.Object({ bpmnProcessId: Type.String(), version: Type.Integer(), xml: Type.String() })),
  /** How fresh the task inbox is; more than ten seconds means the engine cannot be reached. */
  inboxAgeSeconds: Type.Number(),
  /** From 1 December on: next year's calendar is missing, and what to do. Null when all is loaded. */
  calendarWarning: Nullable(Type.String()),
});
export type Board = Static<typeof Board>;
