/** `+ - * / **` over values of all types. Each answers undefined for values that it does not take. */
import {
  add,
  divide,
  type FeelNumber,
  isNumber,
  isWhole,
  multiply,
  power,
  subtract,
  toDouble,
  toInteger,
} from './number.ts';
import type { Arithmetic } from './syntax-tree.ts';
import {
  atInstant,
  FeelDate,
  FeelDateTime,
  FeelDuration,
  FeelPeriod,
  FeelTime,
  fromLocal,
  inZone,
  plusMonths,
} from './temporal/index.ts';

export function calculate(operator: Arithmetic, a: unknown, b: unknown): unknown {
  switch (operator) {
    case '+':
      return sum(a, b) ?? shifted(a, b, 1) ?? shifted(b, a, 1);
    case '-':
      return difference(a, b) ?? shifted(a, b, -1);
    case '*':
      return isNumber(a) && isNumber(b) ? multiply(a, b) : (times(a, b) ?? times(b, a));
    case '/':
      return quotient(a, b);
    case '**':
      return isNumber(a) && isNumber(b) ? power(a, b) : undefined;
  }
}

function sum(a: unknown, b: unknown): unknown {
  if (isNumber(a) && isNumber(b)) return add(a, b);
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  if (a instanceof FeelDuration && b instanceof FeelDuration) return new FeelDuration(a.nanos + b.nanos);
  if (a instanceof FeelPeriod && b instanceof FeelPeriod) return new FeelPeriod(a.months + b.months);
  return undefined;
}

/** A date or time moved by a duration. */
function shifted(moment: unknown, by: unknown, sign: 1 | -1): unknown {
  if (by instanceof FeelPeriod) {
    const months = sign * by.months;
    if (moment instanceof FeelDate) return new FeelDate(plusMonths(moment.epochDay, months));
    if (!(moment instanceof FeelDateTime)) return undefined;
    const { zone, nanos } = moment;
    const epochDay = plusMonths(moment.epochDay, months);
    return zone?.id ? inZone(epochDay, nanos, zone.id) : new FeelDateTime(epochDay, nanos, zone);
  }
  if (!(by instanceof FeelDuration)) return undefined;
  const nanos = sign === 1 ? by.nanos : -by.nanos;
  if (moment instanceof FeelDate)
    return new FeelDate(fromLocal(new FeelDateTime(moment.epochDay, 0, null).local + nanos, null).epochDay);
  if (moment instanceof FeelTime) {
    return new FeelTime(Number((BigInt(moment.nanos) + nanos) % 86_400_000_000_000n), moment.zone);
  }
  if (!(moment instanceof FeelDateTime)) return undefined;
  return moment.zone ? atInstant(moment.instant + nanos, moment.zone) : fromLocal(moment.local + nanos, null);
}

const DAY_NANOS = 86_400_000_000_000n;

function difference(a: unknown, b: unknown): unknown {
  if (isNumber(a) && isNumber(b)) return subtract(a, b);
  if (a instanceof FeelDuration && b instanceof FeelDuration) return new FeelDuration(a.nanos - b.nanos);
  if (a instanceof FeelPeriod && b instanceof FeelPeriod) return new FeelPeriod(a.months - b.months);
  if (a instanceof FeelDate && b instanceof FeelDate)
    return new FeelDuration(BigInt(a.epochDay - b.epochDay) * DAY_NANOS);
  if (a instanceof FeelDateTime && b instanceof FeelDateTime) {
    return (a.zone === null) === (b.zone === null) ? new FeelDuration(a.instant - b.instant) : undefined;
  }
  if (!(a instanceof FeelTime && b instanceof FeelTime) || (a.zone === null) !== (b.zone === null)) return undefined;
  const instant = (time: FeelTime) => BigInt(time.nanos) - BigInt(time.zone?.offset ?? 0) * 1_000_000_000n;
  const between = instant(a) - instant(b);
  // With offsets 8.6.0 does not say which is the earlier.
  return new FeelDuration(a.zone && between < 0n ? -between : between);
}

/** Durations know whole multiples only. */
function times(duration: unknown, by: unknown): unknown {
  if (!isNumber(by)) return undefined;
  if (duration instanceof FeelDuration) return new FeelDuration(duration.nanos * BigInt(toInteger(by)));
  return duration instanceof FeelPeriod ? new FeelPeriod(duration.months * toInteger(by)) : undefined;
}

const isZero = (value: FeelNumber): boolean => isWhole(value) && toDouble(value) === 0;
const MILLI = 1_000_000n;

function quotient(a: unknown, b: unknown): unknown {
  if (isNumber(b)) {
    if (isZero(b)) return undefined;
    if (isNumber(a)) return divide(a, b);
    if (a instanceof FeelDuration)
      return new FeelDuration(BigInt(toInteger(divide(Number(a.nanos / MILLI), b))) * MILLI);
    return a instanceof FeelPeriod ? new FeelPeriod(toInteger(divide(a.months, b))) : undefined;
  }
  if (a instanceof FeelDuration && b instanceof FeelDuration) {
    return b.nanos === 0n ? undefined : Number(a.nanos / b.nanos);
  }
  if (a instanceof FeelPeriod && b instanceof FeelPeriod)
    return b.months === 0 ? undefined : Math.trunc(a.months / b.months);
  return undefined;
}
