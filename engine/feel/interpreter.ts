/** Evaluates the tree of an expression. What goes wrong on the way is a warning and null, as in Camunda's FEEL engine. */
import { calculate } from './arithmetic.ts';
import { describeRange } from './describe-range.ts';
import {
  type Environment,
  InvalidValue,
  MissingInput,
  notBoolean,
  orWithoutInput,
  present,
  warn,
  within,
  withinContext,
} from './environment.ts';
import { invoke, invokeQualified } from './invocation.ts';
import { type FeelNumber, isNumber, negate, toDouble, toInteger } from './number.ts';
import { FeelRange, isBetween, ORDERS, type Ordering } from './range.ts';
import { showValue } from './show.ts';
import type { Iterator, Node, RangeNode } from './syntax-tree.ts';
import {
  FeelDate,
  FeelDateTime,
  FeelDuration,
  FeelPeriod,
  FeelTime,
  isTemporal,
  propertyNames,
  propertyOf,
} from './temporal/index.ts';
import { compareValues, equalValues } from './value-order.ts';
import { FeelFunction, isContext } from './values.ts';
import { CONTEXT_BYTES, makes, ROUND_BYTES } from './within-size.ts';

type Truth = boolean | null;

export function evaluateNode(node: Node, env: Environment): unknown {
  switch (node.kind) {
    case 'constant':
      return node.value;
    case 'name':
      return named(node.path, env);
    case 'input':
      if (env.input && env.isAsked) return env.input.value;
      throw new MissingInput();
    case 'list':
      return orWithoutInput(
        () => node.items.map((item) => evaluateNode(item, env)),
        (reason) => new InvalidValue(reason),
      );
    case 'context':
      return orWithoutInput(
        () => context(node.entries, env),
        (reason) => new InvalidValue(reason),
      );
    case 'path':
      return present(project(evaluateNode(node.target, env), node.name, env));
    case 'filter':
      return filtered(node.list, node.condition, env);
    case 'call':
      return node.of ? invokeQualified(node.of, node.name, node.args, env) : invoke(node.name, node.args, env);
    case 'function': {
      const { parameters, body } = node;
      return new FeelFunction(parameters, (args) =>
        evaluateNode(body, within(env, Object.fromEntries(parameters.map((name, at) => [name, args[at]])))),
      );
    }
    case 'negation': {
      const value = evaluateNode(node.value, env);
      return isNumber(value) ? negate(value) : notNumber(value, env);
    }
    case 'arithmetic':
      return arithmetic(node, env);
    case 'comparison':
      return comparison(node.operator, evaluateNode(node.left, env), evaluateNode(node.right, env), env);
    case 'and':
      return logic(node.left, node.right, false, env);
    case 'or':
      return logic(node.left, node.right, true, env);
    case 'in':
      return meetsOne(node.tests, { ...env, input: { value: evaluateNode(node.value, env) }, isAsked: false });
    case 'instance of':
      return isInstance(evaluateNode(node.value, env), node.type);
    case 'if': {
      const condition = evaluateNode(node.condition, env);
      if (typeof condition !== 'boolean') notBoolean(condition, env);
      return evaluateNode(condition === true ? node.then : node.otherwise, env);
    }
    case 'for':
      return loop(node.iterators, node.body, env);
    case 'some':
    case 'every':
      return quantified(node, env);
    case 'range':
      return rangeOf(node.range, env);
    case 'in range':
      return inRange(node.range, env);
    case 'input is':
      return equalValues(inputOf(env), node.value);
    case 'input compares':
      return compare(node.operator, inputOf(env), evaluateNode(node.operand, env), env);
  }
}

// ── Names, paths, contexts ───────────────────────────────────────────────────────────────────────────────────────────

function named([first = '', ...rest]: readonly string[], env: Environment): unknown {
  const value = env.lookup(first);
  if (value === undefined) {
    return warn(env, 'NO_VARIABLE_FOUND', `No variable found with name '${first}'`);
  }
  return rest.reduce<unknown>((target, name) => project(target, name, env), present(value));
}

function inputOf(env: Environment): unknown {
  return env.input ? env.input.value : warn(env, 'NO_VARIABLE_FOUND', 'No input value found.');
}

/** `list.name` is the list of the names of its items. */
export function project(target: unknown, name: string, env: Pick<Environment, 'warnings'>): unknown {
  if (target === null || target === undefined) {
    return warn(env, 'NO_CONTEXT_ENTRY_FOUND', `No context entry found with key '${name}'. The context is null`);
  }
  if (target instanceof InvalidValue) return target;
  if (Array.isArray(target)) {
    makes(target.length);
    return target.map((item) => project(item, name, env));
  }
  if (isContext(target)) {
    const entry = Object.hasOwn(target, name) ? target[name] : undefined;
    if (entry !== undefined && !(entry instanceof FeelFunction)) return entry;
    const keys = Object.keys(target).filter((key) => !(target[key] instanceof FeelFunction));
    const known =
      keys.length > 0 ? `Available keys: ${keys.map((key) => `'${key}'`).join(', ')}` : 'The context is empty';
    return warn(env, 'NO_CONTEXT_ENTRY_FOUND', `No context entry found with key '${name}'. ${known}`);
  }
  const names = propertyNames(target);
  if (isTemporal(target) && names.includes(name)) return propertyOf(target, name);
  const known = names.map((one) => `'${one}'`).join(', ');
  return warn(
    env,
    'NO_PROPERTY_FOUND',
    `No property found with name '${name}' of value '${showValue(target)}'. Available properties: ${known}`,
  );
}

/** An entry sees those before it; a function keeps what it saw, so that it does not see itself. */
function context(entries: readonly (readonly [string, Node])[], env: Environment): unknown {
  const result: Record<string, unknown> = {};
  const inner = withinContext(env, result);
  makes(entries.length, CONTEXT_BYTES);
  for (const [key, value] of entries) {
    result[key] = evaluateNode(value, value.kind === 'function' ? withinContext(env, { ...result }) : inner);
  }
  return result;
}

// ── Operators ────────────────────────────────────────────────────────────────────────────────────────────────────────

const FAILED: Record<string, (a: string, b: string) => string> = {
  '+': (a, b) => `Can't add '${b}' to '${a}'`,
  '-': (a, b) => `Can't subtract '${b}' from '${a}'`,
  '*': (a, b) => `Can't multiply '${a}' by '${b}'`,
  '/': (a, b) => `Can't divide '${a}' by '${b}'`,
};

function arithmetic({ operator, left, right }: Extract<Node, { kind: 'arithmetic' }>, env: Environment): unknown {
  const [a, b] = [evaluateNode(left, env), evaluateNode(right, env)];
  const result = calculate(operator, a, b);
  if (result !== undefined) return result;
  const text = FAILED[operator];
  return text ? warn(env, 'INVALID_TYPE', text(showValue(a), showValue(b))) : notNumber(isNumber(a) ? b : a, env);
}

const notNumber = (value: unknown, env: Environment): null =>
  warn(env, 'INVALID_TYPE', `Expected number but found '${showValue(value)}'`);

function comparison(operator: string, a: unknown, b: unknown, env: Environment): unknown {
  if (a instanceof InvalidValue || b instanceof InvalidValue) return a instanceof InvalidValue ? a : b;
  if (operator !== '=' && operator !== '!=') return compare(operator as Ordering, a, b, env);
  const equal = equality(a, b, env);
  if (operator === '=') return equal;
  return equal === null ? notBoolean(null, env) : !equal;
}

const clash = (env: Environment, a: unknown, b: string): null =>
  warn(env, 'NOT_COMPARABLE', `Can't compare '${showValue(a)}' with ${b}`);
const equality = (a: unknown, b: unknown, env: Environment): Truth =>
  equalValues(a, b) ?? clash(env, a, `'${showValue(b)}'`);

export function compare(operator: Ordering, a: unknown, b: unknown, env: Environment): Truth {
  const order = compareValues(a, b);
  return order === null ? clash(env, a, `'${showValue(b)}'`) : ORDERS[operator](order);
}

/** `or` when `decides` is true, `and` when it is false. */
function logic(left: Node, right: Node, decides: boolean, env: Environment): Truth {
  const a = evaluateNode(left, env);
  if (a === decides) return decides;
  if (typeof a !== 'boolean') notBoolean(a, env);
  const b = evaluateNode(right, env);
  if (b === decides) return decides;
  if (typeof a !== 'boolean') return null;
  return typeof b === 'boolean' ? b : notBoolean(b, env);
}

const TYPES: Record<string, (value: unknown) => boolean> = {
  number: isNumber,
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  list: Array.isArray,
  context: isContext,
  function: (value) => value instanceof FeelFunction,
  date: (value) => value instanceof FeelDate,
  time: (value) => value instanceof FeelTime,
  'date and time': (value) => value instanceof FeelDateTime,
  'days and time duration': (value) => value instanceof FeelDuration,
  'years and months duration': (value) => value instanceof FeelPeriod,
  Any: (value) => value !== null,
};

const isInstance = (value: unknown, type: string): boolean => TYPES[type]?.(value) ?? false;

// ── Tests of an input ────────────────────────────────────────────────────────────────────────────────────────────────

function inRange(range: RangeNode, env: Environment): Truth {
  // 8.6.0 asks for the input once for each end.
  inputOf(env);
  const value = inputOf(env);
  const { low, high, lowIncluded, highIncluded } = range;
  const [from, to] = [evaluateNode(low, env), evaluateNode(high, env)];
  const found = isBetween(value, new FeelRange(from, to, lowIncluded, highIncluded));
  return found ?? clash(env, value, `'${showValue(from)}' and '${showValue(to)}'`);
}

function meetsOne(tests: readonly Node[], env: Environment): Truth {
  const [only] = tests;
  if (only && tests.length === 1) return meets(only, env);
  let unknown = false;
  for (const test of tests) {
    const found = meets(test, env);
    if (found === true) return true;
    if (found === null && !unknown) notBoolean(null, env);
    unknown ||= found === null;
  }
  return unknown ? null : false;
}

/**
 * Whether the input is what a test says: the test is fulfilled, equals it, or has it in its list. A test that cannot do without
 * the input is then asked with it, and its answer counts.
 */
export function meets(test: Node, env: Environment): Truth {
  if (test.kind === 'in range' || test.kind === 'input compares' || test.kind === 'input is')
    return evaluateNode(test, env) as Truth;
  let found: unknown;
  try {
    found = evaluateNode(test, env);
  } catch (error) {
    if (!(error instanceof MissingInput) || env.isAsked) throw error;
    const answer = evaluateNode(test, { ...env, isAsked: true });
    return typeof answer === 'boolean' ? answer : null;
  }
  if (found instanceof InvalidValue) return false;
  const input = inputOf(env);
  if (found === true) return true;
  if (!Array.isArray(found)) return equality(input, found, env);
  const has = found.some((item) => !isContext(item) && equalValues(item, input) === true);
  return has || equality(input, found, env) === true;
}

// ── Lists ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function listOf(value: unknown, env: Environment): unknown[] | null {
  return Array.isArray(value) ? value : warn(env, 'INVALID_TYPE', `Expected list but found '${showValue(value)}'`);
}

/** A position, or a condition on each item: its entries by their names, and the whole as `item`. */
function filtered(listNode: Node, condition: Node, env: Environment): unknown {
  const list = listOf(evaluateNode(listNode, env), env);
  if (!list) return null;
  const isAsked = condition.kind === 'call' || (condition.kind === 'comparison' && condition.operator !== '!=');
  if (!isAsked) {
    const position = evaluateNode(condition, env);
    if (isNumber(position)) return itemAt(list, position);
  }
  const found: unknown[] = [];
  for (const item of list) {
    const holds = evaluateNode(condition, within(within(env, { item }), isContext(item) ? item : {}));
    if (isNumber(holds)) return itemAt(list, holds);
    if (holds === true) {
      makes(1);
      found.push(item);
    }
  }
  return found;
}

function itemAt(list: readonly unknown[], position: FeelNumber): unknown {
  const at = toInteger(position);
  return list[at > 0 ? at - 1 : at === 0 ? -1 : list.length + at] ?? null;
}

/** The items of all iterators combined, the last one changing first; null when one is no list. */
function combinations(iterators: readonly Iterator[], env: Environment): Record<string, unknown>[] | null {
  const lists = iterators.map(({ list, to }) => (to ? counted(list, to, env) : listOf(evaluateNode(list, env), env)));
  let rows: Record<string, unknown>[] = [{}];
  for (const [at, list] of lists.entries()) {
    if (!list) return null;
    const name = iterators[at]?.name ?? '';
    makes(rows.length * list.length, ROUND_BYTES);
    rows = rows.flatMap((row) => list.map((item) => ({ ...row, [name]: item })));
  }
  return rows;
}

/** Numbers from one to the other, upwards or downwards. */
function counted(from: Node, to: Node, env: Environment): unknown[] | null {
  const [first, last] = [evaluateNode(from, env), evaluateNode(to, env)];
  const other = isNumber(first) ? last : first;
  if (!isNumber(first) || !isNumber(last)) return notNumber(other, env);
  makes(Math.abs(toDouble(last) - toDouble(first)));
  const step = (compareValues(first, last) ?? 0) <= 0 ? 1 : -1;
  const numbers: unknown[] = [];
  for (let one: unknown = first; (compareValues(one, last) ?? 0) * step <= 0; one = calculate('+', one, step)) {
    numbers.push(one);
  }
  return numbers;
}

/** `partial` is what there is of the result so far. */
function loop(iterators: readonly Iterator[], body: Node, env: Environment): unknown {
  const rows = combinations(iterators, env);
  if (!rows) return null;
  const partial: unknown[] = [];
  for (const row of rows) partial.push(evaluateNode(body, withPartial(within(env, row), partial)));
  return partial;
}

/** Copied when it is asked for only: few loops do. */
function withPartial(env: Environment, results: readonly unknown[]): Environment {
  const { length } = results;
  return {
    ...env,
    lookup(name) {
      if (name !== 'partial') return env.lookup(name);
      makes(length);
      return results.slice(0, length);
    },
  };
}

function quantified(node: Extract<Node, { kind: 'some' | 'every' }>, env: Environment): Truth {
  const rows = combinations(node.iterators, env);
  if (!rows) return null;
  const decides = node.kind === 'some';
  let unknown = false;
  for (const row of rows) {
    const holds = evaluateNode(node.condition, within(env, row));
    if (holds === decides) return decides;
    if (typeof holds === 'boolean') continue;
    if (!unknown) notBoolean(holds, env);
    unknown = true;
  }
  return unknown ? null : !decides;
}

// ── Ranges as arguments ──────────────────────────────────────────────────────────────────────────────────────────────

/** Of numbers, dates, times or durations. */
function rangeOf(range: RangeNode, env: Environment): unknown {
  const [low, high] = [evaluateNode(range.low, env), evaluateNode(range.high, env)];
  const ofPoints = (value: unknown) => isNumber(value) || isTemporal(value);
  if (!ofPoints(low) || !ofPoints(high) || compareValues(low, high) === null) {
    const reason = `Invalid range definition '${describeRange(range)}'`;
    warn(env, 'INVALID_TYPE', reason);
    return new InvalidValue(reason);
  }
  return new FeelRange(low, high, range.lowIncluded, range.highIncluded);
}
