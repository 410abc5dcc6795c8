/** Input and output mappings of an element. */
import { compile } from '../feel/index.ts';
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
  return parameters.map((parameter) => {
    const fail = (reason: string) =>
      findings.add(node, reason, 'extensionElements', 'ioMapping', property.replace('Parameters', ''));
    const [source, target] = [text(parameter, 'source') ?? '', text(parameter, 'target') ?? ''];
    if (source === '') fail('Expected expression but not found.');
    if (target === '') fail('Expected path expression but not found.');
    else if (RESERVED.includes(target)) {
      fail(`Expected path expression '${target}' but is one of the reserved words (${RESERVED.join(', ')}).`);
    } else if (!IS_PATH.test(target)) {
      fail(`Expected path expression '${target}' but doesn't match the pattern '${PATH}'.`);
    }
    return { source: compile(source), target: target.split('.') };
  });
}
