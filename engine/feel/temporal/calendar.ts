/** The proleptic Gregorian calendar over Java's whole range of years (±999 999 999), which JavaScript's dates do not have. */

export interface Civil {
  year: number;
  month: number;
  day: number;
}

export const DAY_NANOS = 86_400_000_000_000;
const DAYS_PER_ERA = 146_097;
const MAX_YEAR = 999_999_999;

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

export function lengthOfMonth(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

export const isCivil = ({ year, month, day }: Civil): boolean =>
  Math.abs(year) <= MAX_YEAR && month >= 1 && month <= 12 && day >= 1 && day <= lengthOfMonth(year, month);

/** Days since 1970-01-01. */
export function epochDayOf({ year, month, day }: Civil): number {
  // Years that begin in March end with their leap day; eras have 400 of them.
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_ERA + dayOfEra - 719_468;
}

export function civilOf(epochDay: number): Civil {
  const days = epochDay + 719_468;
  const era = Math.floor(days / DAYS_PER_ERA);
  const dayOfEra = days - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/** A day that the month does not have becomes its last. */
export function plusMonths(epochDay: number, months: number): number {
  const { year, month, day } = civilOf(epochDay);
  const total = year * 12 + (month - 1) + months;
  const [y, m] = [Math.floor(total / 12), (((total % 12) + 12) % 12) + 1];
  return epochDayOf({ year: y, month: m, day: Math.min(day, lengthOfMonth(y, m)) });
}

/** Whole months from one day to another, days left over dropped. */
export function monthsBetween(from: number, to: number): number {
  const [a, b] = [civilOf(from), civilOf(to)];
  const months = (b.year - a.year) * 12 + b.month - a.month;
  if (months > 0 && b.day < a.day) return months - 1;
  if (months < 0 && b.day > a.day) return months + 1;
  return months;
}

/** 1 = Monday … 7 = Sunday. */
export const weekdayOf = (epochDay: number): number => ((((epochDay + 3) % 7) + 7) % 7) + 1;

export const dayOfYear = (epochDay: number): number =>
  epochDay - epochDayOf({ year: civilOf(epochDay).year, month: 1, day: 1 }) + 1;

/** ISO 8601: week 1 has the year's first Thursday. */
export function weekOfYear(epochDay: number): number {
  const thursday = epochDay - weekdayOf(epochDay) + 4;
  return Math.floor((dayOfYear(thursday) - 1) / 7) + 1;
}

const two = (value: number): string => String(value).padStart(2, '0');

export function dateText(epochDay: number): string {
  const { year, month, day } = civilOf(epochDay);
  const digits = String(Math.abs(year)).padStart(4, '0');
  const sign = year < 0 ? '-' : digits.length > 4 ? '+' : '';
  return `${sign}${digits}-${two(month)}-${two(day)}`;
}

/** `fraction` = the digits after the second, with their point, or ''. */
export interface ClockText {
  minutes: string;
  second: string;
  fraction: string;
}

/** Of nanoseconds since midnight. Java writes thousandths, millionths or billionths, whichever is enough. */
export function clockText(nanos: number): ClockText {
  const second = Math.floor(nanos / 1e9);
  const rest = nanos - second * 1e9;
  const digits = String(rest).padStart(9, '0');
  const enough = rest % 1e6 === 0 ? 3 : rest % 1e3 === 0 ? 6 : 9;
  return {
    minutes: `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}`,
    second: two(second % 60),
    fraction: rest === 0 ? '' : `.${digits.slice(0, enough)}`,
  };
}
