/** Events reaching an element: who catches them, what they interrupt, what they start. */
import type { Element } from '../../model/index.ts';
import { emit, follow, newKey, type Step } from '../step.ts';
import { type ElementInstance, type EventTrigger, type Key, NO_KEY, type Variables } from '../types.ts';
import { catchersOf, unsubscribe } from './subscriptions.ts';
import { mergeLocal } from './variables.ts';

/** The element still accepts this event: it is active; once interrupted, only its boundary events count. */
export function acceptsEvent(instance: ElementInstance | undefined, event: Element): instance is ElementInstance {
  return instance?.state === 'ACTIVATED' && (!instance.internal.interruptedBy || event.type === 'BOUNDARY_EVENT');
}

/** An event reaches the element instance that listens for it. */
export function triggerEvent(step: Step, scope: ElementInstance, catchEvent: Element, variables: Variables): void {
  const trigger = rememberTrigger(step, scope.key, scope, catchEvent.id, variables);
  const { behaviour } = catchEvent;
  if (behaviour.kind === 'start') {
    if (!behaviour.interrupting) activateTriggered(step, scope.key, scope.key, scope, trigger);
    else interruptScope(step, scope.key);
  } else if (behaviour.kind === 'boundary') {
    if (behaviour.interrupting) follow(step, { kind: 'terminate', key: scope.key });
    else activateTriggered(step, scope.key, scope.flowScopeKey, scope, trigger);
  } else {
    follow(step, { kind: 'complete', key: scope.key });
  }
}

export function rememberTrigger(
  step: Step,
  scopeKey: Key,
  owner: Pick<ElementInstance, 'processInstanceKey' | 'processDefinitionKey'>,
  elementId: string,
  variables: Variables,
): EventTrigger {
  const key = newKey(step);
  emit(step, 'PROCESS_EVENT', 'TRIGGERING', key, {
    scopeKey,
    targetElementId: elementId,
    variables,
    processInstanceKey: owner.processInstanceKey,
    processDefinitionKey: owner.processDefinitionKey,
  });
  return { key, elementId, variables };
}

/** An interrupting event sub-process: everything else in the scope ends first. */
function interruptScope(step: Step, scopeKey: Key): void {
  const scope = step.state.elementInstance.get(scopeKey);
  if (!scope) return;
  closeEventSubProcesses(step, scope);
  if (hasChildren(step, scopeKey)) follow(step, { kind: 'terminateChildren', key: scopeKey });
  else activateInterrupting(step, scope);
}

/** Boundary events of an interrupted scope stay open, its event sub-processes do not. */
function closeEventSubProcesses(step: Step, scope: ElementInstance): void {
  const model = step.state.model(scope.processDefinitionKey);
  unsubscribe(step, scope, (elementId) => model.elements.get(elementId)?.type === 'START_EVENT');
}

/** The event that interrupted a scope goes on now that everything else in it has ended; false when there is none. */
export function activateInterrupting(step: Step, scope: ElementInstance): boolean {
  const trigger = waitingTrigger(step, scope, (event) => event.type === 'START_EVENT');
  if (trigger) activateTriggered(step, scope.key, scope.key, scope, trigger);
  return trigger !== undefined;
}

/** The oldest event waiting at an element instance that a test accepts. */
export function waitingTrigger(
  step: Step,
  instance: ElementInstance,
  accepts: (event: Element) => boolean,
): EventTrigger | undefined {
  const { triggers } = instance.internal;
  if (!triggers || triggers.length === 0) return undefined;
  const model = step.state.model(instance.processDefinitionKey);
  return triggers.find((trigger) => {
    const event = model.elements.get(trigger.elementId);
    return event !== undefined && accepts(event);
  });
}

export const hasChildren = (step: Step, scopeKey: Key): boolean => step.state.by.children.count(scopeKey) > 0;

/** Marks the trigger consumed and activates its event (or the event sub-process around it) in the flow scope. */
export function activateTriggered(
  step: Step,
  eventScopeKey: Key,
  flowScopeKey: Key,
  owner: ElementInstance,
  trigger: EventTrigger,
): void {
  const model = step.state.model(owner.processDefinitionKey);
  const event = model.elements.get(trigger.elementId);
  if (!event) throw new Error(`element ${trigger.elementId} is not in process ${owner.bpmnProcessId}`);
  consumeTrigger(step, eventScopeKey, owner, trigger);
  const parent = model.elements.get(event.parentId ?? '');
  const around = event.type === 'START_EVENT' && parent?.type === 'EVENT_SUB_PROCESS' ? parent : null;
  const key = newKey(step);
  if (around) {
    follow(step, {
      kind: 'activate',
      key,
      elementId: around.id,
      elementType: around.type,
      flowScopeKey,
      processInstanceKey: owner.processInstanceKey,
      processDefinitionKey: owner.processDefinitionKey,
      viaFlow: false,
      trigger: { ...trigger, key: newKey(step) },
    });
    return;
  }
  activateNow(step, key, flowScopeKey, owner, event);
  mergeLocal(step, key, owner, trigger.variables);
  follow(step, { kind: 'complete', key });
}

/**
 * An event that has happened is active at once, without a command of its own; so is a scope that a modification needs.
 * `between`: what is done once it is ACTIVATING.
 */
export function activateNow(
  step: Step,
  key: Key,
  flowScopeKey: Key,
  owner: ElementInstance,
  event: Element,
  between?: () => void,
): void {
  const process = step.state.processInstance.get(owner.processInstanceKey);
  const value = {
    processInstanceKey: owner.processInstanceKey,
    processDefinitionKey: owner.processDefinitionKey,
    bpmnProcessId: owner.bpmnProcessId,
    version: owner.version,
    elementId: event.id,
    elementName: event.name,
    bpmnElementType: event.type,
    flowScopeKey,
    parentProcessInstanceKey: process?.parentProcessInstanceKey ?? NO_KEY,
    parentElementInstanceKey: process?.parentElementInstanceKey ?? NO_KEY,
    viaFlow: false,
    internal: {},
  };
  emit(step, 'PROCESS_INSTANCE', 'ELEMENT_ACTIVATING', key, value);
  between?.();
  emit(step, 'PROCESS_INSTANCE', 'ELEMENT_ACTIVATED', key, value);
}

export function consumeTrigger(
  step: Step,
  scopeKey: Key,
  owner: Pick<ElementInstance, 'processInstanceKey' | 'processDefinitionKey'>,
  trigger: EventTrigger,
): void {
  emit(step, 'PROCESS_EVENT', 'TRIGGERED', trigger.key, {
    scopeKey,
    targetElementId: trigger.elementId,
    variables: trigger.variables,
    processInstanceKey: owner.processInstanceKey,
    processDefinitionKey: owner.processDefinitionKey,
  });
}

export interface ErrorCatch {
  /** The instance that listens: the host of the boundary event or the scope of the event sub-process. */
  scope: ElementInstance;
  event: Element;
}

/**
 * Looks for who catches an error, from the element outwards and through call activities; else the codes on offer. An interrupted
 * scope catches none, not even at its boundary (measured on 8.6.0); timers and messages it still hears.
 */
export function findErrorCatch(
  step: Step,
  thrower: ElementInstance,
  errorCode: string,
): { caught: ErrorCatch } | { caught: null; available: string[] } {
  const available: string[] = [];
  let instance: ElementInstance | undefined = thrower;
  while (instance) {
    const found = instance.internal.interruptedBy ? undefined : catchIn(step, instance, errorCode, available);
    if (found) return { caught: { scope: instance, event: found } };
    instance = thrownTo(step, instance);
  }
  return { caught: null, available: available.filter((code) => code !== '') };
}

/**
 * Where an error or escalation goes that an instance does not catch: to the scope around it. An interrupted scope lets nothing
 * out to the scopes of its own process, only to the call activity that called the process (measured on 8.6.0).
 */
export function thrownTo(step: Step, instance: ElementInstance): ElementInstance | undefined {
  if (!instance.internal.interruptedBy && instance.flowScopeKey !== NO_KEY) {
    return step.state.elementInstance.get(instance.flowScopeKey);
  }
  const caller = step.state.processInstance.get(instance.processInstanceKey)?.parentElementInstanceKey;
  return caller && caller !== NO_KEY ? step.state.elementInstance.get(caller) : undefined;
}

/** A matching code before a catch-all, event sub-processes before boundary events. */
function catchIn(step: Step, instance: ElementInstance, errorCode: string, available: string[]): Element | undefined {
  if (instance.state !== 'ACTIVATED' && instance.state !== 'ACTIVATING') return undefined;
  const model = step.state.model(instance.processDefinitionKey);
  const element = instance.elementType === 'PROCESS' ? model.root : model.elements.get(instance.elementId);
  if (!element) return undefined;
  let catchAll: Element | undefined;
  for (const { element: candidate, event } of catchersOf(model, element, instance)) {
    if (event.kind !== 'error') continue;
    const code = event.code?.source ?? null;
    if (code === errorCode) return candidate;
    if (code === null) catchAll ??= candidate;
    else available.push(code);
  }
  return catchAll;
}

export function throwError(step: Step, { scope, event }: ErrorCatch, variables: Variables): void {
  triggerEvent(step, scope, event, variables);
}

export function uncaughtText(errorCode: string, errorMessage: string, available: readonly string[]): string {
  const message = errorMessage ? ` with message '${errorMessage}'` : '';
  const offer =
    available.length > 0
      ? ` Available error events are [${available.join(', ')}]`
      : ' No error events are available in the scope.';
  return `Expected to throw an error event with the code '${errorCode}'${message}, but it was not caught.${offer}`;
}
