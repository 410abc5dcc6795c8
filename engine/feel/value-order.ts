/**
 * Equality and order of FEEL values as Camunda's FEEL engine has them: only values of one type compare. A local time and one
 * with an offset are two types, as are a duration of months and one of days.
 */
import { JavaException } from './failures.ts';
import { compareNumbers, isNumber } from './number.ts';
import { showValue } from './show.ts';
import { FeelDate, FeelDateTime, FeelDuration, FeelPeriod, FeelTime, isTemporal } from './temporal/index.ts';
import { isContext } from './values.ts';

/** Null when the two are of different types, which inside a list or context only makes them unequal. Null equals null alone. */
export function equalValues(a: unknown, b: unknown): boolean | null {
  if (isNothing(a) || isNothing(b)) return isNothing(a) && isNothing(b);
  if (isNumber(a) || isNumber(b)) return isNumber(a) && isNumber(b) ? compareNumbers(a, b) === 0 : null;
  if (typeof a !== 'object' || typeof b !== 'object') return typeof a === typeof b ? a === b : null;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b)) return null;
    return a.length === b.length && a.every((item, at) => equalValues(item, b[at]) === true);
  }
  if (isTemporal(a) || isTemporal(b)) {
    const order = compareValues(a, b);
    return order === null ? null : order === 0;
  }
  if (!isContext(a) || !isContext(b)) return null;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && equalValues(a[name], b[name]) === true)
  );
}

const isNothing = (value: unknown): value is null | undefined => value === null || value === undefined;

/**
 * Negative, 0 or positive; null when the two are of different types or their type has no order.
 * @throws JavaException for two lists
 */
export function compareValues(a: unknown, b: unknown): number | null {
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b);
  if (typeof a === 'string' && typeof b === 'string') return byText(a, b);
  if (a instanceof FeelDate && b instanceof FeelDate) return a.epochDay - b.epochDay;
  if (a instanceof FeelDuration && b instanceof FeelDuration) return bySize(a.nanos, b.nanos);
  if (a instanceof FeelPeriod && b instanceof FeelPeriod) return a.months - b.months;
  if (a instanceof FeelDateTime && b instanceof FeelDateTime) {
    return inOneKind(a, b) ? bySize(a.instant, b.instant) || bySize(a.local, b.local) || byZone(a, b) : null;
  }
  if (a instanceof FeelTime && b instanceof FeelTime) {
    return inOneKind(a, b) ? inUtc(a) - inUtc(b) || a.nanos - b.nanos || byZone(a, b) : null;
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    throw new JavaException(
      'java.lang.IllegalArgumentException',
      `${showValue(a)} can not be compared to ${showValue(b)}`,
    );
  }
  return null;
}

type Moment = FeelDateTime | FeelTime;

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const bySize = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);
const inOneKind = (a: Moment, b: Moment): boolean => (a.zone === null) === (b.zone === null);
/** As Java: two moments are ordered by their instant, and the same instant in two zones by the clocks on the wall. */
const byZone = (a: Moment, b: Moment): number => byText(a.zone?.id ?? '', b.zone?.id ?? '');
const inUtc = (time: FeelTime): number => time.nanos - (time.zone?.offset ?? 0) * 1e9;
