import { isNumber, numberText } from './number.ts';
import type { Node, RangeNode } from './syntax-tree.ts';

/** A range as Camunda's FEEL engine names it in its warnings: by its syntax. */
export function describeRange({ low, high, lowIncluded, highIncluded }: RangeNode): string {
  const end = (node: Node, included: boolean) => `${included ? 'Closed' : 'Open'}ConstRangeBoundary(${describe(node)})`;
  return `ConstRange(${end(low, lowIncluded)},${end(high, highIncluded)})`;
}

function describe(node: Node): string {
  if (node.kind === 'name') return `Ref(List(${node.path.join(', ')}))`;
  const literal = node.kind === 'call' && node.args.kind === 'positional' ? node.args.values[0] : undefined;
  if (node.kind === 'call' && node.name === 'date' && literal?.kind === 'constant')
    return `ConstDate(${literal.value})`;
  if (node.kind !== 'constant') return node.kind;
  if (typeof node.value === 'string') return `ConstString(${node.value})`;
  if (typeof node.value === 'boolean') return `ConstBool(${node.value})`;
  if (isNumber(node.value)) return `ConstNumber(${numberText(node.value)})`;
  return node.value === null ? 'ConstNull' : String(node.value);
}
