/** From the rows that matched to the result of a decision table (DMN 1.3, section 8.2.8). */
import { isDeepStrictEqual } from 'node:util';
import {
  add,
  compareNumbers,
  equalValues,
  evaluate,
  feel,
  isContext,
  isNumber,
  scopeOf,
  showValue,
  toJson,
} from '../feel/index.ts';
import { DecisionError } from './decision-error.ts';
import type { Aggregator, DecisionTable } from './table.ts';

type Row = Record<string, unknown>;

/** `rows` has at least one. */
export function hitPolicyResult(decisionId: string, table: DecisionTable, rows: readonly Row[], now: number): unknown {
  const single = (row: Row | undefined): unknown => {
    if (!row) return null;
    const values = Object.values(row);
    return values.length === 1 ? values[0] : row;
  };
  switch (table.hitPolicy) {
    case 'FIRST':
      return single(rows[0]);
    case 'UNIQUE':
      if (rows.length > 1)
        fail(decisionId, `multiple values aren't allowed for UNIQUE hit policy. found: '${show(rows)}'`);
      return single(rows[0]);
    case 'ANY':
      if (rows.some((row) => row !== rows[0] && !isSame(Object.values(row), Object.values(rows[0] ?? {})))) {
        fail(decisionId, `different values aren't allowed for ANY hit policy. found: '${show(rows)}'`);
      }
      return single(rows[0]);
    case 'PRIORITY':
      return single(byPriority(table, rows, now)[0]);
    case 'OUTPUT ORDER':
      return byPriority(table, rows, now).map(single);
    case 'RULE ORDER':
      return rows.map(single);
    case 'COLLECT':
      return table.aggregator ? aggregate(decisionId, table.aggregator, rows.map(single)) : rows.map(single);
    default:
      return fail(decisionId, `hit policy '${String(table.hitPolicy)}' is not supported`);
  }
}

/** For 8.6.0 two contexts are never the same, whatever is in them. */
function isSame(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, at) => isSame(item, b[at]));
  return !isContext(a) && equalValues(a, b) === true;
}

function fail(decisionId: string, message: string): never {
  throw new DecisionError(decisionId, message);
}

/** As Camunda's decision engine prints its rows. */
const show = (rows: readonly Row[]): string =>
  `List(${rows
    .map(
      (row) =>
        `Map(${Object.entries(row)
          .map(([name, value]) => `${name} -> ${showValue(value)}`)
          .join(', ')})`,
    )
    .join(', ')})`;

function byPriority(table: DecisionTable, rows: readonly Row[], now: number): Row[] {
  const orders = table.outputs.map((output) =>
    output.values.map((value) => {
      const found = evaluate(feel(value), scopeOf({}), now);
      return found.ok ? toJson(found.value) : null;
    }),
  );
  const rank = (row: Row): number[] =>
    table.outputs.map((output, at) => {
      const value = toJson(row[output.name || output.id]);
      const position = orders[at]?.findIndex((candidate) => isDeepStrictEqual(candidate, value)) ?? -1;
      return position < 0 ? Number.MAX_SAFE_INTEGER : position;
    });
  return [...rows].sort((a, b) => {
    const [left, right] = [rank(a), rank(b)];
    for (const [at, position] of left.entries()) {
      const difference = position - (right[at] ?? 0);
      if (difference !== 0) return difference;
    }
    return 0;
  });
}

function aggregate(decisionId: string, aggregator: Aggregator, values: readonly unknown[]): unknown {
  if (aggregator === 'COUNT') return values.length;
  const numbers = values.map((value) =>
    isNumber(value) ? value : fail(decisionId, `expected number but found '${showValue(value)}'`),
  );
  if (aggregator === 'SUM') return numbers.reduce(add);
  const sign = aggregator === 'MIN' ? -1 : 1;
  return numbers.reduce((best, number) => (compareNumbers(number, best) * sign > 0 ? number : best));
}
