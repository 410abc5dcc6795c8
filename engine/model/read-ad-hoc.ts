/** Ad-hoc sub-processes: what can be begun in them, by whom, and when they are over. */

import { askedFromAi } from '../feel/from-ai.ts';
import { compile, feel } from '../feel/index.ts';
import { type Findings, formal, optional, readJob } from './read-common.ts';
import type { AdHocBehaviour, AdHocElement, Element } from './types.ts';
import { extension, id, many, type Node, text } from './xml.ts';

const ACTIVITY = /(?:TASK|SUB_PROCESS|CALL_ACTIVITY)$/;
const NEVER_BEGUN = /^(?:EVENT_SUB_PROCESS|BOUNDARY_EVENT)$/;

/** The wrapper around each element that is begun: its own scope, so that one element may be begun several times. */
export const innerIdOf = (adHocId: string): string => `${adHocId}#innerInstance`;

export function readAdHoc(node: Node, children: readonly Element[], findings: Findings): AdHocBehaviour {
  const has = (type: string) => children.some((child) => child.type === type);
  if (!children.some(({ type }) => ACTIVITY.test(type))) findings.add(node, 'Must have at least one activity.');
  if (has('START_EVENT')) findings.add(node, 'Must not contain a start event');
  if (has('END_EVENT')) findings.add(node, 'Must not contain an end event');
  const adHoc = extension(node, 'zeebe:AdHoc');
  const outputCollection = text(adHoc, 'outputCollection') ?? null;
  const outputElement = optional(adHoc, 'outputElement');
  if ((outputCollection === null) !== (outputElement === null)) {
    findings.add(node, `Attributes 'outputCollection' and 'outputElement' of 'zeebe:adHoc' must be used together`);
  }
  const condition = formal(node, 'completionCondition');
  // A worker that decides is asked for neither: its job results say what begins and when the condition is met.
  const job = extension(node, 'zeebe:TaskDefinition') ? readJob(node, findings) : null;
  const activeElements = text(adHoc, 'activeElementsCollection');
  return {
    kind: 'adHoc',
    activeElements: activeElements && !job ? compile(activeElements) : null,
    completionCondition: condition && !job ? feel(condition.replace(/^=/, '')) : null,
    cancelRemainingInstances: node.cancelRemainingInstances !== false,
    outputCollection,
    outputElement,
    job,
    elements: children.filter(canBeBegun).map((child) => describe(child, node)),
    eventSubProcessIds: children.filter(({ type }) => type === 'EVENT_SUB_PROCESS').map((child) => child.id),
  };
}

const canBeBegun = ({ type, incoming, isForCompensation }: Element): boolean =>
  incoming.length === 0 && !isForCompensation && !NEVER_BEGUN.test(type);

function describe(element: Element, scope: Node): AdHocElement {
  const node = many(scope, 'flowElements').find((child) => id(child) === element.id);
  const [documentation] = many(node, 'documentation');
  const properties = many(node && extension(node, 'zeebe:Properties'), 'properties');
  return {
    elementId: element.id,
    elementName: element.name,
    documentation: text(documentation, 'text') ?? null,
    properties: Object.fromEntries(properties.map((one) => [text(one, 'name') ?? '', text(one, 'value') ?? ''])),
    parameters: element.inputs.flatMap(({ source }) => (source.kind === 'feel' ? askedFromAi(source.source) : [])),
  };
}
