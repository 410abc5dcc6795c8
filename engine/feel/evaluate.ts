/**
 * FEEL as Camunda runs it, on feelin: a missing variable is null with a warning, a result of the wrong type or a failed
 * assertion is a failure whose text goes into an incident.
 */
import { evaluate as feelinEvaluate, unaryTest as feelinUnaryTest, type Warning } from 'feelin';
import { builtinsFor } from './builtins.ts';
import type { Expression } from './expression.ts';

/** Looks a variable up; undefined = there is none. */
export type Lookup = (name: string) => unknown;
/** Where an expression finds its variables: a look-up for paths, and all names for everything else. */
export interface Scope {
  get: Lookup;
  /** Names visible; only those that occur in the expression are read. */
  names(): Iterable<string>;
}

export type Evaluation = { ok: true; value: unknown; warnings: string[] } | { ok: false; message: string };

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

export function evaluate(expression: Expression, scope: Scope, now: number): Evaluation {
  if (expression.kind === 'static') return { ok: true, value: expression.source, warnings: [] };
  if (expression.path) return walk(expression.path, scope);
  return guard(expression.source, () =>
    feelinEvaluate(expression.source, contextFor(expression.source, scope, now), 'camunda'),
  );
}

/** A DMN input entry against an input value; null results count as "does not match". */
export function unaryTest(source: string, input: unknown, scope: Scope, now: number): Evaluation {
  const context = contextFor(source, scope, now);
  context['?'] = input ?? null;
  return guard(source, () => feelinUnaryTest(source, context, 'camunda'));
}

function contextFor(source: string, scope: Scope, now: number): Record<string, unknown> {
  const context = builtinsFor(source, now);
  for (const name of scope.names()) {
    if (source.includes(name)) context[name] = scope.get(name) ?? null;
  }
  return context;
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
  if (typeof value === 'object' && value !== null && Object.hasOwn(value, name)) {
    return (value as Record<string, unknown>)[name];
  }
  return undefined;
}

function guard(source: string, run: () => { value: unknown; warnings: Warning[] }): Evaluation {
  try {
    const { value, warnings } = run();
    return { ok: true, value, warnings: warnings.map((warning) => `[${warning.type}] ${warning.message}`) };
  } catch (error) {
    return { ok: false, message: `Failed to evaluate expression '${source}': ${(error as Error).message}` };
  }
}
