/**
 * FEEL as Camunda runs it, on feelin: a missing variable is null with a warning, a result of the wrong type or a failed
 * assertion is a failure whose text goes into an incident.
 */
import { evaluate as feelinEvaluate, type Warning } from 'feelin';
import { builtinsFor } from './builtins.ts';
import type { Expression } from './expression.ts';
import { keyOf, recall, remember } from './remembered.ts';
import { typedOperators, withTypedOperators } from './typed-operators.ts';
import { isTemporalValue } from './values.ts';

/** Looks a variable up; undefined = there is none. */
export type Lookup = (name: string) => unknown;
/** Where an expression finds its variables: a look-up for paths, and all names for everything else. */
export interface Scope {
  get: Lookup;
  /** Names visible; only those that occur in the expression are read. */
  names(): Iterable<string>;
}

export type Evaluation =
  | { ok: true; value: unknown; warnings: string[] }
  | {
      ok: false;
      kind: 'Assertion failure' | 'Failed';
      /** Why, without the expression. */
      reason: string;
      /** The whole sentence. */
      message: string;
      warnings: string[];
    };

export function scopeOf(variables: Record<string, unknown>): Scope {
  return {
    get: (name) => (Object.hasOwn(variables, name) ? variables[name] : undefined),
    names: () => Object.keys(variables),
  };
}

/** Two scopes, the first one winning. */
export function overlay(first: Record<string, unknown>, rest: Scope): Scope {
  return {
    get: (name) => (Object.hasOwn(first, name) ? first[name] : rest.get(name)),
    names: () => new Set([...Object.keys(first), ...rest.names()]),
  };
}

/** `now` in epoch milliseconds is what `now()` and `today()` say. */
export function evaluate(expression: Expression, scope: Scope, now: number): Evaluation {
  if (expression.kind === 'static') return { ok: true, value: expression.source, warnings: [] };
  if (expression.path) return walk(expression.path, scope);
  const { source } = expression;
  return interpret(source, scope, now);
}

function walk(path: readonly string[], scope: Scope): Evaluation {
  const [first = '', ...rest] = path;
  let value = scope.get(first);
  if (value === undefined) {
    return { ok: true, value: null, warnings: [`[NO_VARIABLE_FOUND] No variable found with name '${first}'`] };
  }
  for (const name of rest) {
    value = project(value, name);
    if (value === undefined) {
      return {
        ok: true,
        value: null,
        warnings: [`[NO_CONTEXT_ENTRY_FOUND] No context entry found with key '${name}'`],
      };
    }
  }
  return { ok: true, value, warnings: [] };
}

/** `list.name` is the list of the names of its items, as in FEEL. */
function project(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.map((item) => project(item, name) ?? null);
  if (typeof value !== 'object' || value === null) return undefined;
  if (Object.hasOwn(value, name) || isTemporalValue(value)) return (value as Record<string, unknown>)[name];
  return undefined;
}

function interpret(source: string, scope: Scope, now: number): Evaluation {
  const failures: string[] = [];
  /** What feelin does not warn of, in the order of the evaluation. */
  const own: string[] = [];
  const context = builtinsFor(source, now, failures, own);
  for (const name of scope.names()) {
    if (source.includes(name)) context[name] = scope.get(name) ?? null;
  }
  const key = keyOf(source, context);
  const before = key === null ? undefined : recall(key);
  if (before) return { ok: true, value: before.value, warnings: [...before.warnings] };
  try {
    const typed = withTypedOperators(source);
    if (typed !== source) Object.assign(context, typedOperators(own));
    const { value, warnings } = feelinEvaluate(typed, context, 'camunda');
    const texts = [...warnings.map(warningText), ...own];
    const [reason] = failures;
    if (reason === undefined) {
      if (key !== null) remember(key, value, texts);
      return { ok: true, value, warnings: [...texts] };
    }
    const message = `Assertion failure on evaluate the expression '${source}': ${reason}`;
    return {
      ok: false,
      kind: 'Assertion failure',
      reason,
      message,
      warnings: [...texts, `[ASSERT_FAILURE] ${reason}`],
    };
  } catch (error) {
    const reason = (error as Error).message;
    return {
      ok: false,
      kind: 'Failed',
      reason,
      message: `Failed to evaluate expression '${source}': ${reason}`,
      warnings: [],
    };
  }
}

/** feelin's warning in the words of Camunda's FEEL engine. */
function warningText({ type, message }: Warning): string {
  const name = /'([^']*)'/.exec(message)?.[1];
  if (type === 'NO_VARIABLE_FOUND') return `[NO_VARIABLE_FOUND] No variable found with name '${name}'`;
  if (type === 'NO_CONTEXT_ENTRY_FOUND') return `[NO_CONTEXT_ENTRY_FOUND] No context entry found with key '${name}'`;
  return `[${type}] ${message}`;
}
