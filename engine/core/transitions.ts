/** The transitions of an element instance's life, and the tokens they move. */
import type { Element, Flow } from '../model/index.ts';
import { compensated, rememberForCompensation } from './behaviour/compensation.ts';
import { activateTriggered, waitingTrigger } from './behaviour/events.ts';
import { resolveIncidentsOf } from './behaviour/incidents.ts';
import { cancelJobOf } from './behaviour/jobs.ts';
import { unsubscribe } from './behaviour/subscriptions.ts';
import { cancelTaskAtOnce, isCancellationListened } from './behaviour/task-transitions.ts';
import type { ElementValue } from './records.ts';
import type { State } from './state.ts';
import { type Context, emit, follow, newKey, type Step } from './step.ts';
import { type BpmnElementType, type ElementInstance, type EventTrigger, type Key, NO_KEY } from './types.ts';

export function elementValue(step: Step, instance: ElementInstance): ElementValue {
  const process = step.state.processInstance.get(instance.processInstanceKey);
  return {
    processInstanceKey: instance.processInstanceKey,
    processDefinitionKey: instance.processDefinitionKey,
    bpmnProcessId: instance.bpmnProcessId,
    version: instance.version,
    elementId: instance.elementId,
    bpmnElementType: instance.elementType,
    flowScopeKey: instance.flowScopeKey,
    parentProcessInstanceKey: process?.parentProcessInstanceKey ?? NO_KEY,
    parentElementInstanceKey: process?.parentElementInstanceKey ?? NO_KEY,
  };
}

export function contextOf(state: State, key: Key): Context | undefined {
  const instance = state.elementInstance.get(key);
  if (!instance) return undefined;
  const model = state.model(instance.processDefinitionKey);
  const element = instance.elementType === 'PROCESS' ? model.root : model.elements.get(instance.elementId);
  if (!element) throw new Error(`element ${instance.elementId} is not in process ${instance.bpmnProcessId}`);
  return { instance, element, model };
}

/** The same context after its instance changed. */
export function refreshed(step: Step, context: Context): Context {
  const instance = step.state.elementInstance.get(context.instance.key);
  return instance ? { ...context, instance } : context;
}

type Lifecycle =
  | 'ELEMENT_ACTIVATED'
  | 'ELEMENT_COMPLETING'
  | 'ELEMENT_COMPLETED'
  | 'ELEMENT_TERMINATING'
  | 'ELEMENT_TERMINATED';

export function transition(step: Step, { instance }: Context, intent: Lifecycle): void {
  emit(step, 'PROCESS_INSTANCE', intent, instance.key, elementValue(step, instance));
}

export function activated(step: Step, context: Context): Context {
  transition(step, context, 'ELEMENT_ACTIVATED');
  return refreshed(step, context);
}

/** Activated and done in one go: the completion is queued. */
export function activatedAndCompleting(step: Step, context: Context): void {
  activated(step, context);
  follow(step, { kind: 'complete', key: context.instance.key });
}

/** An inner multi-instance activity ends a path; its body goes on. */
export function isInner(step: Step, { instance, element }: Context): boolean {
  return (
    element.multiInstance !== null && instance.elementType !== 'MULTI_INSTANCE_BODY' && parentIsBody(step, instance)
  );
}

function parentIsBody(step: Step, instance: ElementInstance): boolean {
  return step.state.elementInstance.get(instance.flowScopeKey)?.elementType === 'MULTI_INSTANCE_BODY';
}

/** COMPLETED, then either on along the flows (all outgoing ones unless told) or up to the enclosing scope. */
export function completed(step: Step, context: Context, flows?: readonly Flow[]): void {
  const { element } = context;
  const endOfPath = element.outgoing.length === 0 || isInner(step, context);
  const scope = endOfPath ? contextOf(step.state, context.instance.flowScopeKey) : undefined;
  rememberForCompensation(step, context);
  const done = scope ? (step.processors.container(scope).beforeChildCompleted?.(step, scope, context) ?? false) : false;
  const taken = endOfPath ? [] : (flows ?? outgoing(context));
  emit(step, 'PROCESS_INSTANCE', 'ELEMENT_COMPLETED', context.instance.key, {
    ...elementValue(step, context.instance),
    takenFlows: taken.length > 0 ? taken.map((flow) => flow.id) : null,
  });
  if (element.isForCompensation) compensated(step, context);
  if (endsInstance(step, context)) return;
  if (!endOfPath) {
    takeFlows(step, context, taken);
    return;
  }
  if (scope) step.processors.container(scope).childCompleted(step, refreshed(step, scope), context, done);
}

/** The instance was created to be terminated after this element: nothing else begins in it. */
export function endsInstance(step: Step, { instance }: Context): boolean {
  const process = step.state.processInstance.get(instance.processInstanceKey);
  if (!process?.terminateAfter.includes(instance.elementId)) return false;
  if (step.state.elementInstance.get(process.key)?.state !== 'ACTIVATED') return false;
  follow(step, { kind: 'terminate', key: process.key });
  return true;
}

export function outgoing({ element, model }: Context): Flow[] {
  return element.outgoing.flatMap((id) => model.flows.get(id) ?? []);
}

export function takeFlows(step: Step, { instance, model }: Context, flows: readonly Flow[]): void {
  for (const flow of flows) {
    const target = model.elements.get(flow.targetId);
    if (!target) throw new Error(`sequence flow ${flow.id} leads nowhere`);
    emit(step, 'PROCESS_INSTANCE', 'SEQUENCE_FLOW_TAKEN', newKey(step), {
      ...elementValue(step, instance),
      elementId: flow.id,
      bpmnElementType: 'SEQUENCE_FLOW',
    });
    if (canActivate(step.state, instance.flowScopeKey, target)) {
      activateInScope(step, instance, instance.flowScopeKey, target, true);
    }
  }
}

/** A joining gateway waits until every incoming flow has brought a token. */
export function canActivate(state: State, scopeKey: Key, target: Element): boolean {
  if (target.type !== 'PARALLEL_GATEWAY') return true;
  const waiting = state.elementInstance.get(scopeKey)?.internal.waitingTokens?.[target.id];
  return target.incoming.every((flowId) => (waiting?.[flowId] ?? 0) > 0);
}

/** `MULTI_INSTANCE_BODY` stands around an activity that has the marker. */
export const outerType = (element: Element): BpmnElementType =>
  element.multiInstance ? 'MULTI_INSTANCE_BODY' : element.type;

export function activateInScope(
  step: Step,
  owner: ElementInstance,
  flowScopeKey: Key,
  target: Element,
  viaFlow: boolean,
  trigger?: EventTrigger,
): Key {
  const key = newKey(step);
  follow(step, {
    kind: 'activate',
    key,
    elementId: target.id,
    elementType: outerType(target),
    flowScopeKey,
    processInstanceKey: owner.processInstanceKey,
    processDefinitionKey: owner.processDefinitionKey,
    viaFlow,
    trigger,
  });
  return key;
}

/** The end of a terminated element: an interrupting boundary event goes on, or its scope hears of it. */
export function terminated(step: Step, context: Context): void {
  const { instance } = context;
  const scope = step.state.elementInstance.get(instance.flowScopeKey);
  const trigger =
    scope?.state === 'ACTIVATED' && !scope.internal.interruptedBy
      ? waitingTrigger(step, instance, (event) => event.type === 'BOUNDARY_EVENT')
      : undefined;
  transition(step, context, 'ELEMENT_TERMINATED');
  if (outlivedByIncidents(instance)) resolveIncidentsOf(step, instance.key);
  // A scope that is being terminated still has to hear of it.
  if (endsInstance(step, context) && scope?.state === 'ACTIVATED') return;
  if (trigger) {
    activateTriggered(step, instance.key, instance.flowScopeKey, instance, trigger);
    return;
  }
  const parent = contextOf(step.state, instance.flowScopeKey);
  if (parent) step.processors.container(parent).childTerminated(step, parent, context);
}

/**
 * What every element gives up that is terminated: its job or task, its subscriptions. A task whose cancellation is listened for
 * stays until its listeners are done, if they are to be asked.
 */
export function release(step: Step, { instance }: Context, askListeners: boolean): void {
  cancelJobOf(step, instance);
  if (!askListeners || !isCancellationListened(step, instance)) cancelTaskAtOnce(step, instance);
  unsubscribe(step, instance);
}

/** Of these the incidents go after them, of everything else before (measured on 8.6.0). */
const OUTLIVED: readonly BpmnElementType[] = ['START_EVENT', 'INTERMEDIATE_THROW_EVENT', 'TASK', 'MANUAL_TASK'];

export const outlivedByIncidents = ({ elementType }: ElementInstance): boolean => OUTLIVED.includes(elementType);

/** Nothing is active in the scope, nothing is on its way into it. */
export function isEmpty(step: Step, scope: ElementInstance): boolean {
  return (
    step.state.by.children.count(scope.key) === 0 &&
    (scope.internal.activeFlows ?? 0) === 0 &&
    !step.queue.some((command) => command.kind === 'activate' && command.flowScopeKey === scope.key)
  );
}
