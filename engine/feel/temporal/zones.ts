/** Offsets and named time zones, resolved as Java resolves them. */
import { zoneOffset } from '../time.ts';

/** Seconds east of UTC and, when it is named, the zone's id. */
export interface Zone {
  offset: number;
  id: string | null;
}

const MAX_OFFSET = 18 * 3600;

/** `Z`, `+08:00`; null when it is none. Java knows no offset beyond 18 hours. */
export function parseOffset(text: string): number | null {
  if (text === 'Z') return 0;
  const match = /^([+-])(\d\d):([0-5]\d)$/.exec(text);
  if (!match) return null;
  const size = Number(match[2]) * 3600 + Number(match[3]) * 60;
  return size > MAX_OFFSET ? null : match[1] === '-' ? -size : size;
}

export function offsetText(offset: number): string {
  if (offset === 0) return 'Z';
  const size = Math.abs(offset);
  const two = (value: number) => String(value).padStart(2, '0');
  const seconds = size % 60 === 0 ? '' : `:${two(size % 60)}`;
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(size / 3600))}:${two(Math.floor(size / 60) % 60)}${seconds}`;
}

/** `UTC+01:00`: a name that says its offset; null when it is none. */
const offsetNamed = (id: string): number | null => parseOffset(/^(?:UTC|GMT|UT)([+-]\d\d:\d\d)$/.exec(id)?.[1] ?? '');

/** JavaScript knows these, Java only as abbreviations of others. */
const ABBREVIATIONS = new Set(['EST', 'MST', 'HST']);

export function isZoneId(id: string): boolean {
  if (offsetNamed(id) !== null) return true;
  if (ABBREVIATIONS.has(id)) return false;
  if (!/^[A-Z][A-Za-z0-9~._+-]*(?:\/[A-Z][A-Za-z0-9~._+-]*)*$/.test(id)) return false;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en-US', { timeZone: id }).resolvedOptions();
    // Java tells capitals from small letters.
    return timeZone === id || timeZone.toLowerCase() !== id.toLowerCase();
  } catch {
    return false;
  }
}

const MAX_INSTANT = 8.64e15;
const offsetAt = (milliseconds: number, id: string): number =>
  zoneOffset(Math.max(-MAX_INSTANT, Math.min(MAX_INSTANT, milliseconds)), id) / 1000;

/** The offset of a named zone at an instant, epoch seconds. */
export const offsetAtInstant = (seconds: number, id: string): number => offsetNamed(id) ?? offsetAt(seconds * 1000, id);

/**
 * What a clock on the wall of a named zone means: `local` = seconds since 1970-01-01T00:00 on that wall. An hour that is
 * there twice is its first; one that the zone skips is moved on by what was skipped.
 */
export function resolveLocal(local: number, id: string): { local: number; offset: number } {
  const DAY = 86_400;
  const [before, after] = [offsetAtInstant(local - DAY, id), offsetAtInstant(local + DAY, id)];
  const fits = (offset: number) => offsetAtInstant(local - offset, id) === offset;
  if (fits(before)) return { local, offset: before };
  if (fits(after)) return { local, offset: after };
  return { local: local + after - before, offset: after };
}
