/**
 * Functions Camunda's FEEL has and feelin has not, and the two that read the clock. feelin looks functions up in the
 * context, so they are simply entries of it.
 */
import { date, dateAndTime, FeelDate, FeelDateTime } from 'feelin';

type Fn = ((...args: never[]) => unknown) & { $args?: string[] };

function fn(args: string[], body: (...values: never[]) => unknown): Fn {
  return Object.assign(body, { $args: args });
}

/** Thrown by `assert`: the evaluation fails instead of giving null. */
export class FeelAssertionError extends Error {}

const list = (value: unknown): unknown[] | null => (Array.isArray(value) ? value : null);
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const pure: Record<string, Fn> = {
  'is defined': fn(['value'], (value: unknown) => value !== null && value !== undefined),
  'get or else': fn(['value', 'default'], (value: unknown, fallback: unknown) => value ?? fallback),
  'is empty': fn(['list'], (value: unknown) => (list(value) ? list(value)?.length === 0 : null)),
  'is blank': fn(['string'], (value: unknown) => (typeof value === 'string' ? value.trim() === '' : null)),
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
  assert: fn(['value', 'condition', 'cause'], (value: unknown, condition: unknown, cause: unknown) => {
    if (condition === true) return value;
    throw new FeelAssertionError(typeof cause === 'string' ? cause : 'The condition is not fulfilled');
  }),
};

/** Only the functions an expression names are put in its context: the parser looks at every name it is given. */
export function builtinsFor(source: string, now: number): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const name of Object.keys(pure)) {
    if (source.includes(name)) found[name] = pure[name];
  }
  if (source.includes('now')) found.now = fn([], () => dateAndTime(new Date(now).toISOString()));
  if (source.includes('today')) found.today = fn([], () => date(new Date(now).toISOString().slice(0, 10)));
  return found;
}
