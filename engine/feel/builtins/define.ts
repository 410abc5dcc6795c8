/** How built-in functions are written down: their overloads with the types that each takes. */
import { isNumber } from '../number.ts';
import { FeelRange } from '../range.ts';
import { FeelDate, FeelDateTime, FeelDuration, FeelPeriod, FeelTime } from '../temporal/index.ts';
import { FeelFunction, isContext } from '../values.ts';

/** A function that gets what it can do nothing with; the call is null and the message a warning. */
export class FunctionFailure extends Error {}

/** What a function may ask of the evaluation that calls it. */
export interface Call {
  /** Epoch milliseconds. */
  now: number;
  /** Decisions know what FEEL defines, not what Zeebe adds for processes. */
  isDecision: boolean;
}

type Run = (...args: never[]) => unknown;

/** What a function does with arguments of these types. */
export interface Form {
  types: readonly Type[];
  run: Run;
}
export interface Overload {
  parameters: readonly string[];
  /** How many of the parameters must be given, the first ones. */
  required: number;
  /** The last parameter takes any number of arguments, or one list of them when it is the only one. */
  varargs: boolean;
  forms: readonly Form[];
}
export type Builtins = Record<string, readonly Overload[]>;

const TYPES = {
  any: () => true,
  null: (value: unknown) => value === null || value === undefined,
  number: isNumber,
  string: (value: unknown) => typeof value === 'string',
  'string or null': (value: unknown) => typeof value === 'string' || value === null || value === undefined,
  boolean: (value: unknown) => typeof value === 'boolean',
  list: Array.isArray,
  context: isContext,
  date: (value: unknown) => value instanceof FeelDate,
  time: (value: unknown) => value instanceof FeelTime,
  dateTime: (value: unknown) => value instanceof FeelDateTime,
  duration: (value: unknown) => value instanceof FeelDuration,
  period: (value: unknown) => value instanceof FeelPeriod,
  function: (value: unknown) => value instanceof FeelFunction,
  range: (value: unknown) => value instanceof FeelRange,
  /** What ranges are made of. */
  point: (value: unknown) =>
    isNumber(value) ||
    value instanceof FeelDate ||
    value instanceof FeelTime ||
    value instanceof FeelDateTime ||
    value instanceof FeelDuration ||
    value instanceof FeelPeriod,
} satisfies Record<string, (value: unknown) => boolean>;
export type Type = keyof typeof TYPES;

export const form = (types: readonly Type[], run: Run): Form => ({ types, run });

export const overload = (parameters: readonly string[], ...forms: Form[]): Overload => ({
  parameters,
  required: parameters.length,
  varargs: false,
  forms,
});
/** With parameters that may be left out. */
export const optional = (required: number, parameters: readonly string[], ...forms: Form[]): Overload => ({
  ...overload(parameters, ...forms),
  required,
});
export const varargs = (parameters: readonly string[], ...forms: Form[]): Overload => ({
  parameters,
  required: parameters.length,
  varargs: true,
  forms,
});

/** The form of an overload for these arguments. */
export const formFor = ({ forms }: Overload, args: readonly unknown[]): Form | undefined =>
  forms.find(({ types }) => types.every((type, at) => TYPES[type](args[at])));
