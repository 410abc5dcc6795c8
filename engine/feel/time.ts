/** ISO 8601 instants, durations and repeating intervals, as timers and schedules use them. */

export interface Period {
  years: number;
  months: number;
  days: number;
  milliseconds: number;
  negative: boolean;
}

// As java.time reads its parts: letters in either case, a sign before each number; the `T` alone is asked for as it is.
const DURATION =
  /^([+-])?P(?:([+-]?\d+)Y)?(?:([+-]?\d+)M)?(?:([+-]?\d+)W)?(?:([+-]?\d+)D)?(?:T(?:([+-]?\d+)H)?(?:([+-]?\d+)M)?(?:([+-]?\d+(?:[.,]\d{0,9})?)S)?)?$/i;

/** Null when the text is no ISO 8601 duration. */
export function parsePeriod(text: string): Period | null {
  const duration = text.trim();
  const match = DURATION.exec(duration);
  if (!match || /P$|T$/i.test(duration) || duration.includes('t')) return null;
  const [, sign, years, months, weeks, days, hours, minutes, seconds] = match;
  const n = (value: string | undefined) => Number(value?.replace(',', '.') ?? 0);
  return {
    years: n(years),
    months: n(months),
    days: n(weeks) * 7 + n(days),
    milliseconds: Math.round(((n(hours) * 60 + n(minutes)) * 60 + n(seconds)) * 1000),
    negative: sign === '-',
  };
}

/** Calendar months and years are added in UTC; a day that does not exist becomes the last of its month. */
export function addPeriod(instant: number, period: Period): number {
  const sign = period.negative ? -1 : 1;
  let moved = instant;
  const months = sign * (period.years * 12 + period.months);
  if (months !== 0) {
    const date = new Date(instant);
    const day = date.getUTCDate();
    date.setUTCDate(1);
    date.setUTCMonth(date.getUTCMonth() + months);
    const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
    date.setUTCDate(Math.min(day, last));
    moved = date.getTime();
  }
  return moved + sign * (period.days * 86_400_000 + period.milliseconds);
}

/** Epoch milliseconds of an ISO 8601 date-time with offset, `Z` or `@Zone`/`[Zone]`; null when it is none. */
export function parseInstant(text: string): number | null {
  const match =
    /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?(?:\[([^\]]+)\]|@(.+))?$/.exec(
      text.trim(),
    );
  if (!match) return null;
  const [, local = '', offset, bracketed, named] = match;
  const zone = bracketed ?? named;
  if (offset || !zone) {
    const at = Date.parse(local + (offset ?? 'Z'));
    return Number.isNaN(at) ? null : at;
  }
  return instantInZone(local, zone);
}

/** The instant at which a zone's wall clock shows `local`. */
function instantInZone(local: string, zone: string): number | null {
  const asUtc = Date.parse(`${local}Z`);
  if (Number.isNaN(asUtc)) return null;
  try {
    const first = asUtc - zoneOffset(asUtc, zone);
    // Twice, because the offset may differ between the guess and the instant.
    return asUtc - zoneOffset(first, zone);
  } catch {
    return null;
  }
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Making one costs a hundred times what asking it does. There are some 600 zones. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  clocks.set(timeZone, clock);
  return clock;
}

/** Milliseconds east of UTC, at an instant (epoch ms). @throws RangeError when there is no such zone */
export function zoneOffset(at: number, zone: string): number {
  const parts = clockOf(zone).formatToParts(at);
  const get = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const shown = Date.UTC(get('year'), get('month') - 1, get('day'), get('hour'), get('minute'), get('second'));
  return shown - Math.floor(at / 1000) * 1000;
}

export interface Cycle {
  /** -1 = without end. */
  repetitions: number;
  interval: string;
  start: number | null;
}

/** `R3/PT10S`, `R/PT10S`, `R3/2024-01-01T00:00:00Z/PT10S`; null when it is none. */
export function parseCycle(text: string): Cycle | null {
  const [head = '', ...rest] = text.trim().split('/');
  const match = /^R(\d*)$/.exec(head);
  const interval = rest.at(-1);
  if (!match || !interval || rest.length > 2 || !parsePeriod(interval)) return null;
  const start = rest.length === 2 ? parseInstant(rest[0] ?? '') : null;
  if (rest.length === 2 && start === null) return null;
  return { repetitions: match[1] ? Number(match[1]) : -1, interval, start };
}
