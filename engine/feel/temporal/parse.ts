/** Texts of dates, times and durations. All answer null for a text that is none, or that names a day or hour there is not. */
import { epochDayOf, isCivil } from './calendar.ts';
import { FeelDate, FeelDateTime, FeelDuration, FeelPeriod, FeelTime, type Temporal } from './values.ts';
import { isZoneId, offsetAtInstant, parseOffset, resolveLocal, type Zone } from './zones.ts';

const DATE = /^(-?(?:[1-9]\d{3,8}|0\d{3}))-(\d\d)-(\d\d)$/;
const CLOCK = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?$/;
const ZONED = /^(.*?)(Z|[+-]\d\d:\d\d|@.+)?$/;

export function parseDate(text: string): FeelDate | null {
  const match = DATE.exec(text);
  return match ? dateOf(Number(match[1]), Number(match[2]), Number(match[3])) : null;
}

export function dateOf(year: number, month: number, day: number): FeelDate | null {
  const civil = { year, month, day };
  return isCivil(civil) ? new FeelDate(epochDayOf(civil)) : null;
}

/** Nanoseconds since midnight. */
function parseClock(text: string): number | null {
  const match = CLOCK.exec(text);
  if (!match) return null;
  const [hour, minute, second] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59) return null;
  return ((hour * 60 + minute) * 60 + second) * 1e9 + Number((match[4] ?? '').padEnd(9, '0'));
}

/** The winter's offset: a time of the day belongs to no day that could have another. */
const standardOffset = (id: string): number =>
  Math.min(offsetAtInstant(1_767_225_600, id), offsetAtInstant(1_782_864_000, id));

export function parseTime(text: string): FeelTime | null {
  const [, clock = '', zone] = ZONED.exec(text.replace(/^T/, '')) ?? [];
  const nanos = clock === '24:00:00' || clock === '24:00' ? 0 : parseClock(clock);
  if (nanos === null) return null;
  if (zone === undefined) return new FeelTime(nanos, null);
  if (clock.length < 8) return null;
  const found = zoneOf(zone);
  if (found === null) return null;
  return new FeelTime(
    nanos,
    typeof found === 'number' ? { offset: found, id: null } : { offset: standardOffset(found.id), id: found.id },
  );
}

/** An offset in seconds, or a named zone. */
function zoneOf(text: string): number | { id: string } | null {
  const name = text.startsWith('@') ? text.slice(1) : text;
  const offset = parseOffset(name);
  if (offset !== null) return offset;
  return text.startsWith('@') && isZoneId(name) ? { id: name } : null;
}

export function parseDateTime(text: string): FeelDateTime | null {
  const at = text.indexOf('T');
  const date = parseDate(at < 0 ? text : text.slice(0, at));
  if (!date) return null;
  if (at < 0) return new FeelDateTime(date.epochDay, 0, null);
  const [, clock = '', zone] = ZONED.exec(text.slice(at + 1)) ?? [];
  const nanos = parseClock(clock);
  if (nanos === null) return null;
  if (zone === undefined) return new FeelDateTime(date.epochDay, nanos, null);
  const found = zoneOf(zone);
  if (found === null) return null;
  if (typeof found === 'number') return new FeelDateTime(date.epochDay, nanos, { offset: found, id: null });
  return inZone(date.epochDay, nanos, found.id);
}

/** What the wall of a named zone shows. */
export function inZone(epochDay: number, nanos: number, id: string): FeelDateTime {
  const seconds = epochDay * 86_400 + Math.floor(nanos / 1e9);
  const { local, offset } = resolveLocal(seconds, id);
  const moved = (local - seconds) * 1e9;
  return new FeelDateTime(epochDay, nanos + moved, { offset, id });
}

/** An instant, nanoseconds since the epoch, on the wall of a zone. */
export function atInstant(instant: bigint, zone: Zone | string): FeelDateTime {
  const id = typeof zone === 'string' ? zone : zone.id;
  const seconds = instant / 1_000_000_000n;
  const offset = id === null ? (zone as Zone).offset : offsetAtInstant(Number(seconds), id);
  return fromLocal(instant + BigInt(offset) * 1_000_000_000n, { offset, id });
}

/** Nanoseconds since the epoch on the wall's own clock. */
export function fromLocal(local: bigint, zone: Zone | null): FeelDateTime {
  const DAY = 86_400_000_000_000n;
  const rest = ((local % DAY) + DAY) % DAY;
  return new FeelDateTime(Number((local - rest) / DAY), Number(rest), zone);
}

const PERIOD = /^(-)?P(?:(-?\d+)Y)?(?:(-?\d+)M)?$/;
const DURATION = /^([+-])?P(?:(-?\d+)D)?(T(?:(-?\d+)H)?(?:(-?\d+)M)?(?:(-?\d+)(?:[.,](\d{1,9}))?S)?)?$/i;
const MAX_INT = 2 ** 31 - 1;

export function parseDuration(text: string): FeelDuration | FeelPeriod | null {
  if (/[PT]$/i.test(text)) return null;
  const period = PERIOD.exec(text);
  if (period) {
    const [years, months] = [Number(period[2] ?? 0), Number(period[3] ?? 0)];
    if (Math.abs(years) > MAX_INT || Math.abs(months) > MAX_INT) return null;
    return new FeelPeriod((period[1] ? -1 : 1) * (years * 12 + months));
  }
  const match = DURATION.exec(text);
  if (!match) return null;
  const whole = (part: string | undefined) => BigInt(part ?? 0);
  const seconds = ((whole(match[2]) * 24n + whole(match[4])) * 60n + whole(match[5])) * 60n + whole(match[6]);
  const fraction = BigInt((match[7] ?? '').padEnd(9, '0')) * (match[6]?.startsWith('-') ? -1n : 1n);
  const nanos = seconds * 1_000_000_000n + fraction;
  return new FeelDuration(match[1] === '-' ? -nanos : nanos);
}

/** `@"…"`. */
export const parseTemporal = (text: string): Temporal | null =>
  parseDate(text) ?? parseTime(text) ?? parseDateTime(text) ?? parseDuration(text);
