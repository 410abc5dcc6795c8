import type { Day } from '../common.ts';
import { RegistryError } from '../errors.ts';
import { addDays, at, dayOf, minuteMs, weekday } from './local-time.ts';
import type { WindowPeriod, WorkingCalendar } from './types.ts';

/** Pure working-time arithmetic (domain §7). Working days = Mon–Fri as moved by the State Council's yearly notice. */

export function yearMissing(year: number): RegistryError {
  return new RegistryError(
    'CALENDAR_YEAR_MISSING',
    `工作日历缺少${year}年：请管理员在“工作日历”中按国务院办公厅关于${year}年节假日安排的通知装入该年（可导入 holiday-cn 的 ${year}.json），经审批后再重试。`,
  );
}

/** @throws RegistryError CALENDAR_YEAR_MISSING: never guess a year whose notice is not loaded */
export function isWorkingDay(calendar: WorkingCalendar, day: Day): boolean {
  const year = Number(day.slice(0, 4));
  if (!calendar.years.has(year)) throw yearMissing(year);
  const exception = calendar.exceptions.get(day);
  if (exception) return exception === 'WORK';
  return weekday(day) >= 1 && weekday(day) <= 5;
}

/** Window hours of a day, working or not: the first timetable that covers it. */
export function hoursOn(calendar: WorkingCalendar, day: Day): readonly WindowPeriod[] {
  const monthDay = day.slice(5);
  const found = calendar.timetables.find(
    ({ validFrom, validTo, seasonFrom, seasonTo }) =>
      day >= validFrom && (validTo === null || day <= validTo) && inSeason(monthDay, seasonFrom, seasonTo),
  );
  if (!found) throw new Error(`No window hours for ${day}: the timetable of all outlets has no end`);
  return found.periods;
}

/** A season may reach over New Year: 10-01 … 05-31. */
function inSeason(monthDay: string, from: string | null, to: string | null): boolean {
  if (from === null || to === null) return true;
  return from <= to ? monthDay >= from && monthDay <= to : monthDay >= from || monthDay <= to;
}

/** Window periods of a day as instants. */
function periodsOf(calendar: WorkingCalendar, day: Day): { from: number; to: number }[] {
  if (!isWorkingDay(calendar, day)) return [];
  return hoursOn(calendar, day).map((p) => ({ from: at(day, p.from).getTime(), to: at(day, p.to).getTime() }));
}

/** Earliest instant by which `workingMinutes` have passed since `start`; `start` itself for 0 inside a window. */
export function dueAt(calendar: WorkingCalendar, start: Date, workingMinutes: number): Date {
  if (!(workingMinutes >= 0) || !Number.isFinite(workingMinutes))
    throw new RangeError(`Not a duration in minutes: ${workingMinutes}`);
  // Whole milliseconds, so that sums of pieces do not drift.
  let left = Math.round(workingMinutes * minuteMs);
  for (let day = dayOf(start); ; day = addDays(day, 1)) {
    for (const period of periodsOf(calendar, day)) {
      const from = Math.max(period.from, start.getTime());
      if (from > period.to || (from === period.to && left > 0)) continue;
      if (period.to - from >= left) return new Date(from + left);
      left -= period.to - from;
    }
  }
}

/** Window minutes between two instants, fractions kept; 0 when `end` is not after `start`. */
export function workingMinutesBetween(calendar: WorkingCalendar, start: Date, end: Date): number {
  let total = 0;
  const lastDay = dayOf(end);
  for (let day = dayOf(start); day <= lastDay; day = addDays(day, 1)) {
    for (const period of periodsOf(calendar, day)) {
      total += Math.max(0, Math.min(period.to, end.getTime()) - Math.max(period.from, start.getTime()));
    }
  }
  return total / minuteMs;
}

/** Closing time of the n-th working day after the day of `start` (受理 day = day 0; after closing counts as the next working day). */
export function dueAtWorkingDays(calendar: WorkingCalendar, start: Date, days: number): Date {
  let day = dayOf(dueAt(calendar, start, 0));
  for (let left = days; left > 0; ) {
    day = addDays(day, 1);
    if (isWorkingDay(calendar, day)) left -= 1;
  }
  return at(day, hoursOn(calendar, day).at(-1)?.to ?? '17:00');
}

export function workingDaysOfYear(calendar: WorkingCalendar, year: number): number {
  let count = 0;
  for (let day = `${year}-01-01`; day <= `${year}-12-31`; day = addDays(day, 1))
    if (isWorkingDay(calendar, day)) count += 1;
  return count;
}
