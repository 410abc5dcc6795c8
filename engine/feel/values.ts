/** FEEL values to and from JSON, as Zeebe keeps them in variables: temporal values become their FEEL text. */
import { FeelDate, FeelDateTime, FeelDuration, FeelTime, isFunction, isRange } from 'feelin';
import type { Json } from '../core/types.ts';
import { parsePeriod } from './time.ts';

export function toJson(value: unknown): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (Array.isArray(value)) return value.map(toJson);
  if (value instanceof FeelDuration) return durationText(value);
  if (isTemporalValue(value) || isRange(value)) return String(value);
  if (isFunction(value) || typeof value === 'function') return null;
  if (typeof value === 'object') {
    const result: Record<string, Json> = {};
    for (const [name, entry] of Object.entries(value)) result[name] = toJson(entry);
    return result;
  }
  return String(value);
}

/** A duration in days and time is written in hours, as Java does: `duration("P1D")` is kept as `PT24H`. */
function durationText(value: FeelDuration): string {
  if (value.yearsMonths) return String(value);
  const period = parsePeriod(String(value));
  if (!period) return String(value);
  const seconds = (period.days * 86_400_000 + period.milliseconds) / 1000;
  const sign = period.negative ? '-' : '';
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  const part = (amount: number, unit: string) => (amount === 0 ? '' : `${sign}${amount}${unit}`);
  return `PT${part(hours, 'H')}${part(minutes, 'M')}${part(rest, 'S')}`.replace(/^PT$/, 'PT0S');
}

export function isTemporalValue(value: unknown): boolean {
  return (
    value instanceof FeelDate ||
    value instanceof FeelTime ||
    value instanceof FeelDateTime ||
    value instanceof FeelDuration
  );
}

/** Type names as Zeebe's messages print them. */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'string') return 'STRING';
  if (typeof value === 'number') return 'NUMBER';
  if (typeof value === 'boolean') return 'BOOLEAN';
  if (Array.isArray(value)) return 'ARRAY';
  if (value instanceof FeelDateTime) return 'DATE_TIME';
  if (value instanceof FeelDate) return 'DATE';
  if (value instanceof FeelDuration) return value.yearsMonths ? 'PERIOD' : 'DURATION';
  return 'OBJECT';
}
