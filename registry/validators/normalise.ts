import type { Validation } from './types.ts';

/** Full-width forms (U+FF01…FF5E, ideographic space) to half-width, blanks out. Brackets too: callers that want `（）` put them back. */
export function toHalfWidth(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[\s\u3000\u200B\uFEFF]+/g, '');
}

/** For codes: half-width, no blanks, upper case. */
export function normaliseCode(text: string): string {
  return toHalfWidth(text).toUpperCase();
}

/** For Chinese document numbers: half-width, no blanks, brackets as the standard prints them. */
export function normaliseDocumentNo(text: string): string {
  return toHalfWidth(text)
    .replace(/[(〔[]/g, '（')
    .replace(/[)〕\]]/g, '）');
}

export function invalid(code: string, message: string): { ok: false; code: string; message: string } {
  return { ok: false, code, message };
}

export function valid<T>(value: T, warnings: { code: string; message: string }[] = []): Validation<T> {
  return { ok: true, value, warnings };
}

/** True for a day that exists, `YYYY-MM-DD`. */
export function dayExists(day: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!match) return false;
  const [year, month, date] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return year >= 1 && month >= 1 && month <= 12 && date >= 1 && date <= (lengths[month - 1] ?? 0);
}
