/**
 * Results of expressions by their text and the values they saw. An expression is a pure function of both, and a working
 * day asks the same ones over and over: the same item, channel and flags at the same gateway. Parsing and interpreting one
 * costs feelin about 0.3 ms, which was a fifth of the engine's work.
 */
export interface Remembered {
  value: string | number | boolean | null;
  warnings: readonly string[];
}

const known = new Map<string, Remembered>();
/** With the two sizes below at most some 40 MB, and in practice a tenth of it. */
const MAX_KNOWN = 10_000;
/** Characters of expression and values. Larger contexts are seldom the same twice, and cost more to compare than they save. */
const MAX_KEY = 1_000;
/** Characters of result and warnings. */
const MAX_RESULT = 1_000;

/** Functions of the context whose answer is not a matter of the text: they read the clock or report a failure. */
const UNSTEADY = ['now', 'today', 'assert'];

/** Key of an evaluation, or null when its result must not be kept. */
export function keyOf(source: string, context: Record<string, unknown>): string | null {
  if (UNSTEADY.some((name) => typeof context[name] === 'function')) return null;
  let left = MAX_KEY - source.length;
  for (const value of Object.values(context)) {
    if (typeof value === 'function') continue;
    left = leftAfter(value, left);
    if (left < 0) return null;
  }
  const key = `${source}\0${JSON.stringify(context)}`;
  return key.length > MAX_KEY ? null : key;
}

export const recall = (key: string): Remembered | undefined => known.get(key);

export function remember(key: string, value: unknown, warnings: readonly string[]): void {
  if (value !== null && typeof value === 'object') return;
  if (typeof value === 'function' || value === undefined) return;
  const shown = typeof value === 'string' ? value.length : 0;
  if (warnings.reduce((size, text) => size + text.length, shown) > MAX_RESULT) return;
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(key, { value: value as Remembered['value'], warnings });
}

/**
 * How many characters of `left` remain when the value is written; it may be counted shorter than it is, never longer.
 * Negative as soon as they do not suffice, or for what JSON does not tell apart: temporal values, NaN, negative zero.
 */
function leftAfter(value: unknown, left: number): number {
  if (value === null || typeof value === 'boolean') return left - 4;
  if (typeof value === 'string') return left - value.length;
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0) ? left - 1 : -1;
  if (typeof value !== 'object') return -1;
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return -1;
  let rest = left;
  for (const item of Object.values(value)) {
    rest = leftAfter(item, rest - 1);
    if (rest < 0) return rest;
  }
  return rest;
}
