/** Finds expressions that cannot be parsed, at deployment. Returns the reason, or null when it is fine. */
import type { Expression } from './expression.ts';
import { treeOf } from './parsed.ts';
import { FeelSyntaxError } from './scanner.ts';

export function syntaxError(expression: Expression): string | null {
  if (expression.kind === 'static' || expression.path) return null;
  try {
    treeOf(expression.source);
    return null;
  } catch (error) {
    if (error instanceof FeelSyntaxError) return error.message;
    if (error instanceof RangeError) return 'it is nested too deeply';
    throw error;
  }
}
