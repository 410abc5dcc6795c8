/** Finds expressions that cannot be parsed, at deployment. Returns the reason, or null when it is fine. */
import { evaluate, SyntaxError as FeelSyntaxError } from 'feelin';
import type { Expression } from './expression.ts';
import { NAMES_WITH_BLANKS } from './typed-operators.ts';

export function syntaxError(expression: Expression): string | null {
  if (expression.kind === 'static' || expression.path) return null;
  try {
    // Names with blanks are only known at run time: give the parser a context that knows the words of Camunda's functions.
    evaluate(expression.source, NAMES_WITH_BLANKS, 'camunda');
    return null;
  } catch (error) {
    return error instanceof FeelSyntaxError ? error.message : null;
  }
}
