import type { Day } from '../common.ts';

/** China keeps +08:00 all year (no summer time since 1991), so local time is a shift, not a time-zone table. */
const offsetMs = 8 * 3_600_000;
export const dayMs = 86_400_000;
export const minuteMs = 60_000;

/** Calendar day in Asia/Shanghai. */
export function dayOf(instant: Date): Day {
  return new Date(instant.getTime() + offsetMs).toISOString().slice(0, 10);
}

/** A day as a sentence says it: 2021年1月1日. */
export function dayInWords(day: Day): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
}

/** Milliseconds since local midnight. */
export function timeOfDayMs(instant: Date): number {
  return (((instant.getTime() + offsetMs) % dayMs) + dayMs) % dayMs;
}

/** Instant of local midnight. */
export function startOfDay(day: Day): Date {
  return new Date(Date.parse(`${day}T00:00:00Z`) - offsetMs);
}

/** `at('2026-02-13', '16:40')`: an instant of local time. */
export function at(day: Day, time: string): Date {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return new Date(startOfDay(day).getTime() + ((hours * 60 + minutes) * 60 + seconds) * 1000);
}

export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** Same day of the month `months` later; the last day where the month is shorter. */
export function addMonths(instant: Date, months: number): Date {
  const local = new Date(instant.getTime() + offsetMs);
  const target = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + months + 1, 0));
  const date = Math.min(local.getUTCDate(), target.getUTCDate());
  return new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth(), date) - offsetMs + timeOfDayMs(instant));
}

/** 0 = Sunday. */
export function weekday(day: Day): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

/** ISO 8601 with +08:00, to the second. */
export function formatLocal(instant: Date): string {
  return `${new Date(instant.getTime() + offsetMs).toISOString().slice(0, 19)}+08:00`;
}
