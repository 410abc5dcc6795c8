/** A `bpmn:Process` to a `ProcessModel`: walks the scopes, reads each element, checks how they are connected. */
import type { BpmnElementType } from '../core/types.ts';
import { feel } from '../feel/index.ts';
import { connect } from './connect.ts';
import { readTask } from './read-activity.ts';
import { innerIdOf, readAdHoc } from './read-ad-hoc.ts';
import { type Findings, formal, mustCompute, placeOf, readMultiInstance } from './read-common.ts';
import { readEvent, readThrow } from './read-event.ts';
import { readListeners, refuseTaskListeners } from './read-listeners.ts';
import { readMappings } from './read-mappings.ts';
import type { Behaviour, Element, Flow, ProcessModel } from './types.ts';
import { extension, extensions, id, many, type Node, one, text } from './xml.ts';

const TYPES: Record<string, BpmnElementType> = {
  'bpmn:StartEvent': 'START_EVENT',
  'bpmn:EndEvent': 'END_EVENT',
  'bpmn:IntermediateCatchEvent': 'INTERMEDIATE_CATCH_EVENT',
  'bpmn:IntermediateThrowEvent': 'INTERMEDIATE_THROW_EVENT',
  'bpmn:BoundaryEvent': 'BOUNDARY_EVENT',
  'bpmn:ServiceTask': 'SERVICE_TASK',
  'bpmn:SendTask': 'SEND_TASK',
  'bpmn:ReceiveTask': 'RECEIVE_TASK',
  'bpmn:UserTask': 'USER_TASK',
  'bpmn:ManualTask': 'MANUAL_TASK',
  'bpmn:Task': 'TASK',
  'bpmn:ScriptTask': 'SCRIPT_TASK',
  'bpmn:BusinessRuleTask': 'BUSINESS_RULE_TASK',
  'bpmn:ExclusiveGateway': 'EXCLUSIVE_GATEWAY',
  'bpmn:ParallelGateway': 'PARALLEL_GATEWAY',
  'bpmn:InclusiveGateway': 'INCLUSIVE_GATEWAY',
  'bpmn:EventBasedGateway': 'EVENT_BASED_GATEWAY',
  'bpmn:CallActivity': 'CALL_ACTIVITY',
  'bpmn:SubProcess': 'SUB_PROCESS',
  'bpmn:AdHocSubProcess': 'AD_HOC_SUB_PROCESS',
};
const USE_INSTEAD: Record<string, string> = {
  'bpmn:ComplexGateway': 'complex gateways are not supported; use exclusive and parallel gateways',
  'bpmn:Transaction': 'transactions are not supported; use an embedded sub-process',
};
/** Drawn for people only. */
const IGNORED = /^bpmn:(DataObject|DataObjectReference|DataStoreReference|TextAnnotation|Association|Group)$/;

/** A process while it is read. */
export interface Draft {
  elements: Map<string, Element>;
  flows: Map<string, Flow>;
  /** Ids of the flows by the id of the element they leave, and of the one they arrive at. What elements list of them is not asked. */
  leaving: Map<string, string[]>;
  arriving: Map<string, string[]>;
  /** What an association leads to, by the id of the element it comes from. */
  associations: Map<string, string>;
  findings: Findings;
}

export function readProcess(process: Node, findings: Findings): ProcessModel {
  const draft: Draft = {
    elements: new Map(),
    flows: new Map(),
    leaving: new Map(),
    arriving: new Map(),
    associations: new Map(),
    findings,
  };
  readFlows(process, draft);
  for (const form of extensions(process).filter(({ $type }) => $type === 'zeebe:UserTaskForm')) {
    if (text(form, 'body')?.trim()) continue;
    const reason = 'User task form text content has to be present and not empty';
    findings.add(process, reason, 'extensionElements', 'userTaskForm');
  }
  const root = readScope(process, 'PROCESS', null, draft);
  connect(draft);
  return {
    bpmnProcessId: id(process),
    name: process.name ?? null,
    versionTag: text(extension(process, 'zeebe:VersionTag'), 'value') ?? null,
    startFormId: startFormOf(process),
    root,
    elements: draft.elements,
    flows: draft.flows,
  };
}

function startFormOf(process: Node): string | null {
  const start = many(process, 'flowElements').find(
    (node) => node.$type === 'bpmn:StartEvent' && many(node, 'eventDefinitions').length === 0,
  );
  return text(start && extension(start, 'zeebe:FormDefinition'), 'formId') ?? null;
}

/**
 * Zeebe visits the elements of a diagram last to first, and so takes flows, tries conditions and opens events in that
 * order. Nobody should draw a diagram that depends on it, but traces do.
 */
const visited = (flowIds: readonly string[] = []): string[] => [...flowIds].reverse();

function append(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

/** All sequence flows of all scopes first: elements look at both ends. */
function readFlows(scope: Node, draft: Draft): void {
  for (const { $type, sourceRef, targetRef } of many(scope, 'artifacts')) {
    const [from, to] = [sourceRef as Node | undefined, targetRef as Node | undefined];
    if ($type === 'bpmn:Association' && from?.id && to?.id) draft.associations.set(from.id, to.id);
  }
  for (const node of many(scope, 'flowElements')) {
    if (node.$type === 'bpmn:SequenceFlow') {
      const source = one(node, 'sourceRef');
      const target = one(node, 'targetRef');
      if (!source || !target) {
        draft.findings.add(node, 'Must have a source and a target');
        continue;
      }
      append(draft.leaving, id(source), id(node));
      append(draft.arriving, id(target), id(node));
      const condition = formal(node, 'conditionExpression');
      const expression = one(node, 'conditionExpression');
      if (expression) {
        const [part, ...inside] = placeOf(node, expression, 'conditionExpression');
        mustCompute(condition, (reason) => draft.findings.add(part, reason, ...inside));
      }
      draft.flows.set(id(node), {
        id: id(node),
        name: node.name ?? null,
        sourceId: id(source),
        targetId: id(target),
        condition: condition ? feel(condition.replace(/^=/, '')) : null,
      });
    } else if (node.$type === 'bpmn:SubProcess' || node.$type === 'bpmn:AdHocSubProcess') readFlows(node, draft);
  }
}

function readScope(node: Node, type: BpmnElementType, parentId: string | null, draft: Draft): Element {
  const children = many(node, 'flowElements').flatMap((child) => {
    const element = readElement(child, node, draft);
    return element ? [element] : [];
  });
  if (type === 'AD_HOC_SUB_PROCESS') return readAdHocScope(node, parentId, children, draft);
  const starts = children.filter((child) => child.type === 'START_EVENT');
  const noneStarts = starts.filter(
    (child) => child.behaviour.kind === 'start' && child.behaviour.event.kind === 'none',
  );
  const eventSubProcessIds = children.filter((child) => child.type === 'EVENT_SUB_PROCESS').map((child) => child.id);
  if (type === 'PROCESS' && noneStarts.length > 1)
    draft.findings.add(node, 'Multiple none start events are not allowed');
  if (type === 'PROCESS' && starts.length === 0) draft.findings.add(node, 'Must have at least one start event');
  if ((type === 'SUB_PROCESS' || type === 'EVENT_SUB_PROCESS') && starts.length !== 1)
    draft.findings.add(node, 'Must have exactly one start event');
  if (type === 'SUB_PROCESS' && noneStarts.length < starts.length)
    draft.findings.add(node, 'Start events in subprocesses must be of type none');
  const behaviour: Behaviour =
    type === 'EVENT_SUB_PROCESS'
      ? { kind: 'eventSubProcess', startId: starts[0]?.id ?? '', eventSubProcessIds }
      : {
          kind: 'scope',
          noneStartId: noneStarts[0]?.id ?? null,
          eventSubProcessIds,
          startIds: starts.map((s) => s.id),
        };
  return store(node, type, parentId, behaviour, draft);
}

function readAdHocScope(node: Node, parentId: string | null, children: readonly Element[], draft: Draft): Element {
  const behaviour = readAdHoc(node, children, draft.findings);
  const element = store(node, 'AD_HOC_SUB_PROCESS', parentId, behaviour, draft);
  const inner: Element = {
    ...element,
    id: innerIdOf(element.id),
    type: 'AD_HOC_SUB_PROCESS_INNER_INSTANCE',
    parentId: element.id,
    incoming: [],
    outgoing: [],
    inputs: [],
    outputs: [],
    behaviour: { kind: 'adHocInner' },
    multiInstance: null,
    listeners: { start: [], end: [] },
    isForCompensation: false,
  };
  draft.elements.set(inner.id, inner);
  return element;
}

function readElement(node: Node, parent: Node, draft: Draft): Element | null {
  const type = TYPES[node.$type];
  if (!type) {
    if (node.$type !== 'bpmn:SequenceFlow' && !IGNORED.test(node.$type)) {
      draft.findings.add(node, USE_INSTEAD[node.$type] ?? `Elements of type '${node.$type}' are not supported`);
    }
    return null;
  }
  refuseTaskListeners(node, draft.findings);
  if (type === 'AD_HOC_SUB_PROCESS') return readScope(node, type, id(parent), draft);
  if (type === 'SUB_PROCESS') {
    return readScope(node, node.triggeredByEvent === true ? 'EVENT_SUB_PROCESS' : type, id(parent), draft);
  }
  return store(node, type, id(parent), readBehaviour(node, parent, draft), draft);
}

function readBehaviour(node: Node, parent: Node, draft: Draft): Behaviour {
  const { findings } = draft;
  switch (node.$type) {
    case 'bpmn:StartEvent': {
      const place = parent.triggeredByEvent === true ? 'eventSubProcessStart' : 'start';
      if (
        parent.triggeredByEvent === true &&
        parent.$parent?.$type === 'bpmn:AdHocSubProcess' &&
        node.isInterrupting !== false
      )
        findings.add(node, 'The event sub-process of an ad-hoc sub-process must not be interrupting');
      const event = readEvent(node, place, findings);
      const interrupting = node.isInterrupting !== false;
      if (event.kind === 'error' && !interrupting) findings.add(node, 'An error start event must be interrupting');
      return { kind: 'start', event, interrupting };
    }
    case 'bpmn:IntermediateCatchEvent': {
      const event = readEvent(node, 'catch', findings);
      // Nothing waits at a link: whoever throws it goes on here.
      return event.kind === 'link' ? { kind: 'linkCatch', linkName: event.name } : { kind: 'catch', event };
    }
    case 'bpmn:IntermediateThrowEvent':
      return readThrow(node, readEvent(node, 'throw', findings), findings);
    case 'bpmn:EndEvent':
      return readThrow(node, readEvent(node, 'end', findings), findings);
    case 'bpmn:BoundaryEvent': {
      const event = readEvent(node, 'boundary', findings);
      const interrupting = node.cancelActivity !== false;
      if (!interrupting && (event.kind === 'error' || event.kind === 'compensation')) {
        findings.add(node, `A boundary event for ${event.kind} must be interrupting`);
      }
      // The one place where 8.6.0 looks at what an element lists instead of at the flows.
      if (draft.leaving.has(id(node)) && many(node, 'outgoing').length === 0) {
        findings.add(node, 'Must have at least one outgoing sequence flow or association');
      }
      return { kind: 'boundary', event, interrupting, attachedToId: id(one(node, 'attachedToRef') ?? node) };
    }
    case 'bpmn:ExclusiveGateway':
      return { kind: 'exclusive', defaultFlowId: one(node, 'default')?.id ?? null };
    case 'bpmn:InclusiveGateway':
      return { kind: 'inclusive', defaultFlowId: one(node, 'default')?.id ?? null };
    case 'bpmn:ParallelGateway':
      return { kind: 'parallel' };
    case 'bpmn:EventBasedGateway':
      return {
        kind: 'eventGateway',
        eventIds: visited(draft.leaving.get(id(node))).flatMap((flowId) => draft.flows.get(flowId)?.targetId ?? []),
      };
    default:
      return readTask(node, findings);
  }
}

function store(
  node: Node,
  type: BpmnElementType,
  parentId: string | null,
  behaviour: Behaviour,
  draft: Draft,
): Element {
  const element: Element = {
    id: id(node),
    name: node.name ?? null,
    type,
    parentId,
    incoming: draft.arriving.get(id(node)) ?? [],
    outgoing: visited(draft.leaving.get(id(node))),
    inputs: readMappings(node, 'inputParameters', draft.findings),
    outputs: readMappings(node, 'outputParameters', draft.findings),
    behaviour,
    boundaryIds: [],
    multiInstance: readMultiInstance(node, draft.findings),
    behindEventGateway: false,
    listeners: readListeners(node, draft.findings),
    compensation: null,
    isForCompensation: node.isForCompensation === true,
  };
  draft.elements.set(element.id, element);
  return element;
}
