/** Listeners: jobs around the work of an element, and around what is done to a user task. */
import { compile } from '../feel/index.ts';
import type { Findings } from './read-common.ts';
import { type Element, type Listener, TASK_EVENTS, type TaskEvent, type TaskListeners } from './types.ts';
import { extension, many, type Node, text } from './xml.ts';

/**
 * Execution listeners (docs.camunda.io, "Execution listeners"): gateways have none at their end, start and boundary events
 * none at their start, compensation boundary events none at all, error end events none at their end.
 */
export function readListeners(node: Node, findings: Findings): Element['listeners'] {
  const found: Record<'start' | 'end', Listener[]> = { start: [], end: [] };
  const seen = new Set<string>();
  for (const listener of many(extension(node, 'zeebe:ExecutionListeners'), 'listeners')) {
    const event = text(listener, 'eventType');
    const type = text(listener, 'type');
    if (event !== 'start' && event !== 'end') {
      findings.add(node, `Attribute 'eventType' of 'zeebe:executionListener' must be 'start' or 'end'`);
      continue;
    }
    if (!type) findings.add(node, `Attribute 'type' of 'zeebe:executionListener' must be present and not empty`);
    if (seen.has(`${event} ${type}`)) {
      findings.add(node, `Found two execution listeners at the ${event} with the same type '${type}'`);
    }
    seen.add(`${event} ${type}`);
    found[event].push({ type: compile(type ?? ''), retries: compile(text(listener, 'retries') ?? '3') });
  }
  const eventKind = many(node, 'eventDefinitions')[0]?.$type;
  const compensation = node.$type === 'bpmn:BoundaryEvent' && eventKind === 'bpmn:CompensateEventDefinition';
  const refuse = (place: 'start' | 'end', what: string) => {
    if (found[place].length > 0) findings.add(node, `Execution listeners at the ${place} are not supported by ${what}`);
  };
  if (/Gateway$/.test(node.$type)) refuse('end', 'gateways; they may be at the start');
  if (node.$type === 'bpmn:StartEvent') refuse('start', 'start events; they may be at the end');
  if (node.$type === 'bpmn:BoundaryEvent') refuse('start', 'boundary events; they may be at the end');
  if (compensation) refuse('end', 'compensation boundary events');
  if (node.$type === 'bpmn:EndEvent' && eventKind === 'bpmn:ErrorEventDefinition') {
    refuse('end', 'error end events; they may be at the start');
  }
  return found;
}

/**
 * Task listeners (docs.camunda.io, "User task listeners"), by the names they have since 8.8. A user task that is a job has no
 * such life: its listeners would never be called.
 */
export function readTaskListeners(node: Node, findings: Findings): TaskListeners {
  const found = Object.fromEntries(TASK_EVENTS.map((event) => [event, [] as Listener[]])) as Record<
    TaskEvent,
    Listener[]
  >;
  for (const listener of many(extension(node, 'zeebe:TaskListeners'), 'listeners')) {
    const event = TASK_EVENTS.find((known) => known === text(listener, 'eventType'));
    const type = text(listener, 'type');
    if (!event) {
      findings.add(node, `Attribute 'eventType' of 'zeebe:taskListener' must be one of: ${TASK_EVENTS.join(', ')}`);
      continue;
    }
    if (!type) findings.add(node, `Attribute 'type' of 'zeebe:taskListener' must be present and not empty`);
    found[event].push({ type: compile(type ?? ''), retries: compile(text(listener, 'retries') ?? '3') });
  }
  return found;
}

/** Only a native user task has listeners of its own. */
export function refuseTaskListeners(node: Node, findings: Findings): void {
  if (!extension(node, 'zeebe:TaskListeners')) return;
  if (node.$type === 'bpmn:UserTask' && extension(node, 'zeebe:UserTask')) return;
  findings.add(
    node,
    `'zeebe:taskListeners' need a native user task: add a 'zeebe:userTask' extension element to a user task, or use execution listeners`,
  );
}
