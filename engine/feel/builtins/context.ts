import { equalValues } from '../value-order.ts';
import { type FeelContext, FeelFunction, isContext } from '../values.ts';
import { CONTEXT_BYTES, makes } from '../within-size.ts';
import { type Builtins, FunctionFailure, form, overload, varargs } from './define.ts';
import { showArguments } from './show-arguments.ts';

export const contextBuiltins: Builtins = {
  'get value': [
    overload(
      ['context', 'key'],
      form(['context', 'string'], (context: FeelContext, key: string) => entryOf(context, key)),
      form(['context', 'list'], valueAt),
    ),
    overload(['context', 'keys'], form(['context', 'list'], valueAt)),
  ],
  'get entries': [
    overload(
      ['context'],
      form(['context'], (context: FeelContext) =>
        Object.entries(context)
          .filter(([, value]) => !(value instanceof FeelFunction))
          .map(([key, value]) => ({ key, value })),
      ),
    ),
  ],
  'context put': [
    overload(
      ['context', 'key', 'value'],
      form(['context', 'string', 'any'], (context: FeelContext, key: string, value: unknown) =>
        withEntry(context, key, value),
      ),
      form(['context', 'list', 'any'], putAt),
    ),
    overload(['context', 'keys', 'value'], form(['context', 'list', 'any'], putAt)),
  ],
  'context merge': [
    varargs(
      ['contexts'],
      form(['list'], (contexts: unknown[]) => (contexts.every(isContext) ? Object.assign({}, ...contexts) : null)),
    ),
  ],
};

export const contextConversion: Builtins = {
  context: [
    overload(
      ['entries'],
      form(['list'], fromEntries),
      form(['any'], () => null),
    ),
  ],
};

function withEntry(context: FeelContext, key: string, value: unknown): FeelContext {
  const entries = { ...context, [key]: value };
  makes(Object.keys(entries).length, CONTEXT_BYTES);
  return entries;
}

const entryOf = (context: FeelContext, key: string): unknown => (Object.hasOwn(context, key) ? context[key] : null);

function valueAt(context: FeelContext, keys: unknown[]): unknown {
  if (keys.length === 0) return null;
  return keys.reduce<unknown>(
    (value, key) => (isContext(value) && typeof key === 'string' ? entryOf(value, key) : null),
    context,
  );
}

function putAt(context: FeelContext, keys: unknown[], value: unknown): unknown {
  if (keys.length === 0) return null;
  if (keys.some((key) => typeof key !== 'string')) throw new FunctionFailure(showArguments([context, keys, value]));
  const [key = '', ...rest] = keys as string[];
  if (rest.length === 0) return withEntry(context, key, value);
  const inner = entryOf(context, key);
  return withEntry(context, key, putAt(isContext(inner) ? inner : {}, rest, value));
}

function fromEntries(entries: unknown[]): unknown {
  const result: FeelContext = {};
  for (const entry of entries) {
    if (!isContext(entry) || typeof entry.key !== 'string' || !Object.hasOwn(entry, 'value')) return null;
    result[entry.key] = entry.value;
  }
  return result;
}

/** Values of which no two are equal, in the order of their first. */
export function distinct(items: readonly unknown[]): unknown[] {
  const found: unknown[] = [];
  for (const item of items) if (!found.some((other) => equalValues(other, item) === true)) found.push(item);
  return found;
}
