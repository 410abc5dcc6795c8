import { parseExpression } from './parser.ts';
import type { Node } from './syntax-tree.ts';

/** Diagrams hold a few hundred expressions; evaluations from outside must not let the table grow without end. */
const MAX_KNOWN = 10_000;
const MAX_CHARACTERS = 4_000_000;
const known = new Map<string, Node>();
let characters = 0;

/** The tree of an expression. @throws FeelSyntaxError */
export function treeOf(source: string): Node {
  const cached = known.get(source);
  if (cached) return cached;
  const tree = parseExpression(source);
  characters += source.length;
  if (known.size >= MAX_KNOWN || characters > MAX_CHARACTERS) {
    known.clear();
    characters = source.length;
  }
  known.set(source, tree);
  return tree;
}
