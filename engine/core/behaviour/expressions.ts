/** Expressions of a diagram evaluated in a scope, with Zeebe's texts when a result is not what it must be. */
import {
  type Evaluation,
  type Expression,
  evaluate,
  isNumber,
  overlay,
  toInteger,
  toJson,
  typeName,
} from '../../feel/index.ts';
import type { Step } from '../step.ts';
import type { IncidentErrorType, Json, Key } from '../types.ts';
import { IncidentFailure } from './failure.ts';
import { addShown } from './message-limit.ts';
import { feelScope } from './variables.ts';

export interface Evaluated {
  value: unknown;
  warnings: string[];
}

export function evaluateIn(
  step: Step,
  expression: Expression,
  scopeKey: Key,
  errorType: IncidentErrorType = 'EXTRACT_VALUE_ERROR',
  extra?: Record<string, unknown>,
): Evaluated {
  const variables = feelScope(step.state, scopeKey);
  const result: Evaluation = evaluate(expression, extra ? overlay(extra, variables) : variables, step.now);
  if (!result.ok) throw new IncidentFailure(errorType, result.message + warningsText(result.warnings), scopeKey);
  return { value: result.value, warnings: result.warnings };
}

/** As many of the warnings as a message can show. */
export function warningsText(warnings: readonly string[]): string {
  const shown: string[] = [];
  addShown(shown, warnings);
  return shown.length === 0 ? '' : ` The evaluation reported the following warnings:\n${shown.join('\n')}`;
}

export function wrongType(expression: Expression, expected: string, found: Evaluated, scopeKey: Key): never {
  throw new IncidentFailure(
    'EXTRACT_VALUE_ERROR',
    `Expected result of the expression '${expression.source}' to be ${expected}, but was '${typeName(found.value)}'.${warningsText(found.warnings)}`,
    scopeKey,
  );
}

export function evaluateJson(step: Step, expression: Expression, scopeKey: Key, errorType?: IncidentErrorType): Json {
  return toJson(evaluateIn(step, expression, scopeKey, errorType).value);
}

export function evaluateString(step: Step, expression: Expression, scopeKey: Key): string {
  const found = evaluateIn(step, expression, scopeKey);
  return typeof found.value === 'string' ? found.value : wrongType(expression, `'STRING'`, found, scopeKey);
}

/** For the type of a job, which an empty text cannot be. */
export function evaluateJobType(step: Step, expression: Expression, scopeKey: Key): string {
  const type = evaluateString(step, expression, scopeKey);
  if (type !== '') return type;
  throw new IncidentFailure(
    'EXTRACT_VALUE_ERROR',
    `Expected result of the expression '${expression.source}' to be a not-empty string, but was an empty string.`,
    scopeKey,
  );
}

/** For optional attributes of user tasks: null means "not set". */
export function evaluateOptionalString(step: Step, expression: Expression | null, scopeKey: Key): string {
  if (!expression) return '';
  const found = evaluateIn(step, expression, scopeKey);
  if (found.value === null || found.value === undefined) return '';
  return typeof found.value === 'string' ? found.value : wrongType(expression, `'STRING'`, found, scopeKey);
}

export function evaluateNumber(step: Step, expression: Expression, scopeKey: Key): number {
  const found = evaluateIn(step, expression, scopeKey);
  const value = expression.kind === 'static' && expression.source.trim() !== '' ? Number(found.value) : found.value;
  return isNumber(value) && !Number.isNaN(value)
    ? toInteger(value)
    : wrongType(expression, `'NUMBER'`, found, scopeKey);
}

export function evaluateBoolean(
  step: Step,
  expression: Expression,
  scopeKey: Key,
  extra?: Record<string, unknown>,
): boolean {
  const found = evaluateIn(step, expression, scopeKey, 'EXTRACT_VALUE_ERROR', extra);
  return typeof found.value === 'boolean' ? found.value : wrongType(expression, `'BOOLEAN'`, found, scopeKey);
}

export function evaluateList(step: Step, expression: Expression, scopeKey: Key): Json[] {
  const found = evaluateIn(step, expression, scopeKey);
  return Array.isArray(found.value) ? found.value.map(toJson) : wrongType(expression, `'ARRAY'`, found, scopeKey);
}

/** Candidate groups and users: a FEEL list of strings, or names separated by commas. `required`: only a list will do. */
export function evaluateNames(step: Step, expression: Expression | null, scopeKey: Key, required = false): string[] {
  if (!expression) return [];
  if (expression.kind === 'static' && !required) {
    return expression.source
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
  }
  const found = evaluateIn(step, expression, scopeKey);
  if (!Array.isArray(found.value)) wrongType(expression, `'ARRAY'`, found, scopeKey);
  const names = found.value as unknown[];
  if (names.some((name) => typeof name !== 'string')) {
    throw new IncidentFailure(
      'EXTRACT_VALUE_ERROR',
      `Expected result of the expression '${expression.source}' to be 'ARRAY' containing 'STRING' items, but was 'ARRAY' containing at least one non-'STRING' item.${warningsText(found.warnings)}`,
      scopeKey,
    );
  }
  return names as string[];
}

/** Correlation keys: a string, or a number written out. */
export function evaluateCorrelationKey(step: Step, expression: Expression, scopeKey: Key): string {
  const found = evaluateIn(step, expression, scopeKey);
  if (typeof found.value === 'string') return found.value;
  if (isNumber(found.value)) return String(toJson(found.value));
  throw new IncidentFailure(
    'EXTRACT_VALUE_ERROR',
    `Failed to extract the correlation key for '${expression.source}': The value must be either a string or a number, but was '${typeName(found.value)}'.${warningsText(found.warnings)}`,
    scopeKey,
  );
}
