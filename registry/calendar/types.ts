import type { Day } from '../common.ts';

/** One window period of a working day, `HH:MM` local time. */
export interface WindowPeriod {
  from: string;
  to: string;
}

export interface WorkingCalendar {
  /** Years that are loaded; any other year is an error. */
  years: ReadonlySet<number>;
  /** Days that differ from Mon–Fri. */
  exceptions: ReadonlyMap<Day, 'WORK' | 'OFF'>;
  /** In order, not overlapping. */
  periods: readonly WindowPeriod[];
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
  /** Adds or replaces a year: days that differ from Mon–Fri. */
  loadYear(year: number, days: { day: Day; kind: 'WORK' | 'OFF'; name: string }[], source: string): Promise<void>;
}
