/**
 * Cells of decision tables (unary tests) as Camunda's FEEL engine judges them. A boolean that is not the end of the cell is a
 * condition, and `true` is fulfilled whatever the input is: so `not(true)` never holds.
 */
import type { Environment } from './environment.ts';
import { attempt, type Evaluation, environmentOf, type Scope } from './evaluate.ts';
import { meets } from './interpreter.ts';
import { parseUnaryTests } from './parser.ts';
import type { Node } from './syntax-tree.ts';
import { equalValues } from './value-order.ts';

export type UnaryTests =
  | { kind: 'any' }
  /** One string, number or boolean: most cells are. */
  | { kind: 'literal'; value: unknown }
  | { kind: 'tests'; source: string; negated: boolean; tests: readonly Node[] };

/** Those that JSON reads, too. */
const LITERAL = /^(?:"[^"\\\p{Cc}]*"|-?(?:0|[1-9]\d*)(?:\.\d+)?|true|false)$/u;

/** Reads the text of a cell. @throws Error that says what cannot be read */
export function readUnaryTests(source: string): UnaryTests {
  if (source === '' || source === '-') return { kind: 'any' };
  if (LITERAL.test(source)) return { kind: 'literal', value: JSON.parse(source) };
  return { kind: 'tests', source, ...parseUnaryTests(source) };
}

/** True, false, or null where the input cannot be compared: a row with null does not match. `input` is null when absent. */
export function judgeUnaryTests(cell: UnaryTests, input: unknown, scope: Scope, now: number): Evaluation {
  if (cell.kind === 'any') return answer(true);
  if (cell.kind === 'literal') return answer(equalValues(input, cell.value));
  const env = { ...environmentOf(scope, now), input: { value: input } };
  return attempt(cell.source, env, () => judge(cell, env));
}

function judge({ tests, negated }: Extract<UnaryTests, { kind: 'tests' }>, env: Environment): boolean | null {
  let result: boolean | null = false;
  for (const test of tests) {
    const holds = meets(test, env);
    if (holds === true) return !negated;
    if (holds === null) result = null;
  }
  return negated && result !== null ? !result : result;
}

const answer = (value: boolean | null): Evaluation => ({ ok: true, value, warnings: [] });
