/**
 * The grammar of FEEL as Camunda's FEEL engine reads it. It is narrower than the standard's: a range is no operand
 * (`[1..3] = [1..3]` is refused), comparisons do not follow one another (`1 < 2 < 3`), numbers have no exponent, and only
 * the built-in functions may have blanks in their names.
 */
import { NAMES_WITH_BLANKS } from './builtins/names.ts';
import { parseNumber } from './number.ts';
import { createScanner, type Scanner } from './scanner.ts';
import { readString } from './strings.ts';
import type { Arguments, Arithmetic, Comparison, Iterator, Node, RangeNode } from './syntax-tree.ts';
import { parseTemporal } from './temporal/index.ts';

/** @throws FeelSyntaxError */
export function parseExpression(source: string): Node {
  const scan = createScanner(source);
  const found = expression(scan);
  if (!scan.atEnd()) scan.fail();
  return found;
}

/** The tests of a cell, and whether they are inside of `not(…)`. @throws FeelSyntaxError */
export function parseUnaryTests(source: string): { negated: boolean; tests: Node[] } {
  const scan = createScanner(source);
  const negated = scan.attempt(() => {
    scan.expectKeyword('not');
    scan.expectSign('(');
    const tests = listOf(scan, () => expression(scan));
    scan.expectSign(')');
    return scan.atEnd() ? tests : scan.fail();
  });
  if (negated) return { negated: true, tests: negated };
  const tests = listOf(scan, () => lastBoolean(scan) ?? expression(scan));
  if (!scan.atEnd()) scan.fail();
  return { negated: false, tests };
}

function lastBoolean(scan: Scanner): Node | null {
  const word = scan.take(/(?:true|false)(?=\s*$)/y)?.[0];
  return word === undefined ? null : { kind: 'input is', value: word === 'true' };
}

function listOf<T>(scan: Scanner, one: () => T): T[] {
  const found = [one()];
  while (scan.sign(',')) found.push(one());
  return found;
}

/**
 * What is tried in several ways is read once at each place: otherwise every bracket inside another would double the time.
 */
function expression(scan: Scanner): Node {
  return scan.once('expression', () => inputTest(scan) ?? compound(scan) ?? disjunction(scan));
}

/** `[1..5]` and `> 5` ask it of the input. */
function inputTest(scan: Scanner): Node | null {
  const range = scan.attempt(() => interval(scan));
  if (range) return { kind: 'in range', range };
  for (const operator of ['<=', '>=', '<', '>'] as const) {
    if (scan.sign(operator)) return { kind: 'input compares', operator, operand: additive(scan) };
  }
  return null;
}

function interval(scan: Scanner): RangeNode {
  return scan.once('interval', () => readInterval(scan));
}

function readInterval(scan: Scanner): RangeNode {
  const lowIncluded = scan.sign('[');
  if (!lowIncluded && !scan.sign('(') && !scan.sign(']')) scan.fail();
  const low = additive(scan);
  scan.expectSign('..');
  const high = additive(scan);
  const highIncluded = scan.sign(']');
  if (!highIncluded && !scan.sign(')')) scan.expectSign('[');
  return { low, high, lowIncluded, highIncluded };
}

function disjunction(scan: Scanner): Node {
  let left = conjunction(scan);
  while (scan.keyword('or')) left = { kind: 'or', left, right: conjunction(scan) };
  return left;
}

function conjunction(scan: Scanner): Node {
  let left = comparison(scan);
  while (scan.keyword('and')) left = { kind: 'and', left, right: comparison(scan) };
  return left;
}

function comparison(scan: Scanner): Node {
  const value = additive(scan);
  for (const operator of ['<=', '>=', '!=', '<', '>', '='] as const satisfies Comparison[]) {
    if (scan.sign(operator)) return { kind: 'comparison', operator, left: value, right: additive(scan) };
  }
  if (scan.keyword('between')) {
    const low = additive(scan);
    scan.expectKeyword('and');
    return {
      kind: 'and',
      left: { kind: 'comparison', operator: '>=', left: value, right: low },
      right: { kind: 'comparison', operator: '<=', left: value, right: additive(scan) },
    };
  }
  if (scan.keyword('instance')) {
    scan.expectKeyword('of');
    const type = scan.take(
      /(?:date and time|days and time duration|years and months duration|[\p{L}_][\p{L}\p{N}_]*)/uy,
    );
    return { kind: 'instance of', value, type: typeName(scan, type?.[0]) };
  }
  if (scan.keyword('in')) return { kind: 'in', value, tests: testsOf(scan) };
  return value;
}

function typeName(scan: Scanner, name: string | undefined): string {
  if (name === undefined || name === 'null' || name === 'function') {
    return name === 'function' ? name : scan.fail('a type is missing');
  }
  return name;
}

function testsOf(scan: Scanner): readonly Node[] {
  const range = inputTest(scan);
  if (range) return [range];
  const listed = scan.attempt(() => {
    scan.expectSign('(');
    const tests = listOf(scan, () => expression(scan));
    scan.expectSign(')');
    return tests;
  });
  return listed ?? [expression(scan)];
}

/** `operators` finds one of them. */
function arithmetic(scan: Scanner, operators: RegExp, operand: (scan: Scanner) => Node): Node {
  let left = operand(scan);
  for (;;) {
    const operator = scan.take(operators)?.[0] as Arithmetic | undefined;
    if (!operator) return left;
    left = { kind: 'arithmetic', operator, left, right: operand(scan) };
  }
}

const additive = (scan: Scanner): Node => scan.once('additive', () => arithmetic(scan, /[+-]/y, multiplicative));
/** `**` is no product of something with nothing. */
const multiplicative = (scan: Scanner): Node => arithmetic(scan, /\*(?!\*)|\//y, powers);
const powers = (scan: Scanner): Node => arithmetic(scan, /\*\*/y, signed);

function signed(scan: Scanner): Node {
  if (!scan.sign('-')) return chained(scan);
  return { kind: 'negation', value: signed(scan) };
}

/** A value with what is taken from it: `.name`, `[filter]`, `.function(…)`. */
function chained(scan: Scanner): Node {
  const isName = scan.peek() !== '(';
  let node = atom(scan);
  for (;;) {
    const before = node;
    if (scan.take(/\.(?!\.)/y)) {
      const name = scan.take(/time offset(?![\p{L}\p{N}_])/uy)?.[0] ?? scan.expectName();
      const args = node.kind === 'name' ? scan.attempt(() => callArguments(scan)) : null;
      if (args) node = { kind: 'call', name, args, of: node };
      else if (node.kind === 'name' && isName) node = { kind: 'name', path: [...node.path, name] };
      else node = { kind: 'path', target: node, name };
    } else {
      const condition = scan.attempt(() => filterOf(scan));
      if (condition) node = { kind: 'filter', list: node, condition };
    }
    if (node === before) return node;
  }
}

function filterOf(scan: Scanner): Node {
  scan.expectSign('[');
  const condition = expression(scan);
  scan.expectSign(']');
  return condition;
}

function atom(scan: Scanner): Node {
  const start = scan.peek();
  if (start === '"') return { kind: 'constant', value: readString(scan) };
  if (start === '@') {
    scan.expectSign('@');
    return { kind: 'constant', value: parseTemporal(readString(scan)) };
  }
  if (start === '?') {
    scan.expectSign('?');
    return { kind: 'input' };
  }
  if (start === '(') return parenthesized(scan);
  if (start === '[') return list(scan);
  if (start === '{') return context(scan);
  const number = scan.take(/\d+(?:\.\d+)?|\.\d+/y)?.[0];
  if (number !== undefined) return { kind: 'constant', value: parseNumber(number) };
  return constantWord(scan) ?? definition(scan) ?? called(scan) ?? { kind: 'name', path: [scan.expectName()] };
}

function parenthesized(scan: Scanner): Node {
  scan.expectSign('(');
  const inner = expression(scan);
  scan.expectSign(')');
  return inner;
}

function list(scan: Scanner): Node {
  scan.expectSign('[');
  if (scan.sign(']')) return { kind: 'list', items: [] };
  const items = listOf(scan, () => expression(scan));
  scan.expectSign(']');
  return { kind: 'list', items };
}

/** Keys may have blanks and signs in them. */
const KEY = /[\p{L}\p{N}_][^\n:{}[\](),"`]*?(?=\s*:)/uy;

function context(scan: Scanner): Node {
  scan.expectSign('{');
  if (scan.sign('}')) return { kind: 'context', entries: [] };
  const entries = listOf(scan, () => {
    const key =
      scan.peek() === '"'
        ? readString(scan)
        : (scan.take(/`([^`]*)`/y)?.[1] ?? scan.take(KEY)?.[0] ?? scan.fail('a key is missing'));
    scan.expectSign(':');
    return [key, expression(scan)] as const;
  });
  scan.expectSign('}');
  return { kind: 'context', entries };
}

function constantWord(scan: Scanner): Node | null {
  if (scan.keyword('null')) return { kind: 'constant', value: null };
  if (scan.keyword('true')) return { kind: 'constant', value: true };
  if (scan.keyword('false')) return { kind: 'constant', value: false };
  return null;
}

/** What stands by itself only. Its words are names elsewhere, so that none is found where the rest is missing. */
function compound(scan: Scanner): Node | null {
  return (
    scan.attempt((): Node => {
      scan.expectKeyword('if');
      const condition = expression(scan);
      scan.expectKeyword('then');
      const then = expression(scan);
      scan.expectKeyword('else');
      return { kind: 'if', condition, then, otherwise: expression(scan) };
    }) ??
    scan.attempt((): Node => {
      scan.expectKeyword('for');
      const iterators = listOf(scan, () => iterator(scan));
      scan.expectKeyword('return');
      return { kind: 'for', iterators, body: expression(scan) };
    }) ??
    quantified(scan, 'some') ??
    quantified(scan, 'every')
  );
}

const quantified = (scan: Scanner, kind: 'some' | 'every'): Node | null =>
  scan.attempt(() => {
    scan.expectKeyword(kind);
    const iterators = listOf(scan, () => iterator(scan));
    scan.expectKeyword('satisfies');
    return { kind, iterators, condition: expression(scan) };
  });

function definition(scan: Scanner): Node | null {
  if (!scan.keyword('function')) return null;
  scan.expectSign('(');
  const parameters = scan.sign(')') ? [] : listOf(scan, () => scan.expectName());
  if (parameters.length > 0) scan.expectSign(')');
  return { kind: 'function', parameters, body: expression(scan) };
}

function iterator(scan: Scanner): Iterator {
  const name = scan.expectName();
  scan.expectKeyword('in');
  const range = scan.attempt(() => {
    const list = additive(scan);
    scan.expectSign('..');
    return { name, list, to: additive(scan) };
  });
  return range ?? { name, list: disjunction(scan), to: null };
}

function called(scan: Scanner): Node | null {
  return scan.attempt((): Node => {
    const name = scan.take(NAMES_WITH_BLANKS)?.[0] ?? scan.names();
    return { kind: 'call', name, args: callArguments(scan), of: null };
  });
}

const ARGUMENT_NAME = /([\p{L}_](?:[\p{L}\p{N}_ ]*[\p{L}\p{N}_])?)\s*:/uy;

function callArguments(scan: Scanner): Arguments {
  scan.expectSign('(');
  if (scan.sign(')')) return { kind: 'positional', values: [] };
  const first = scan.take(ARGUMENT_NAME)?.[1];
  if (first === undefined) {
    const values = listOf(scan, () => argument(scan));
    scan.expectSign(')');
    return { kind: 'positional', values };
  }
  const values: (readonly [string, Node])[] = [[first, argument(scan)]];
  while (scan.sign(',')) values.push([scan.take(ARGUMENT_NAME)?.[1] ?? scan.fail('a name is missing'), argument(scan)]);
  scan.expectSign(')');
  return { kind: 'named', values };
}

function argument(scan: Scanner): Node {
  const range = scan.attempt(() => interval(scan));
  return range ? { kind: 'range', range } : expression(scan);
}
