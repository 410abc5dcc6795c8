/**
 * Operators as Camunda's FEEL engine has them. feelin orders values of different types (`"3" > 2` is true), takes any value for
 * a condition (`if 3 then …`), and warns of nothing; Camunda's answers are null, a warning and, at a gateway, an incident. Before
 * feelin sees an expression its comparisons, `and`, `or` and `if` are written as calls of the functions here.
 */
import { parseExpression } from 'feelin';
import { type Fn, fn } from './functions.ts';
import { compareValues, equalValues, isBetween, meets, ORDERS, type Ordering, showValue } from './value-order.ts';

type Node = ReturnType<typeof parseExpression>['topNode'];

/** Functions with blanks in their names that feelin does not have itself: its parser reads a name only if it knows it. */
export const NAMES_WITH_BLANKS = { 'get or else': null, 'is defined': null, 'is empty': null, 'is blank': null };

/** Diagrams hold a few hundred expressions; evaluations from outside must not let the table grow without end. */
const MAX_KNOWN = 10_000;
const known = new Map<string, string>();

/** The expression with its operators as calls; unchanged when it has none, or cannot be parsed (feelin says why). */
export function withTypedOperators(source: string): string {
  const cached = known.get(source);
  if (cached !== undefined) return cached;
  const top = parseExpression(source, NAMES_WITH_BLANKS, 'camunda').topNode;
  const written = hasErrors(top) ? source : write(top, source);
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(source, written);
  return written;
}

export function hasErrors(node: Node): boolean {
  let found = false;
  node.cursor().iterate(({ type }) => {
    if (type.isError) found = true;
  });
  return found;
}

/** Whether the expression names the input of a unary test. */
export function namesInput(node: Node): boolean {
  let found = false;
  node.cursor().iterate(({ name }) => {
    if (name === '?') found = true;
  });
  return found;
}

const ORDERINGS: Record<string, string> = {
  '<': '__less',
  '<=': '__lessOrEqual',
  '>': '__more',
  '>=': '__moreOrEqual',
};
const COMPARISONS: Record<string, string> = { ...ORDERINGS, '=': '__equal', '!=': '__unequal' };
/** Functions that answer a boolean: as a filter they are asked of every item. */
const ASKED_OF_ITEMS =
  /^(?:not|contains|starts with|ends with|matches|list contains|is defined|is empty|is blank|all|any|even|odd)$/;

function write(node: Node, source: string): string {
  const text = (one: Node | null | undefined) => (one ? write(one, source) : '');
  const [first, last] = [node.firstChild, node.lastChild];
  switch (node.name) {
    case 'Comparison':
      return writeComparison(node, source) ?? writeChildren(node, source);
    case 'Conjunction':
      return `__and(__left(${text(first)}), ${text(last)})`;
    case 'Disjunction':
      return `__or(__left(${text(first)}), ${text(last)})`;
    case 'QuantifiedExpression':
      return writeQuantified(node, source) ?? writeChildren(node, source);
    case 'NumericLiteral':
      return source.slice(node.from, node.to).replace(/\s+/g, '');
    default:
      return writeChildren(node, source);
  }
}

/** The text of the node, with what its children are written as. */
function writeChildren(node: Node, source: string): string {
  let written = '';
  let at = node.from;
  for (let child = node.firstChild; child; child = child.nextSibling) {
    written += source.slice(at, child.from) + writeChild(child, source);
    at = child.to;
  }
  return written + source.slice(at, node.to);
}

function writeChild(child: Node, source: string): string {
  const written = write(child, source);
  if (child.parent?.name === 'IfExpression' && child.prevSibling?.name === 'if') return `__holds(${written})`;
  if (child.parent?.name === 'FilterExpression' && child.prevSibling?.name === '[' && isCondition(child, source)) {
    return `(${written}) = true`;
  }
  return written;
}

function isCondition(node: Node, source: string): boolean {
  if (node.name === 'ParenthesizedExpression') {
    const inner = node.firstChild?.nextSibling;
    return inner !== null && inner !== undefined && isCondition(inner, source);
  }
  if (node.name === 'FunctionInvocation') {
    const called = node.firstChild;
    return called !== null && ASKED_OF_ITEMS.test(source.slice(called.from, called.to));
  }
  return /^(?:Comparison|Conjunction|Disjunction|QuantifiedExpression)$/.test(node.name);
}

/** `every x in list satisfies c` asks all that `for x in list return c` gives. */
function writeQuantified(node: Node, source: string): string | null {
  const [quantifier, lists, condition] = [node.firstChild, node.getChild('InExpressions'), node.lastChild];
  if (!quantifier || !lists || !condition) return null;
  const asks = quantifier.name === 'every' ? '__every' : '__some';
  return `${asks}(for ${write(lists, source)} return ${write(condition, source)})`;
}

function writeComparison(node: Node, source: string): string | null {
  const [left, operator, right] = [node.firstChild, node.firstChild?.nextSibling, node.lastChild];
  if (!left || !operator || !right) return null;
  const value = write(left, source);
  if (operator.name === 'CompareOp') {
    const name = COMPARISONS[source.slice(operator.from, operator.to)];
    return name ? `${name}(${value}, ${write(right, source)})` : null;
  }
  if (operator.name === 'between') {
    const low = operator.nextSibling;
    if (!low) return null;
    return `__and(__left(__moreOrEqual(${value}, ${write(low, source)})), __lessOrEqual(${value}, ${write(right, source)}))`;
  }
  if (operator.name !== 'in') return null;
  const nodes = (node.getChild('PositiveUnaryTests') ?? node).getChildren('PositiveUnaryTest');
  // There `?` is the left side, which only feelin's own `in` knows.
  if (nodes.some(namesInput)) return null;
  const tests = nodes.map((test) => writeTest(test, value, source));
  if (tests.some((test) => test === null)) return null;
  return tests.length === 1 ? (tests[0] ?? null) : `__some([${tests.join(', ')}])`;
}

function writeTest(test: Node, value: string, source: string): string | null {
  const simple = test.getChild('SimplePositiveUnaryTest');
  if (!simple) return `__meets(${value}, ${writeChildren(test, source)})`;
  const operator = simple.getChild('CompareOp');
  if (operator) {
    const name = ORDERINGS[source.slice(operator.from, operator.to)];
    return name && simple.lastChild ? `${name}(${value}, ${write(simple.lastChild, source)})` : null;
  }
  const interval = simple.getChild('Interval');
  const [open, close] = [interval?.firstChild, interval?.lastChild];
  if (!open?.nextSibling || !close?.prevSibling) return null;
  const ends = `"${source.slice(open.from, open.to)}${source.slice(close.from, close.to)}"`;
  return `__within(${value}, ${write(open.nextSibling, source)}, ${write(close.prevSibling, source)}, ${ends})`;
}

type Truth = boolean | null;

/** The functions, writing their warnings to `warnings` in the order of the evaluation. */
export function typedOperators(warnings: string[]): Record<string, Fn> {
  const clash = (text: string): null => {
    warnings.push(`[NOT_COMPARABLE] Can't compare ${text}`);
    return null;
  };
  const notBoolean = (value: unknown) => `[INVALID_TYPE] Expected boolean but found '${showValue(value)}'`;
  const both = (a: unknown, b: unknown) => `'${showValue(a)}' with '${showValue(b)}'`;
  const order = (operator: Ordering) =>
    fn(['a', 'b'], (a: unknown, b: unknown): Truth => {
      const found = compareValues(a, b);
      return found === null ? clash(both(a, b)) : ORDERS[operator](found);
    });
  const equal = (a: unknown, b: unknown): Truth => equalValues(a, b) ?? clash(both(a, b));
  /** `or` of a list when `decides` is true, `and` when it is false. */
  const among = (tests: unknown, decides: boolean): Truth => {
    if (!Array.isArray(tests)) return null;
    if (tests.includes(decides)) return decides;
    return tests.every((one) => typeof one === 'boolean') ? !decides : null;
  };
  /** Where in the warnings the right operand of an `and` or `or` begins. */
  const marks: number[] = [];
  const logic = (decides: boolean) =>
    fn(['a', 'b'], (a: unknown, b: unknown): Truth => {
      const mark = marks.pop() ?? warnings.length;
      if (a === decides) {
        // Camunda does not look at the right side: nothing it would have warned of counts.
        warnings.length = mark;
        return decides;
      }
      if (typeof a !== 'boolean') {
        warnings.splice(mark, 0, notBoolean(a));
        return b === decides ? decides : null;
      }
      if (typeof b === 'boolean') return b;
      warnings.push(notBoolean(b));
      return null;
    });

  return {
    __less: order('<'),
    __lessOrEqual: order('<='),
    __more: order('>'),
    __moreOrEqual: order('>='),
    __equal: fn(['a', 'b'], equal),
    __unequal: fn(['a', 'b'], (a: unknown, b: unknown): Truth => {
      const result = equal(a, b);
      if (result === null) warnings.push(notBoolean(null));
      return result === null ? null : !result;
    }),
    __within: fn(['value', 'from', 'to', 'ends'], (value: unknown, from: unknown, to: unknown, ends: string): Truth => {
      const found = isBetween(value, [ends.startsWith('[') ? '>=' : '>', from], [ends.endsWith(']') ? '<=' : '<', to]);
      return found ?? clash(`${both(value, from)} and '${showValue(to)}'`);
    }),
    __meets: fn(
      ['value', 'test'],
      (value: unknown, test: unknown): Truth => meets(value, test) ?? clash(both(value, test)),
    ),
    __some: fn(['tests'], (tests: unknown) => among(tests, true)),
    __every: fn(['tests'], (tests: unknown) => among(tests, false)),
    __left: fn(['value'], (value: unknown) => {
      marks.push(warnings.length);
      return value;
    }),
    __and: logic(false),
    __or: logic(true),
    __holds: fn(['value'], (value: unknown): boolean => {
      if (typeof value !== 'boolean') warnings.push(notBoolean(value));
      return value === true;
    }),
  };
}
