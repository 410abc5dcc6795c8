/**
 * Functions Camunda's FEEL has and feelin has not, and the two that read the clock. feelin looks functions up in the
 * context, so they are simply entries of it.
 */
import { date, dateAndTime, duration, FeelDate, FeelDateTime, FeelDuration } from 'feelin';
import { type Fn, fn } from './functions.ts';
import { equalValues, showValue } from './value-order.ts';

const list = (value: unknown): unknown[] | null => (Array.isArray(value) ? value : null);
const same = (a: unknown, b: unknown): boolean => equalValues(a, b) === true;

const pure: Record<string, Fn> = {
  'is defined': fn(['value'], (value: unknown) => value !== null && value !== undefined),
  'get or else': fn(['value', 'default'], (value: unknown, fallback: unknown) => value ?? fallback),
  'is empty': fn(['list'], (value: unknown) => (list(value) ? list(value)?.length === 0 : null)),
  'is blank': fn(['string'], (value: unknown) => (typeof value === 'string' ? value.trim() === '' : null)),
  /** What it says besides the value is read at deployment (`from-ai.ts`). */
  fromAi: fn(['value', 'description', 'type', 'schema', 'options'], (value: unknown) => value ?? null),
  trim: fn(['string'], (value: unknown) => (typeof value === 'string' ? value.trim() : null)),
  'to json': fn(['value'], (value: unknown) => JSON.stringify(value)),
  'from json': fn(['value'], (value: unknown) => {
    try {
      return typeof value === 'string' ? JSON.parse(value) : null;
    } catch {
      return null;
    }
  }),
  'duplicate values': fn(['list'], (value: unknown) => {
    const items = list(value);
    if (!items) return null;
    return items.filter(
      (item, at) =>
        items.findIndex((other) => same(other, item)) === at && items.some((other, j) => j > at && same(other, item)),
    );
  }),
  partition: fn(['list', 'size'], (value: unknown, size: unknown) => {
    const items = list(value);
    if (!items || typeof size !== 'number' || size < 1) return null;
    const parts: unknown[][] = [];
    for (let at = 0; at < items.length; at += size) parts.push(items.slice(at, at + size));
    return parts;
  }),
  'last day of month': fn(['date'], (value: unknown) => {
    if (!(value instanceof FeelDate || value instanceof FeelDateTime)) return null;
    const last = new Date(Date.UTC(value.year, value.month, 0));
    return date(last.toISOString().slice(0, 10));
  }),
  /** Half to even, as the standard says (12.1.4 of DMN 1.3); feelin rounds half up. */
  decimal: fn(['n', 'scale'], (n: unknown, scale: unknown) =>
    typeof n === 'number' && typeof scale === 'number' ? roundHalfEven(n, scale) : null,
  ),
  /** Zeebe's own, for timers: `cycle(3, duration("PT1H"))`, or without an end `cycle(duration("PT1H"))`. */
  cycle: fn(['repetitions', 'interval'], (first: unknown, second: unknown) => {
    const interval = second ?? first;
    const repetitions = second === undefined || second === null ? undefined : first;
    if (!(interval instanceof FeelDuration)) return null;
    return `R${typeof repetitions === 'number' ? repetitions : ''}/${String(interval)}`;
  }),
  'years and months duration': fn(['from', 'to'], (from: unknown, to: unknown) =>
    hasDate(from) && hasDate(to) ? wholeMonths(from, to) : null,
  ),
};

function roundHalfEven(n: number, scale: number): number {
  const shifted = Number(`${n}e${scale}`);
  const below = Math.floor(shifted);
  const rest = shifted - below;
  const rounded = rest === 0.5 ? below + (below % 2 === 0 ? 0 : 1) : Math.round(shifted);
  return Number(`${rounded}e${-scale}`);
}

const hasDate = (value: unknown): value is FeelDate | FeelDateTime =>
  value instanceof FeelDate || value instanceof FeelDateTime;

/** Full months between two dates, days left over dropped. */
function wholeMonths(from: FeelDate | FeelDateTime, to: FeelDate | FeelDateTime): unknown {
  let months = (to.year - from.year) * 12 + to.month - from.month;
  if (months > 0 && to.day < from.day) months -= 1;
  if (months < 0 && to.day > from.day) months += 1;
  const size = Math.abs(months);
  return duration(`${months < 0 ? '-' : ''}P${Math.floor(size / 12)}Y${size % 12}M`);
}

/** A failed assertion fails the whole evaluation; feelin goes on to the end, so that all warnings are known. */
function assertion(failures: string[]): Fn {
  return fn(['value', 'condition', 'cause'], (value: unknown, condition: unknown, cause: unknown) => {
    if (condition === true) return value;
    failures.push(typeof cause === 'string' ? cause : 'The condition is not fulfilled');
    return null;
  });
}

/** feelin takes a single value for a list of one; Camunda refuses it. */
function onLists(warnings: string[]): Record<string, Fn> {
  const refuse = (name: string, ...values: unknown[]): null => {
    const shown = values.map((value) => `'${showValue(value)}'`).join(', ');
    warnings.push(`[FUNCTION_INVOCATION_FAILURE] Failed to invoke function '${name}': Illegal arguments: ${shown}`);
    return null;
  };
  return {
    count: fn(['list'], (value: unknown) => list(value)?.length ?? refuse('count', value)),
    'list contains': fn(['list', 'element'], (value: unknown, element: unknown) => {
      const items = list(value);
      if (!items) return refuse('list contains', value, element);
      return items.some((item) => same(item, element));
    }),
  };
}

/** Only the functions an expression names are put in its context: the parser looks at every name it is given. */
export function builtinsFor(
  source: string,
  now: number,
  failures: string[],
  warnings: string[],
): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const [name, body] of [...Object.entries(pure), ...Object.entries(onLists(warnings))]) {
    if (source.includes(name)) found[name] = body;
  }
  if (source.includes('assert')) found.assert = assertion(failures);
  if (source.includes('now')) found.now = fn([], () => dateAndTime(new Date(now).toISOString()));
  if (source.includes('today')) found.today = fn([], () => date(new Date(now).toISOString().slice(0, 10)));
  return found;
}
