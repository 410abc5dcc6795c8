/**
 * Cells of decision tables (unary tests) as Camunda's FEEL engine judges them. They are taken apart with feelin's grammar and
 * judged here: feelin orders values of different types, and for it `not(true)` holds for false, where for Camunda it never
 * holds (a boolean that is not the end of the cell is a condition, and `true` is fulfilled whatever the input is).
 */
import { parseUnaryTests } from 'feelin';
import { type Evaluation, evaluate, overlay, type Scope } from './evaluate.ts';
import { type Expression, feel } from './expression.ts';
import { NAMES_WITH_BLANKS, namesInput } from './typed-operators.ts';
import { compareValues, equalValues, isBetween, meets, ORDERS, type Ordering } from './value-order.ts';

interface Bound {
  operator: Ordering;
  operand: Expression;
}
type Test =
  | { kind: 'equals'; value: boolean }
  | ({ kind: 'ordered' } & Bound)
  | { kind: 'interval'; above: Bound; below: Bound }
  /** `asked`: it names the input as `?`, so its result is the answer; otherwise it may also be a value or a list of them. */
  | { kind: 'expression'; expression: Expression; asked: boolean };

export type UnaryTests =
  | { kind: 'any' }
  /** One string, number or boolean: most cells are, and are judged without the FEEL interpreter. */
  | { kind: 'literal'; value: unknown }
  | { kind: 'tests'; negated: boolean; tests: readonly Test[] };

/** Those that JSON reads, too. */
const LITERAL = /^(?:"[^"\\\p{Cc}]*"|-?(?:0|[1-9]\d*)(?:\.\d+)?|true|false)$/u;

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
      above: { operator: textOf(open) === '[' ? '>=' : '>', operand: feel(textOf(from)) },
      below: { operator: textOf(close) === ']' ? '<=' : '<', operand: feel(textOf(to)) },
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
    if (!operand.ok) return operand;
    const order = compareValues(input, operand.value);
    return answer(order === null ? null : ORDERS[test.operator](order));
  }
  if (test.kind === 'interval') {
    const from = evaluate(test.above.operand, scope, now);
    if (!from.ok) return from;
    const to = evaluate(test.below.operand, scope, now);
    if (!to.ok) return to;
    return answer(isBetween(input, [test.above.operator, from.value], [test.below.operator, to.value]));
  }
  const found = evaluate(test.expression, scope, now);
  if (!found.ok) return found;
  const { value } = found;
  if (test.asked) return answer(typeof value === 'boolean' ? value : null);
  return answer(meets(input, value));
}
