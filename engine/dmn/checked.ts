import { type Expression, feel, syntaxError } from '../feel/index.ts';

/** Notes what is wrong with the decision that is read. */
export type Fail = (reason: string) => void;

/** An expression of a DMN file, which may not be empty. */
export function checked(source: string, fail: Fail): Expression {
  const expression = feel(source.trim());
  const reason = source.trim() === '' ? 'it is empty' : syntaxError(expression);
  if (reason) fail(`FEEL expression '${source}' cannot be parsed: ${reason}`);
  return expression;
}
