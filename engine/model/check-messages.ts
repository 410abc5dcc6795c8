/** Messages of a diagram: Zeebe looks at each once, whoever waits for it, processes that are not executable included. */
import { type Findings, mustCompute } from './read-common.ts';
import { extension, many, type Node, one, text } from './xml.ts';

export function checkMessages(definitions: Node, findings: Findings): void {
  const roots = many(definitions, 'rootElements');
  for (const message of roots.filter(({ $type }) => $type === 'bpmn:Message')) {
    const subscription = extension(message, 'zeebe:Subscription');
    if (!subscription) continue;
    mustCompute(text(subscription, 'correlationKey'), (reason) =>
      findings.add(message, reason, 'extensionElements', 'subscription'),
    );
  }
  for (const process of roots.filter(({ $type }) => $type === 'bpmn:Process')) checkScope(process, findings);
}

function checkScope(scope: Node, findings: Findings): void {
  for (const node of many(scope, 'flowElements')) {
    for (const message of waitedFor(node)) {
      if (!text(message, 'name')) findings.add(message, 'Name must be present and not empty');
      const begins = node.$type === 'bpmn:StartEvent' && scope.triggeredByEvent !== true;
      if (!begins && !extension(message, 'zeebe:Subscription')) {
        findings.add(message, 'Must have exactly one zeebe:subscription extension element');
      }
    }
    checkScope(node, findings);
  }
}

const WAITS = /^bpmn:(StartEvent|IntermediateCatchEvent|BoundaryEvent|ReceiveTask)$/;

function waitedFor(node: Node): Node[] {
  if (!WAITS.test(node.$type)) return [];
  return [node, ...many(node, 'eventDefinitions')].flatMap((part) => one(part, 'messageRef') ?? []);
}
