import type { Call } from './builtins/index.ts';
import { FatalError } from './failures.ts';
import { showValue } from './show.ts';
import { FeelFunction } from './values.ts';
import { makes, WRITTEN_BYTES } from './within-size.ts';

/** What an expression sees while it is evaluated, and what it leaves behind. */
export interface Environment extends Call {
  /** A variable; undefined = there is none. */
  lookup(name: string): unknown;
  /** A function that a context defines. What a parameter or a variable holds cannot be called. */
  functionNamed(name: string): FeelFunction | undefined;
  /** What a unary test is asked about. */
  input: { value: unknown } | null;
  /** Whether `?` is that input already: a test is first evaluated without. */
  isAsked: boolean;
  warnings: string[];
  /** Assertions that were not fulfilled. */
  failures: string[];
}

/** Something that no function takes, and that is equal to nothing. */
export class InvalidValue {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

/** `?` where there is no input. */
export class MissingInput extends FatalError {
  constructor() {
    super("No input value available. '?' can only be used inside an unary-test expression.");
  }
}
/** What a function gets for it that takes any value. */
export class NoInput {
  toString(): string {
    return `fatal error("${new MissingInput().message}")`;
  }
}
const NO_INPUT = new NoInput();

/** What `evaluate` gives, or `instead` where it needs an input that is not there. */
export function orWithoutInput<T>(evaluate: () => unknown, instead: (reason: string) => T): unknown {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof MissingInput) return instead(NO_INPUT.toString());
    throw error;
  }
}
/** An argument of a function: what needs the missing input is handed on. */
export const argumentOf = (evaluate: () => unknown): unknown => orWithoutInput(evaluate, () => NO_INPUT);

/** @throws MissingInput when the value is what a function got for it */
export function present<T>(value: T): T {
  if (value instanceof NoInput) throw new MissingInput();
  return value;
}

/** The environment with names that hide others. */
export const within = (env: Environment, names: Record<string, unknown>): Environment => ({
  ...env,
  lookup: (name) => (Object.hasOwn(names, name) ? names[name] : env.lookup(name)),
});

/** The environment of an entry of a context: it sees the entries before it, functions apart from values. */
export function withinContext(env: Environment, entries: Record<string, unknown>): Environment {
  const own = (name: string) => (Object.hasOwn(entries, name) ? entries[name] : undefined);
  return {
    ...env,
    lookup(name) {
      const entry = own(name);
      return entry === undefined || entry instanceof FeelFunction ? env.lookup(name) : entry;
    },
    functionNamed(name) {
      const entry = own(name);
      return entry instanceof FeelFunction ? entry : env.functionNamed(name);
    },
  };
}

export function warn(env: Pick<Environment, 'warnings'>, type: string, text: string): null {
  makes(text.length, WRITTEN_BYTES);
  env.warnings.push(`[${type}] ${text}`);
  return null;
}

export const notBoolean = (value: unknown, env: Environment): null =>
  warn(env, 'INVALID_TYPE', `Expected boolean but found '${showValue(value)}'`);
