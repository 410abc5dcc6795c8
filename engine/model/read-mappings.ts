/** Input and output mappings of an element. */
import { compile, type Expression, feel } from '../feel/index.ts';
import type { Findings } from './read-common.ts';
import type { Mapping } from './types.ts';
import { extension, many, type Node, text } from './xml.ts';

/** Where a mapping may write: a name, or a path into a context. Zeebe's pattern, word for word. */
const PATH = '[a-zA-Z_][a-zA-Z0-9_]*(\\.[a-zA-Z_][a-zA-Z0-9_]*)*';
const IS_PATH = new RegExp(`^${PATH}$`);
const RESERVED = ['null', 'true', 'false', 'function', 'if', 'then', 'else', 'for', 'between', 'instance', 'of'];

export function readMappings(
  node: Node,
  property: 'inputParameters' | 'outputParameters',
  findings: Findings,
): Mapping[] {
  const parameters = many(extension(node, 'zeebe:IoMapping'), property);
  const side = property === 'inputParameters' ? 'input' : 'output';
  return parameters.map((parameter) => {
    const fail = (reason: string) => findings.addPart(node, parameter, reason, 'extensionElements', 'ioMapping', side);
    const target = text(parameter, 'target') ?? '';
    const source = sourceOf(parameter, side, fail);
    if (target === '') fail('Expected path expression but not found.');
    else if (RESERVED.includes(target)) {
      fail(`Expected path expression '${target}' but is one of the reserved words (${RESERVED.join(', ')}).`);
    } else if (!IS_PATH.test(target)) {
      fail(`Expected path expression '${target}' but doesn't match the pattern '${PATH}'.`);
    }
    return { source, target: target.split('.') };
  });
}

/** An input may do without a source since 8.8 and is null then; an output must be computed. */
function sourceOf(parameter: Node, side: 'input' | 'output', fail: (reason: string) => void): Expression {
  if (side === 'input' && parameter.source === undefined) return feel('null');
  const source = text(parameter, 'source') ?? '';
  const expression = compile(source);
  if (source === '') fail('Expected expression but not found.');
  else if (side === 'output' && expression.kind === 'static') {
    fail(
      `Expected expression but found static value '${source}'. An expression must start with '=' (e.g. '=${source}').`,
    );
  }
  return expression;
}
