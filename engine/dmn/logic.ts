/** What decides: tables, expressions, and boxes of expressions. */

import type { Expression } from '../feel/index.ts';
import { feel } from '../feel/index.ts';
import { id, many, type Node, one, text } from '../model/xml.ts';
import { checked, type Fail } from './checked.ts';
import { type DecisionTable, readTable } from './table.ts';

export type Logic =
  | DecisionTable
  | { kind: 'literal'; expression: Expression }
  /** The entry without a name is the result. */
  | { kind: 'context'; entries: readonly { name: string | null; value: Logic }[] }
  | { kind: 'list'; items: readonly Logic[] }
  /** Of a business knowledge model that takes nothing: 8.6.0 deploys none that hands something over (measured). */
  | { kind: 'invocation'; functionName: string }
  | { kind: 'relation'; rows: readonly (readonly { name: string; value: Logic }[])[] };

/** The logic of a decision, of an entry of a box, or of a business knowledge model; `node` is what there is of it. */
export function readLogic(node: Node | undefined, fail: Fail): Logic {
  const inner = (value: Node | undefined) => readLogic(value, fail);
  switch (node?.$type) {
    case 'dmn:DecisionTable':
      return readTable(node, fail);
    case 'dmn:LiteralExpression':
      return { kind: 'literal', expression: literal(node, fail) };
    case 'dmn:Context':
      return {
        kind: 'context',
        entries: many(node, 'contextEntry').map((entry) => ({
          name: one(entry, 'variable')?.name ?? null,
          value: inner(one(entry, 'value')),
        })),
      };
    case 'dmn:List':
      return { kind: 'list', items: many(node, 'elements').map(inner) };
    case 'dmn:Invocation':
      if (many(node, 'binding').length > 0)
        fail('an invocation with bindings is not supported; call the function in an expression');
      return { kind: 'invocation', functionName: text(one(node, 'calledFunction'), 'text') ?? '' };
    case 'dmn:Relation': {
      const names = many(node, 'column').map((column) => column.name ?? id(column));
      const rows = many(node, 'row').map((row) =>
        many(row, 'elements').map((value, at) => ({ name: names[at] ?? '', value: inner(value) })),
      );
      return { kind: 'relation', rows };
    }
    default:
      fail('must have a decision table, a literal expression, an invocation, a context, a list or a relation');
      return { kind: 'literal', expression: feel('null') };
  }
}

function literal(node: Node, fail: Fail): Expression {
  const language = text(node, 'expressionLanguage');
  if (language && !/feel/i.test(language)) fail(`expression language '${language}' is not supported; use FEEL`);
  return checked(text(node, 'text') ?? '', fail);
}
