/**
 * FEEL as Camunda runs it: a missing variable is null with a warning, a result of the wrong type or a failed assertion is a
 * failure whose text goes into an incident.
 */
import type { Environment } from './environment.ts';
import type { Expression } from './expression.ts';
import { FatalError, JavaException } from './failures.ts';
import { evaluateNode, project } from './interpreter.ts';
import { treeOf } from './parsed.ts';
import { type FeelFunction, isContext } from './values.ts';
import { isLimit, withinLimits } from './within-limits.ts';
import { mayTakeLong } from './within-time.ts';

/** Looks a variable up; undefined = there is none. */
export type Lookup = (name: string) => unknown;
/** Where an expression finds its variables. */
export interface Scope {
  get: Lookup;
  /** Functions that it may call beside the built-in ones. */
  functionNamed?: (name: string) => FeelFunction | undefined;
  /** Of a decision, which does not know Zeebe's own functions. */
  isDecision?: boolean;
}

export type Evaluation =
  | { ok: true; value: unknown; warnings: string[] }
  | {
      ok: false;
      kind: FailureKind;
      /** Why, without the expression. */
      reason: string;
      /** The whole sentence. */
      message: string;
      warnings: string[];
    };

/** An assertion that is not fulfilled; a function that a context does not have; an exception of Java's. */
export type FailureKind = 'assertion' | 'fatal' | 'exception';

/** Why an expression has no value, in Zeebe's words. */
export function failureText(kind: FailureKind, source: string, reason: string): string {
  if (kind === 'assertion') return `Assertion failure on evaluate the expression '${source}': ${reason}`;
  return `failed to evaluate expression '${source}'${kind === 'fatal' ? ':' : ' :'} ${reason}`;
}

export function scopeOf(variables: Record<string, unknown>): Scope {
  return { get: (name) => (Object.hasOwn(variables, name) ? variables[name] : undefined) };
}

/** Two scopes, the first one winning. */
export function overlay(first: Record<string, unknown>, rest: Scope): Scope {
  return { ...rest, get: (name) => (Object.hasOwn(first, name) ? first[name] : rest.get(name)) };
}

/** `now` in epoch milliseconds is what `now()` and `today()` say. */
export function evaluate(expression: Expression, scope: Scope, now: number): Evaluation {
  if (expression.kind === 'static') return { ok: true, value: expression.source, warnings: [] };
  if (expression.path) return walk(expression.path, scope);
  const env = environmentOf(scope, now);
  return attempt(expression.source, env, () => evaluateNode(treeOf(expression.source), env));
}

export const environmentOf = (scope: Scope, now: number): Environment => ({
  lookup: (name) => anew(scope.get(name)),
  functionNamed: scope.functionNamed ?? (() => undefined),
  isDecision: scope.isDecision ?? false,
  now,
  input: null,
  isAsked: false,
  warnings: [],
  failures: [],
});

/** 8.6.0 reads a variable's contexts anew each time: no two are the same one. */
function anew(value: unknown): unknown {
  if (Array.isArray(value)) return value.some(isContext) ? value.map(anew) : value;
  return isContext(value) ? { ...value } : value;
}

/** What the evaluation of an expression comes to, within its limits: beyond them it ends as by an exception of Java's. */
export function attempt(source: string, env: Environment, run: () => unknown): Evaluation {
  const { warnings, failures } = env;
  try {
    const value = withinLimits(mayTakeLong(source), run);
    const [reason] = failures;
    return reason === undefined ? { ok: true, value, warnings } : failed('assertion', source, reason, warnings);
  } catch (error) {
    const reason = (error as Error).message;
    if (error instanceof FatalError) return failed('fatal', source, reason, warnings);
    if (!(error instanceof JavaException || isLimit(error))) throw error;
    return failed('exception', source, reason, []);
  }
}

const failed = (kind: FailureKind, source: string, reason: string, warnings: string[]): Evaluation => ({
  ok: false,
  kind,
  reason,
  message: failureText(kind, source, reason),
  warnings,
});

function walk(path: readonly string[], scope: Scope): Evaluation {
  const [first = '', ...rest] = path;
  const warnings: string[] = [];
  const found = scope.get(first);
  if (found === undefined) {
    return { ok: true, value: null, warnings: [`[NO_VARIABLE_FOUND] No variable found with name '${first}'`] };
  }
  const value = rest.reduce<unknown>((target, name) => project(target, name, { warnings }), found);
  return { ok: true, value, warnings };
}
