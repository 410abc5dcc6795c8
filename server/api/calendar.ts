import Type, { type Static } from 'typebox';
import { Day, Instant, Nullable } from './common.ts';
import { ChangeHistory } from './rules.ts';

/** 工作日历: years with their exceptions to Mon–Fri, window hours of the outlets, changes of both. */
export const CalendarDay = Type.Object(
  {
    day: Type.String({ maxLength: 10 }),
    kind: Type.Union([Type.Literal('WORK'), Type.Literal('OFF')]),
    name: Type.String({ maxLength: 40 }),
  },
  { additionalProperties: false },
);
export type CalendarDay = Static<typeof CalendarDay>;

const hours = {
  /** District code, `*` = every outlet without hours of its own. */
  office: Type.String({ maxLength: 6 }),
  name: Type.String({ maxLength: 40 }),
  validFrom: Type.String({ maxLength: 10 }),
  validTo: Nullable(Type.String({ maxLength: 10 })),
  /** `MM-DD`, every year. */
  seasonFrom: Nullable(Type.String({ maxLength: 5 })),
  seasonTo: Nullable(Type.String({ maxLength: 5 })),
  periods: Type.Array(Type.Object({ from: Type.String({ maxLength: 5 }), to: Type.String({ maxLength: 5 }) }), {
    maxItems: 6,
  }),
};
export const Timetable = Type.Object(hours);
export type Timetable = Static<typeof Timetable>;

const YearContent = Type.Object({
  kind: Type.Literal('year'),
  year: Type.Integer(),
  days: Type.Array(CalendarDay, { maxItems: 200 }),
});
const HoursContent = Type.Object({ kind: Type.Literal('hours'), ...hours });
export const CalendarContent = Type.Union([YearContent, HoursContent]);
export type CalendarContent = Static<typeof CalendarContent>;

export const CalendarChange = Type.Object({
  changeId: Type.String(),
  content: CalendarContent,
  ...ChangeHistory.properties,
});
export type CalendarChange = Static<typeof CalendarChange>;

/** GET /api/calendar?year= */
export const CalendarQuery = Type.Object({ year: Type.Integer({ minimum: 2000, maximum: 2100 }) });
export const CalendarPage = Type.Object({
  today: Day,
  year: Type.Object({
    year: Type.Integer(),
    /** Null: not loaded, and every date in it is an error. */
    source: Nullable(Type.String()),
    days: Type.Array(CalendarDay),
    workingDays: Nullable(Type.Integer()),
  }),
  timetables: Type.Array(Timetable),
  changes: Type.Array(CalendarChange),
});
export type CalendarPage = Static<typeof CalendarPage>;

/** GET /api/calendar/warning: from 1 December on, that next year is missing, and what to do; null when all is loaded. */
export const CalendarWarning = Type.Object({ warning: Nullable(Type.String()) });
export type CalendarWarning = Static<typeof CalendarWarning>;

/** POST /api/calendar/changes. `holiday-cn`: the year file of github.com/NateScarlet/holiday-cn as it is. */
export const CalendarProposalRequest = Type.Object(
  {
    changeKey: Type.String({ minLength: 8, maxLength: 80 }),
    content: Type.Union([
      YearContent,
      HoursContent,
      Type.Object({ kind: Type.Literal('holiday-cn'), file: Type.Unknown() }),
    ]),
    source: Type.String({ maxLength: 500 }),
    reason: Type.String({ maxLength: 1000 }),
  },
  { additionalProperties: false },
);
export type CalendarProposalRequest = Static<typeof CalendarProposalRequest>;

/** A deadline that a change moves (or, before the approval, would move). */
export const CalendarMove = Type.Object({
  caseNo: Type.String(),
  what: Type.Union([Type.Literal('sla'), Type.Literal('statutory')]),
  oldDue: Nullable(Instant),
  newDue: Nullable(Instant),
  /** The watch of the process was told; a paused clock is armed at its resume. */
  rearmed: Type.Boolean(),
});
export type CalendarMove = Static<typeof CalendarMove>;

/** GET /api/calendar/changes/:id/moves: of an approved change what it moved, of an open one what it would move. */
export const CalendarMoves = Type.Object({ moves: Type.Array(CalendarMove) });
export type CalendarMoves = Static<typeof CalendarMoves>;
