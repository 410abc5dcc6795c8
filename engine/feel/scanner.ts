/** Reads a FEEL text from left to right; what does not fit is a `FeelSyntaxError`. */

export class FeelSyntaxError extends Error {}

const SPACE = /(?:\s|\/\/[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/y;
const WORD = /[\p{L}_][\p{L}\p{N}_]*/uy;
const WORD_GOES_ON = /[\p{L}\p{N}_]/u;
/** Not names of variables or properties. */
export const RESERVED: ReadonlySet<string> = new Set([
  ...['null', 'true', 'false', 'function'],
  ...['and', 'or', 'in', 'then', 'else', 'return', 'satisfies'],
]);
/** Words that do not go on the name before them. */
const OPERATORS = new Set(['between', 'instance', 'of']);

/** What is tried in several ways, so that the same place is come to more than once. */
type Rule = 'expression' | 'interval' | 'additive';
/** What was read at a place, with where it ends; or why it cannot be read. */
type Reading = { found: unknown; end: number } | { failure: FeelSyntaxError };

export interface Scanner {
  /** Takes the sign when it comes next. */
  sign(text: string): boolean;
  expectSign(text: string): void;
  /** Takes the word when it comes next, as a whole. */
  keyword(text: string): boolean;
  expectKeyword(text: string): void;
  /** Takes what the pattern (sticky) finds here. */
  take(pattern: RegExp): RegExpExecArray | null;
  /** A name that is not reserved, or null. */
  name(): string | null;
  expectName(): string;
  /** A name of one or more words, with its blanks as they are. */
  names(): string;
  /** Goes back when the reading fails. */
  attempt<T>(read: () => T): T | null;
  /** Reads a rule; the same rule at the same place is read once, however many attempts come by. */
  once<T>(rule: Rule, read: () => T): T;
  /** What comes next, without taking it. */
  peek(): string;
  atEnd(): boolean;
  fail(what?: string): never;
}

export function createScanner(source: string): Scanner {
  let at = 0;
  /** By place. */
  const readings: Record<Rule, Map<number, Reading>> = {
    expression: new Map(),
    interval: new Map(),
    additive: new Map(),
  };
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(source);
  };
  const skip = () => {
    at += match(SPACE)?.[0].length ?? 0;
  };
  const scanner: Scanner = {
    sign(text) {
      skip();
      if (!source.startsWith(text, at)) return false;
      at += text.length;
      return true;
    },
    expectSign(text) {
      if (!scanner.sign(text)) scanner.fail(`'${text}' is missing`);
    },
    keyword(text) {
      skip();
      const end = at + text.length;
      if (!source.startsWith(text, at) || WORD_GOES_ON.test(source.charAt(end))) return false;
      at = end;
      return true;
    },
    expectKeyword(text) {
      if (!scanner.keyword(text)) scanner.fail(`'${text}' is missing`);
    },
    take(pattern) {
      skip();
      const found = match(pattern);
      if (found) at += found[0].length;
      return found;
    },
    name() {
      const quoted = scanner.take(/`([^`]*)`/y);
      if (quoted) return quoted[1] ?? '';
      const before = at;
      const word = scanner.take(WORD)?.[0];
      if (word !== undefined && !RESERVED.has(word)) return word;
      at = before;
      return null;
    },
    expectName() {
      return scanner.name() ?? scanner.fail('a name is missing');
    },
    names() {
      skip();
      const start = at;
      let found = scanner.expectName();
      for (let end = at; ; end = at) {
        const word = scanner.name();
        if (word === null || OPERATORS.has(word)) {
          at = end;
          return found;
        }
        found = source.slice(start, at);
      }
    },
    attempt(reading) {
      const before = at;
      try {
        return reading();
      } catch (error) {
        if (!(error instanceof FeelSyntaxError)) throw error;
        at = before;
        return null;
      }
    },
    once<T>(rule: Rule, reading: () => T): T {
      skip();
      const place = at;
      const known = readings[rule].get(place);
      if (known && 'failure' in known) throw known.failure;
      if (known) {
        at = known.end;
        return known.found as T;
      }
      try {
        const found = reading();
        readings[rule].set(place, { found, end: at });
        return found;
      } catch (failure) {
        if (failure instanceof FeelSyntaxError) readings[rule].set(place, { failure });
        throw failure;
      }
    },
    peek() {
      skip();
      return source.charAt(at);
    },
    atEnd() {
      skip();
      return at >= source.length;
    },
    fail(what = 'cannot be read') {
      throw new FeelSyntaxError(`${what} at character ${at + 1}`);
    },
  };
  return scanner;
}
