/** FEEL values and what Zeebe keeps of them in variables, where temporal values become texts. */
import type { Json } from '../core/types.ts';
import { isNumber, toVariable } from './number.ts';
import { FeelDate, FeelDateTime, FeelDuration, FeelPeriod, isTemporal } from './temporal/index.ts';
import { CONTEXT_BYTES, makes } from './within-size.ts';

/** A function that an expression defines. */
export class FeelFunction {
  readonly parameters: readonly string[];
  readonly invoke: (args: readonly unknown[]) => unknown;
  constructor(parameters: readonly string[], invoke: (args: readonly unknown[]) => unknown) {
    this.parameters = parameters;
    this.invoke = invoke;
  }
}

export type FeelContext = Record<string, unknown>;

export const isContext = (value: unknown): value is FeelContext =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

export function toJson(value: unknown): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return wellFormed(value);
  if (typeof value === 'boolean') return value;
  if (isNumber(value)) return toVariable(value);
  if (Array.isArray(value)) {
    makes(value.length);
    return value.map(toJson);
  }
  if (isTemporal(value)) return value.toVariable();
  if (!isContext(value)) return null;
  const result: Record<string, Json> = {};
  const entries = Object.entries(value);
  makes(entries.length, CONTEXT_BYTES);
  for (const [name, entry] of entries) {
    if (!(entry instanceof FeelFunction)) result[name] = toJson(entry);
  }
  return result;
}

/** Half a character, which a substring can leave, is written as a question mark. */
const wellFormed = (text: string): string =>
  text.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '?');

/** Type names as Zeebe's messages print them. */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'string') return 'STRING';
  if (isNumber(value)) return 'NUMBER';
  if (typeof value === 'boolean') return 'BOOLEAN';
  if (Array.isArray(value)) return 'ARRAY';
  if (value instanceof FeelDateTime) return 'DATE_TIME';
  if (value instanceof FeelDate) return 'DATE';
  if (value instanceof FeelDuration) return 'DURATION';
  if (value instanceof FeelPeriod) return 'PERIOD';
  return isContext(value) ? 'OBJECT' : 'UNKNOWN';
}
