/**
 * Cells of decision tables (unary tests) as Camunda's FEEL engine judges them. They are taken apart with feelin's grammar and
 * judged here: feelin orders values of different types, and for it `not(true)` holds for false, where for Camunda it never
 * holds (a boolean that is not the end of the cell is a condition, and `true` is fulfilled whatever the input is).
 */
import { parseUnaryTests } from 'feelin';
import { type Evaluation, evaluate, overlay, type Scope } from './evaluate.ts';
import { type Expression, feel } from './expression.ts';
import { NAMES_WITH_BLANKS, namesInput } from './typed-operators.ts';
import { compareValues, equalValues } from './value-order.ts';

type Ordering = '<' | '<=' | '>' | '>=';
type Test =
  | { kind: 'equals'; value: boolean }
  | { kind: 'ordered'; operator: Ordering; operand: Expression }
  | { kind: 'interval'; from: Expression; to: Expression; openFrom: boolean; openTo: boolean }
  /** `asked`: it names the input as `?`, so its result is the answer; otherwise it may also be a value or a list of them. */
  | { kind: 'expression'; expression: Expression; asked: boolean };

export type UnaryTests =
  | { kind: 'any' }
  /** One string, number or boolean: most cells are, and are judged without the FEEL interpreter. */
  | { kind: 'literal'; value: unknown }
  | { kind: 'tests'; negated: boolean; tests: readonly Test[] };

const LITERAL = /^(?:"[^"\\]*"|-?\d+(?:\.\d+)?|true|false)$/;

type Node = ReturnType<typeof parseUnaryTests>['topNode'];

/** Reads the text of a cell. @throws Error that says what cannot be read */
export function readUnaryTests(source: string): UnaryTests {
  if (source === '' || source === '-') return { kind: 'any' };
  if (LITERAL.test(source)) return { kind: 'literal', value: JSON.parse(source) };
  const top = parseUnaryTests(source, NAMES_WITH_BLANKS, 'camunda').topNode;
  refuseErrors(top, source);
  const list = top.getChild('PositiveUnaryTests');
  if (!list) throw new Error(`'${source}' is no unary test`);
  const negated = top.getChild('not') !== null;
  const nodes = list.getChildren('PositiveUnaryTest');
  const tests = nodes.map((node) => readTest(node, source, !negated && node === nodes.at(-1)));
  return { kind: 'tests', negated, tests };
}

function refuseErrors(node: Node, source: string): void {
  node.cursor().iterate(({ type, from }) => {
    if (type.isError) throw new Error(`'${source}' cannot be read from character ${from + 1} on`);
  });
}

function readTest(node: Node, source: string, last: boolean): Test {
  const textOf = ({ from, to }: Node) => source.slice(from, to);
  const simple = node.getChild('SimplePositiveUnaryTest');
  const interval = simple?.getChild('Interval');
  const operator = simple?.getChild('CompareOp');
  if (interval?.firstChild && interval.lastChild) {
    const [open, close] = [interval.firstChild, interval.lastChild];
    const [from, to] = [open.nextSibling, close.prevSibling];
    if (!from || !to) throw new Error(`'${textOf(interval)}' needs two ends`);
    return {
      kind: 'interval',
      from: feel(textOf(from)),
      to: feel(textOf(to)),
      openFrom: textOf(open) !== '[',
      openTo: textOf(close) !== ']',
    };
  }
  if (simple && operator) {
    const sign = textOf(operator);
    if (!/^[<>]/.test(sign))
      throw new Error(`'${textOf(simple)}' begins with '${sign}'; write the value alone, or not(…)`);
    const operand = feel(source.slice(operator.to, simple.to).trim());
    return { kind: 'ordered', operator: sign as Ordering, operand };
  }
  const text = textOf(node);
  if (last && (text === 'true' || text === 'false')) return { kind: 'equals', value: text === 'true' };
  return { kind: 'expression', expression: feel(text), asked: namesInput(node) };
}

/** True, false, or null where the input cannot be compared: a row with null does not match. `input` is null when absent. */
export function judgeUnaryTests(cell: UnaryTests, input: unknown, scope: Scope, now: number): Evaluation {
  if (cell.kind === 'any') return answer(true);
  if (cell.kind === 'literal') return answer(equalValues(input, cell.value));
  const inner = overlay({ '?': input }, scope);
  let result: boolean | null = false;
  for (const test of cell.tests) {
    const judged = judge(test, input, inner, now);
    if (!judged.ok) return judged;
    if (judged.value === true) return answer(!cell.negated);
    if (judged.value === null) result = null;
  }
  return answer(cell.negated && result !== null ? !result : result);
}

const answer = (value: boolean | null): Evaluation => ({ ok: true, value, warnings: [] });

function judge(test: Test, input: unknown, scope: Scope, now: number): Evaluation {
  if (test.kind === 'equals') return answer(equalValues(input, test.value));
  if (test.kind === 'ordered') {
    const operand = evaluate(test.operand, scope, now);
    return operand.ok ? answer(ordered(compareValues(input, operand.value), test.operator)) : operand;
  }
  if (test.kind === 'interval') {
    const from = evaluate(test.from, scope, now);
    if (!from.ok) return from;
    const to = evaluate(test.to, scope, now);
    if (!to.ok) return to;
    const above = ordered(compareValues(input, from.value), test.openFrom ? '>' : '>=');
    const below = ordered(compareValues(input, to.value), test.openTo ? '<' : '<=');
    return answer(above === null || below === null ? null : above && below);
  }
  const found = evaluate(test.expression, scope, now);
  if (!found.ok) return found;
  const { value } = found;
  if (test.asked) return answer(typeof value === 'boolean' ? value : null);
  if (value === true || (Array.isArray(value) && value.some((item) => equalValues(item, input)))) return answer(true);
  const equal = equalValues(input, value);
  return answer(equal === null && Array.isArray(value) ? false : equal);
}

function ordered(order: number | null, operator: Ordering): boolean | null {
  if (order === null) return null;
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  return operator === '>' ? order > 0 : order >= 0;
}
