import { civilOf, weekdayOf } from './calendar.ts';
import { FeelDate, FeelDateTime, FeelDuration, FeelPeriod, FeelTime, type Temporal } from './values.ts';
import type { Zone } from './zones.ts';

/** In the order in which Camunda's warnings name them. */
const NAMES = {
  date: ['year', 'month', 'day', 'weekday'],
  time: ['timezone', 'second', 'time offset', 'minute', 'hour'],
  dateTime: ['timezone', 'year', 'second', 'month', 'day', 'time offset', 'weekday', 'minute', 'hour'],
  duration: ['days', 'hours', 'minutes', 'seconds'],
  period: ['years', 'months'],
};

export function propertyNames(value: unknown): readonly string[] {
  if (value instanceof FeelDate) return NAMES.date;
  if (value instanceof FeelDateTime) return NAMES.dateTime;
  if (value instanceof FeelTime) return NAMES.time;
  if (value instanceof FeelDuration) return NAMES.duration;
  return value instanceof FeelPeriod ? NAMES.period : [];
}

/** `name` is one of the value's `propertyNames`. */
export function propertyOf(value: Temporal, name: string): unknown {
  if (value instanceof FeelPeriod) {
    return name === 'years' ? Math.trunc(value.months / 12) + 0 : (value.months % 12) + 0;
  }
  if (value instanceof FeelDuration) return Number(value.parts[name as keyof FeelDuration['parts']]);
  if (value instanceof FeelDate) return ofDate(value.epochDay, name);
  const found = ofClock(value.nanos, value.zone, name);
  return found === undefined && value instanceof FeelDateTime ? ofDate(value.epochDay, name) : found;
}

function ofDate(epochDay: number, name: string): number {
  return name === 'weekday' ? weekdayOf(epochDay) : civilOf(epochDay)[name as 'year' | 'month' | 'day'];
}

function ofClock(nanos: number, zone: Zone | null, name: string): unknown {
  const second = Math.floor(nanos / 1e9);
  switch (name) {
    case 'hour':
      return Math.floor(second / 3600);
    case 'minute':
      return Math.floor(second / 60) % 60;
    case 'second':
      return second % 60;
    case 'timezone':
      return zone?.id ?? null;
    case 'time offset':
      return zone ? new FeelDuration(BigInt(zone.offset) * 1_000_000_000n) : null;
    default:
      return undefined;
  }
}
