/**
 * Ordering values of different types (`"much" > 100`, `null > 100`) is null with a warning for Camunda's FEEL engine;
 * feelin says false, true (`1 < "2"`) or nothing. For a gateway that is the difference between an incident and the wrong
 * way, so a comparison that is the whole expression is looked at again.
 */
import { evaluate, parseExpression } from 'feelin';
import { isTemporalValue } from './values.ts';

interface Sides {
  left: string;
  right: string;
  ordering: boolean;
}

const known = new Map<string, Sides | null>();
/** Diagrams hold a few hundred conditions; evaluations from outside must not let the table grow without end. */
const MAX_KNOWN = 10_000;

/** The operands of a comparison, or null when the expression is something else. */
function sidesOf(source: string, context: Record<string, unknown>): Sides | null {
  const cached = known.get(source);
  if (cached !== undefined) return cached;
  let node = parseExpression(source, context, 'camunda').topNode.firstChild;
  while (node?.name === 'ParenthesizedExpression') node = node.firstChild?.nextSibling ?? null;
  const operator = node?.name === 'Comparison' ? node.getChild('CompareOp') : null;
  const [left, right] = [node?.firstChild, node?.lastChild];
  const found =
    operator && left && right
      ? {
          left: source.slice(left.from, left.to),
          right: source.slice(right.from, right.to),
          ordering: /^[<>]/.test(source.slice(operator.from, operator.to)),
        }
      : null;
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(source, found);
  return found;
}

/**
 * The warning when both sides cannot be compared, null when they can (or the expression is no comparison). `value` is what
 * feelin made of it: equality it judges itself, giving null without a word.
 */
export function incomparable(source: string, context: Record<string, unknown>, value: unknown): string | null {
  const sides = sidesOf(source, context);
  if (!sides || (!sides.ordering && value !== null)) return null;
  const left = evaluate(sides.left, context, 'camunda').value;
  const right = evaluate(sides.right, context, 'camunda').value;
  if (kindOf(left) === kindOf(right) && kindOf(left) !== 'other') return null;
  return `[NOT_COMPARABLE] Can't compare '${show(left)}' with '${show(right)}'`;
}

function kindOf(value: unknown): string {
  if (isTemporalValue(value)) return (value as object).constructor.name;
  return typeof value === 'number' || typeof value === 'string' ? typeof value : 'other';
}

function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  return value === null || value === undefined
    ? 'null'
    : isTemporalValue(value)
      ? String(value)
      : JSON.stringify(value);
}
