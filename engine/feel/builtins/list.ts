import {
  add,
  compareNumbers,
  divide,
  type FeelNumber,
  fromDouble,
  isNumber,
  multiply,
  subtract,
  toDouble,
  toInteger,
} from '../number.ts';
import { showValue } from '../show.ts';
import { compareValues, equalValues } from '../value-order.ts';
import { type FeelFunction, isContext } from '../values.ts';
import { makes } from '../within-size.ts';
import { distinct } from './context.ts';
import { type Builtins, FunctionFailure, form, type Overload, overload, varargs } from './define.ts';

const same = (a: unknown, b: unknown): boolean => equalValues(a, b) === true;
/** Where 8.6.0 asks Java, a context is the same as itself only. */
const identical = (a: unknown, b: unknown): boolean => (isContext(a) || isContext(b) ? a === b : same(a, b));

const ofList = (run: (items: unknown[]) => unknown): Overload => overload(['list'], form(['list'], run));
const ofNumbers = (run: (numbers: FeelNumber[]) => unknown, ofNone: unknown = null): Overload =>
  varargs(
    ['list'],
    form(['list'], (items: unknown[]) => (items.length === 0 ? ofNone : run(numbersOf(items)))),
  );
const extreme = (sign: 1 | -1): Overload =>
  varargs(
    ['list'],
    form(['list'], (items: unknown[]) => {
      const [first] = items;
      const ordered = items.every((item, at) => (at === 0 ? hasOrder(item) : compareValues(first, item) !== null));
      if (!ordered) throw new FunctionFailure(`${showValue(items)} is not comparable`);
      if (items.length === 0) return null;
      return items.reduce((best, item) => ((compareValues(item, best) ?? 0) * sign > 0 ? item : best));
    }),
  );
const hasOrder = (value: unknown): boolean => Array.isArray(value) || compareValues(value, value) !== null;
const decided = (by: boolean): Overload =>
  varargs(
    ['list'],
    form(['list'], (items: unknown[]) => {
      if (items.includes(by)) return by;
      return items.every((item) => typeof item === 'boolean') ? !by : null;
    }),
  );

function numbersOf(items: unknown[]): FeelNumber[] {
  const other = items.find((item) => !isNumber(item));
  if (items.some((item) => !isNumber(item))) {
    throw new FunctionFailure(`expected number but found '${showValue(other)}'`);
  }
  return items as FeelNumber[];
}

const total = (numbers: FeelNumber[]): FeelNumber => numbers.reduce(add);
const mean = (numbers: FeelNumber[]): FeelNumber => divide(total(numbers), numbers.length);
function flat(lists: unknown[]): unknown[] {
  for (const list of lists) makes(Array.isArray(list) ? list.length : 1);
  return lists.flatMap((list) => (Array.isArray(list) ? list : [list]));
}
function flatter(items: unknown[], found: unknown[] = []): unknown[] {
  makes(items.length);
  for (const item of items) {
    if (Array.isArray(item)) flatter(item, found);
    else found.push(item);
  }
  return found;
}

export const listBuiltins: Builtins = {
  'list contains': [
    overload(
      ['list', 'element'],
      form(['list', 'any'], (items: unknown[], element: unknown) => items.some((item) => identical(item, element))),
    ),
  ],
  count: [ofList((items) => items.length)],
  min: [extreme(-1)],
  max: [extreme(1)],
  sum: [ofNumbers(total)],
  product: [ofNumbers((numbers) => numbers.reduce(multiply))],
  mean: [ofNumbers(mean)],
  median: [ofNumbers(median)],
  stddev: [ofNumbers(deviation)],
  mode: [ofNumbers(mode, [])],
  all: [decided(false)],
  and: [decided(false)],
  any: [decided(true)],
  or: [decided(true)],
  sublist: [
    overload(
      ['list', 'start'],
      form(['list', 'number'], (items: unknown[], start: FeelNumber) => sublist(items, toInteger(start), items.length)),
    ),
    overload(
      ['list', 'start', 'length'],
      form(['list', 'number', 'number'], (items: unknown[], start: FeelNumber, length: FeelNumber) =>
        sublist(items, toInteger(start), toInteger(length)),
      ),
    ),
  ],
  append: [
    varargs(
      ['list', 'items'],
      form(['list', 'list'], (list: unknown[], items: unknown[]) => [...list, ...items]),
    ),
  ],
  concatenate: [varargs(['lists'], form(['list'], flat))],
  'insert before': [
    overload(
      ['list', 'position', 'newItem'],
      form(['list', 'number', 'any'], (items: unknown[], position: FeelNumber, item: unknown) => {
        const at = indexOf(items, toInteger(position));
        return [...items.slice(0, at), item, ...items.slice(at)];
      }),
    ),
  ],
  remove: [
    overload(
      ['list', 'position'],
      form(['list', 'number'], (items: unknown[], position: FeelNumber) => removed(items, toInteger(position))),
    ),
  ],
  reverse: [ofList((items) => [...items].reverse())],
  'index of': [
    overload(
      ['list', 'match'],
      form(['list', 'any'], (items: unknown[], match: unknown) =>
        items.flatMap((item, at) => (identical(item, match) ? [at + 1] : [])),
      ),
    ),
  ],
  union: [
    varargs(
      ['lists'],
      form(['list'], (lists: unknown[]) => distinct(flat(lists))),
    ),
  ],
  'distinct values': [ofList(distinct)],
  'duplicate values': [
    ofList((items) =>
      distinct(items.filter((item, at) => items.some((other, from) => from !== at && same(item, other)))),
    ),
  ],
  flatten: [ofList((items) => flatter(items))],
  sort: [overload(['list', 'precedes'], form(['list', 'function'], sorted))],
  'is empty': [ofList((items) => items.length === 0)],
};

function median(numbers: FeelNumber[]): FeelNumber {
  const ordered = [...numbers].sort(compareNumbers);
  const half = Math.floor(ordered.length / 2);
  const upper = ordered[half] ?? 0;
  return ordered.length % 2 === 1 ? upper : divide(add(ordered[half - 1] ?? 0, upper), 2);
}

/** Of a sample. */
function deviation(numbers: FeelNumber[]): FeelNumber {
  const middle = mean(numbers);
  const squares = numbers.map((number) => {
    const distance = subtract(number, middle);
    return multiply(distance, distance);
  });
  return fromDouble(Math.sqrt(toDouble(divide(total(squares), numbers.length - 1))));
}

function mode(numbers: FeelNumber[]): FeelNumber[] {
  const values = distinct(numbers) as FeelNumber[];
  const timesOf = (value: FeelNumber) => numbers.filter((number) => same(number, value)).length;
  const most = Math.max(...values.map(timesOf));
  return values.filter((value) => timesOf(value) === most).sort(compareNumbers);
}

/** A position counts from 1, or backwards from -1. */
const indexOf = (items: unknown[], position: number): number =>
  position > 0 ? position - 1 : Math.max(0, items.length + position);

function sublist(items: unknown[], start: number, length: number): unknown[] {
  const from = indexOf(items, start);
  return items.slice(from, Math.max(from, from + length));
}

/** Position 0 is no place: 8.6.0 then gives what is before and what is after it, which is everything, twice. */
function removed(items: unknown[], position: number): unknown[] {
  if (position === 0) return [...items, ...items];
  const at = position > 0 ? position - 1 : items.length + position;
  return items.filter((_, index) => index !== at);
}

function sorted(items: unknown[], precedes: FeelFunction): unknown[] {
  if (precedes.parameters.length !== 2) {
    throw new FunctionFailure(`expect boolean function with 2 arguments, but found '${precedes.parameters.length}'`);
  }
  return inOrder(items, (a, b) => {
    const found = precedes.invoke([a, b]);
    if (typeof found === 'boolean') return found;
    throw new FunctionFailure(
      `fail to sort list by given precedes function: expected boolean but found '${showValue(found)}'`,
    );
  });
}

/**
 * Asks in Java's order, of which a question that has no answer tells: how far the list is ordered already, upwards or downwards,
 * then where each other item belongs, by halves.
 */
function inOrder(items: readonly unknown[], precedes: (a: unknown, b: unknown) => boolean): unknown[] {
  if (items.length < 2) return [...items];
  const isDown = precedes(items[1], items[0]);
  if (!isDown) precedes(items[0], items[1]);
  let run = 2;
  while (run < items.length && precedes(items[run], items[run - 1]) === isDown) {
    if (!isDown) precedes(items[run - 1], items[run]);
    run += 1;
  }
  const ordered = items.slice(0, run);
  if (isDown) ordered.reverse();
  for (const item of items.slice(run)) {
    let [left, right] = [0, ordered.length];
    while (left < right) {
      const middle = (left + right) >>> 1;
      if (precedes(item, ordered[middle])) right = middle;
      else left = middle + 1;
    }
    ordered.splice(left, 0, item);
  }
  return ordered;
}
