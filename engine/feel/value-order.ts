/**
 * Equality and order of FEEL values as Camunda's FEEL engine has them: only values of one type compare. A local time and one
 * with an offset are two types, as are a duration of months and one of days.
 */
import { FeelDate, FeelDateTime, FeelDuration, FeelTime, isRange } from 'feelin';
import { isTemporalValue } from './values.ts';

/** Null when the two are of different types, which inside a list or context only makes them unequal. Null equals null alone. */
export function equalValues(a: unknown, b: unknown): boolean | null {
  if (isNothing(a) || isNothing(b)) return isNothing(a) && isNothing(b);
  if (isRange(a) || isRange(b)) return String(a) === String(b);
  if (typeof a !== 'object' || typeof b !== 'object') return typeof a === typeof b ? a === b : null;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, at) => equalValues(item, b[at]) === true);
  }
  if (isTemporalValue(a) || isTemporalValue(b)) {
    const order = compareValues(a, b);
    return order === null ? null : order === 0;
  }
  if (Array.isArray(a) || Array.isArray(b)) return null;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && equalValues(left[name], right[name]) === true)
  );
}

const isNothing = (value: unknown): value is null | undefined => value === null || value === undefined;

/** Negative, 0 or positive; null when the two are of different types or their type has no order. */
export function compareValues(a: unknown, b: unknown): number | null {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return byText(a, b);
  if (a instanceof FeelDate && b instanceof FeelDate) return byText(a.iso, b.iso);
  if (a instanceof FeelDuration && b instanceof FeelDuration) {
    return a.yearsMonths === b.yearsMonths ? sizeOf(a) - sizeOf(b) : null;
  }
  if (a instanceof FeelDateTime && b instanceof FeelDateTime) return compareMoments(a, b);
  if (a instanceof FeelTime && b instanceof FeelTime) return compareMoments(a, b);
  return null;
}

export type Ordering = '<' | '<=' | '>' | '>=';

/** Whether an order, as `compareValues` gives it, is the one that is asked for. */
export const ORDERS: Record<Ordering, (order: number) => boolean> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

/** Null when the value cannot be compared with one of the ends. */
export function isBetween(value: unknown, above: [Ordering, unknown], below: [Ordering, unknown]): boolean | null {
  const [low, high] = [compareValues(value, above[1]), compareValues(value, below[1])];
  return low === null || high === null ? null : ORDERS[above[0]](low) && ORDERS[below[0]](high);
}

/** Whether a value is what a test says: the test is fulfilled whatever the value, equals it, or has it in its list or range. */
export function meets(value: unknown, test: unknown): boolean | null {
  if (isRange(test)) {
    const ends = [test.start, test.end].filter((end) => !isNothing(end));
    return ends.some((end) => compareValues(value, end) === null) ? null : test.includes(value);
  }
  if (test === true || (Array.isArray(test) && test.some((item) => equalValues(item, value)))) return true;
  const equal = equalValues(value, test);
  return equal === null && Array.isArray(test) ? false : equal;
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** As Java: two moments are ordered by their instant, and the same instant in two zones by the clocks on the wall. */
function compareMoments(a: FeelDateTime | FeelTime, b: FeelDateTime | FeelTime): number | null {
  if ((a.zone === null) !== (b.zone === null)) return null;
  const byInstant = instantOf(a) - instantOf(b);
  return byInstant !== 0
    ? byInstant
    : byText(a.unwrap().toString(), b.unwrap().toString()) || byText(zoneOf(a), zoneOf(b));
}

/** Milliseconds since the epoch, of a time since midnight in UTC. */
function instantOf(moment: FeelDateTime | FeelTime): number {
  const wall = moment.unwrap().toString();
  const local = Date.parse(moment instanceof FeelTime ? `1970-01-01T${wall}Z` : `${wall}Z`);
  return moment.zone === null ? local : local - sizeOf(moment['time offset']) * 1_000;
}

const zoneOf = ({ zone }: FeelDateTime | FeelTime): string => (zone === 'Z' ? '+00:00' : (zone ?? ''));

/** Months, or seconds. */
function sizeOf(duration: FeelDuration): number {
  const { years, months } = duration;
  return duration.yearsMonths ? years * 12 + months : duration.unwrap().total('seconds');
}

/** A value as Camunda's warnings print it. */
export function showValue(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return `[${value.map(showValue).join(', ')}]`;
  return isTemporalValue(value) ? String(value) : JSON.stringify(value);
}
