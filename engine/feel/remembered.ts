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
const MAX_KNOWN = 10_000;
/** Larger contexts are seldom the same twice. */
const MAX_KEY = 1_000;

/** Functions of the context whose answer is not a matter of the text: they read the clock or report a failure. */
const UNSTEADY = ['now', 'today', 'assert'];

/** Key of an evaluation, or null when its result must not be kept. */
export function keyOf(source: string, context: Record<string, unknown>): string | null {
  if (UNSTEADY.some((name) => typeof context[name] === 'function')) return null;
  for (const value of Object.values(context)) if (typeof value !== 'function' && !isPlain(value)) return null;
  const key = `${source}\0${JSON.stringify(context)}`;
  return key.length > MAX_KEY ? null : key;
}

export const recall = (key: string): Remembered | undefined => known.get(key);

export function remember(key: string, value: unknown, warnings: readonly string[]): void {
  if (value !== null && typeof value === 'object') return;
  if (typeof value === 'function' || value === undefined) return;
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(key, { value: value as Remembered['value'], warnings });
}

/** What JSON tells apart: no temporal values, no NaN, no negative zero. */
function isPlain(value: unknown): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0);
  if (Array.isArray(value)) return value.every(isPlain);
  if (typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return false;
  return Object.values(value as object).every(isPlain);
}
