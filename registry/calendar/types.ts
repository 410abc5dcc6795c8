import type { Actor, Day } from '../common.ts';

/** One window period of a working day, `HH:MM` local time; a window that stays open at noon is one long period. */
export interface WindowPeriod {
  from: string;
  to: string;
}

/** Window hours of an outlet (district code, `*` = all without hours of their own). */
export interface Timetable {
  office: string;
  /** e.g. 全年, 夏令, 午间不打烊. */
  name: string;
  validFrom: Day;
  validTo: Day | null;
  /** `MM-DD`, every year, both included; may reach over New Year. Null = all year. */
  seasonFrom: string | null;
  seasonTo: string | null;
  periods: readonly WindowPeriod[];
}

export interface WorkingCalendar {
  /** Years that are loaded; any other year is an error. */
  years: ReadonlySet<number>;
  /** Days that differ from Mon–Fri. */
  exceptions: ReadonlyMap<Day, 'WORK' | 'OFF'>;
  /** Of one outlet, those that count first in front. */
  timetables: readonly Timetable[];
}

export interface CalendarDay {
  day: Day;
  kind: 'WORK' | 'OFF';
  name: string;
}

/** A year as the screen shows it. `source` null = not loaded. */
export interface CalendarYear {
  year: number;
  source: string | null;
  days: CalendarDay[];
  workingDays: number | null;
}

export type CalendarContent = { kind: 'year'; year: number; days: CalendarDay[] } | ({ kind: 'hours' } & Timetable);

export type CalendarProposal = CalendarContent & {
  /** Repeating a proposal under its key changes nothing. */
  changeKey: string;
  /** Notice or order it follows. */
  source: string;
  reason: string;
};

export interface CalendarChange {
  changeId: string;
  content: CalendarContent;
  source: string;
  reason: string;
  proposedBy: string;
  proposedAt: Date;
  /** Null while it waits. */
  decision: 'approved' | 'rejected' | 'withdrawn' | null;
  decidedBy: string | null;
  decidedAt: Date | null;
  decisionNote: string | null;
}

/** A deadline that a change moves. */
export interface CalendarMove {
  caseNo: string;
  what: 'sla' | 'statutory';
  /** Null: could not be told while a year was missing. */
  oldDue: Date | null;
  newDue: Date | null;
  /** The watch of the process is told; a paused clock is armed at its resume, the statutory watch looks for itself. */
  rearmed: boolean;
}

export interface CalendarApi {
  /** Earliest instant by which `workingMinutes` window minutes have passed since `start`. Throws CALENDAR_YEAR_MISSING. */
  dueAt(start: Date, workingMinutes: number, office?: string): Promise<Date>;
  /** Closing time of the n-th working day after the day of `start` (day 0). */
  dueAtWorkingDays(start: Date, days: number, office?: string): Promise<Date>;
  /** Window minutes between two instants (fractions kept). 0 when `end` ≤ `start`. */
  workingMinutesBetween(start: Date, end: Date, office?: string): Promise<number>;
  isWorkingDay(day: Day): Promise<boolean>;
  /** The loaded calendar of an office (district code), for pure computation. */
  load(office?: string): Promise<WorkingCalendar>;
  /**
   * From 1 December on, the Chinese sentence that says next year's table is missing (or this year's, at any time); null when all
   * is loaded. For readiness checks: better loud in December than stuck in January.
   */
  missingYear(): Promise<string | null>;
  /** First filling, by scripts and tests: adds or replaces a year without approval and moves no deadline. */
  loadYear(year: number, days: CalendarDay[], source: string): Promise<void>;
  year(year: number): Promise<CalendarYear>;
  timetables(): Promise<Timetable[]>;
  /** Newest first. */
  listChanges(filter?: { open?: boolean }): Promise<CalendarChange[]>;
  /** Throws CALENDAR_INVALID with `problems`. */
  proposeChange(proposal: CalendarProposal, by: Actor): Promise<CalendarChange>;
  /** The deadlines that the change would move now. Throws CALENDAR_CHANGE_UNKNOWN. Reads only. */
  changeEffect(changeId: string): Promise<CalendarMove[]>;
  /**
   * Approves (another person than the proposer: applies it, moves the deadlines of open cases and tells their watches, all in
   * one transaction), rejects, or withdraws (the proposer). The same decision again answers the same.
   * Throws CALENDAR_CHANGE_UNKNOWN, CALENDAR_CHANGE_DECIDED, CALENDAR_SAME_PERSON.
   */
  decideChange(input: {
    changeId: string;
    decision: 'approved' | 'rejected' | 'withdrawn';
    note?: string | null;
    by: Actor;
  }): Promise<{ change: CalendarChange; moves: CalendarMove[] }>;
  /** What an approved change has moved. */
  moves(changeId: string): Promise<CalendarMove[]>;
}
