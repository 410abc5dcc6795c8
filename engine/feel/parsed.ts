import { parseExpression } from './parser.ts';
import type { Node } from './syntax-tree.ts';

/** Diagrams hold a few hundred expressions; evaluations from outside must not let the table grow without end. */
const MAX_KNOWN = 10_000;
const known = new Map<string, Node>();

/** The tree of an expression. @throws FeelSyntaxError */
export function treeOf(source: string): Node {
  const cached = known.get(source);
  if (cached) return cached;
  const tree = parseExpression(source);
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(source, tree);
  return tree;
}
