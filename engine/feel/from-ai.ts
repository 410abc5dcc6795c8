/**
 * `fromAi(value, description, type, schema, options)`: the value itself; what else is said of it tells whoever decides about the
 * elements of an ad-hoc sub-process what to provide.
 * https://docs.camunda.io/docs/components/modeler/feel/builtin-functions/feel-built-in-functions-miscellaneous/
 */
import type { Json } from '../core/types.ts';
import { FROM_AI } from './builtins/later.ts';
import { attempt, environmentOf, scopeOf } from './evaluate.ts';
import { feel } from './expression.ts';
import { evaluateNode } from './interpreter.ts';
import { treeOf } from './parsed.ts';
import { syntaxError } from './syntax.ts';
import type { Arguments, Node } from './syntax-tree.ts';
import { toJson } from './values.ts';

/** What an expression asks for, by calls of `fromAi`; details that are null or empty are left out. */
export function askedFromAi(source: string): Record<string, Json>[] {
  // What cannot be read is told where the expressions are checked.
  if (!source.includes('fromAi') || syntaxError(feel(source))) return [];
  return callsIn(treeOf(source)).map((args) => parameterOf(args, source));
}

/** The arguments of every call within a node, outer calls first. */
function callsIn(part: unknown): Arguments[] {
  if (typeof part !== 'object' || part === null) return [];
  const inner = Object.values(part).flatMap(callsIn);
  return 'kind' in part && part.kind === 'call' && 'name' in part && part.name === 'fromAi'
    ? [(part as Extract<Node, { kind: 'call' }>).args, ...inner]
    : inner;
}

function parameterOf(args: Arguments, source: string): Record<string, Json> {
  const given = new Map<string, Node>(
    args.kind === 'named' ? args.values : args.values.map((value, at) => [FROM_AI[at] ?? '', value]),
  );
  const value = given.get('value');
  const parameter: Record<string, Json> = { name: value?.kind === 'name' ? value.path.join('.') : '' };
  for (const detail of FROM_AI.slice(1)) {
    const said = given.get(detail);
    const found = said ? constant(said, source) : null;
    if (!isEmpty(found)) parameter[detail] = found;
  }
  return parameter;
}

function constant(node: Node, source: string): Json {
  const env = environmentOf(scopeOf({}), 0);
  const result = attempt(source, env, () => evaluateNode(node, env));
  return result.ok ? toJson(result.value) : null;
}

const isEmpty = (value: Json): boolean =>
  value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
