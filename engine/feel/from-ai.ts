/**
 * `fromAi(value, description, type, schema, options)`: the value itself; what else is said of it tells whoever decides about the
 * elements of an ad-hoc sub-process what to provide.
 * https://docs.camunda.io/docs/components/modeler/feel/builtin-functions/feel-built-in-functions-miscellaneous/
 */
import { parseExpression } from 'feelin';
import type { Json } from '../core/types.ts';
import { evaluate, scopeOf } from './evaluate.ts';
import { feel } from './expression.ts';
import { toJson } from './values.ts';

type Node = ReturnType<typeof parseExpression>['topNode'];

const DETAILS = ['description', 'type', 'schema', 'options'] as const;
const PARAMETERS = ['value', ...DETAILS];

/** What an expression asks for, by calls of `fromAi`; details that are null or empty are left out. */
export function askedFromAi(source: string): Record<string, Json>[] {
  if (!source.includes('fromAi')) return [];
  const asked: Record<string, Json>[] = [];
  parseExpression(source, {}, 'camunda')
    .topNode.cursor()
    .iterate(({ name, node }) => {
      const called = name === 'FunctionInvocation' ? node.firstChild : null;
      if (called && textOf(called, source) === 'fromAi') asked.push(parameterOf(node, source));
    });
  return asked;
}

const textOf = ({ from, to }: Node, source: string): string => source.slice(from, to);

function parameterOf(call: Node, source: string): Record<string, Json> {
  const given = argumentsOf(call, source);
  const parameter: Record<string, Json> = { name: (given.get('value') ?? '').replace(/\s+/g, '') };
  for (const detail of DETAILS) {
    const text = given.get(detail);
    const value = text === undefined ? null : constant(text);
    if (!isEmpty(value)) parameter[detail] = value;
  }
  return parameter;
}

/** Texts of the arguments, by the name of their parameter. */
function argumentsOf(call: Node, source: string): Map<string, string> {
  const named = call.getChild('NamedParameters');
  if (named) {
    return new Map(
      named.getChildren('NamedParameter').map((one) => {
        const [name, value] = [one.firstChild, one.lastChild];
        return [name ? textOf(name, source) : '', value ? textOf(value, source) : ''];
      }),
    );
  }
  const found = new Map<string, string>();
  let at = 0;
  for (let child = call.getChild('PositionalParameters')?.firstChild; child; child = child.nextSibling) {
    if (child.name === ',') continue;
    found.set(PARAMETERS[at] ?? '', textOf(child, source));
    at += 1;
  }
  return found;
}

function constant(text: string): Json {
  const result = evaluate(feel(text), scopeOf({}), 0);
  return result.ok ? toJson(result.value) : null;
}

const isEmpty = (value: Json): boolean =>
  value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
