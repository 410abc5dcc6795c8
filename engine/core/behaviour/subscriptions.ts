/** Opening and closing what an element waits for: messages, timers and signals of itself, its boundary or its event sub-processes. */
import type { Element, EventDefinition, ProcessModel } from '../../model/index.ts';
import { emit, follow, newKey, type Step } from '../step.ts';
import {
  type ElementInstance,
  type MessageSubscription,
  NO_KEY,
  type ProcessDefinition,
  type SignalSubscription,
  type Timer,
} from '../types.ts';
import { evaluateCorrelationKey, evaluateString } from './expressions.ts';
import { openSignal } from './signals.ts';
import { type Schedule, scheduleTimer } from './timers.ts';

interface Catcher {
  element: Element;
  event: EventDefinition;
  interrupting: boolean;
}

/** The catch events an element instance listens for while it is active. */
export function catchersOf(model: ProcessModel, element: Element, instance: ElementInstance): Catcher[] {
  const found: Catcher[] = [];
  const inner = element.multiInstance !== null && instance.elementType !== 'MULTI_INSTANCE_BODY';
  const own = instance.elementType === 'MULTI_INSTANCE_BODY' ? null : element.behaviour;
  if (own?.kind === 'catch') found.push({ element, event: own.event, interrupting: true });
  if (own?.kind === 'receive') found.push({ element, event: own.event, interrupting: true });
  if (own?.kind === 'eventGateway') {
    for (const id of own.eventIds) {
      const target = model.elements.get(id);
      if (target?.behaviour.kind === 'catch') {
        found.push({ element: target, event: target.behaviour.event, interrupting: true });
      }
    }
  }
  if (own?.kind === 'scope' || own?.kind === 'eventSubProcess' || own?.kind === 'adHoc') {
    for (const id of own.eventSubProcessIds) {
      const sub = model.elements.get(id)?.behaviour;
      const start = sub?.kind === 'eventSubProcess' ? model.elements.get(sub.startId) : undefined;
      if (start?.behaviour.kind === 'start') {
        found.push({ element: start, event: start.behaviour.event, interrupting: start.behaviour.interrupting });
      }
    }
  }
  // Boundary events belong to the multi-instance body, not to each inner instance.
  if (!inner) {
    for (const id of element.boundaryIds) {
      const boundary = model.elements.get(id);
      if (boundary?.behaviour.kind === 'boundary') {
        found.push({
          element: boundary,
          event: boundary.behaviour.event,
          interrupting: boundary.behaviour.interrupting,
        });
      }
    }
  }
  return found;
}

/**
 * Evaluates everything first, so that a failing expression opens nothing; then messages, timers, signals. With `only`, just the
 * events that test accepts.
 */
export function subscribe(
  step: Step,
  model: ProcessModel,
  instance: ElementInstance,
  element: Element,
  only?: (elementId: string) => boolean,
): void {
  const messages: MessageSubscription[] = [];
  const timers: { catcher: Catcher; schedule: Schedule }[] = [];
  const signals: Omit<SignalSubscription, 'key'>[] = [];
  for (const catcher of catchersOf(model, element, instance)) {
    const { event } = catcher;
    if (only && !only(catcher.element.id)) continue;
    // What a boundary event waits for is evaluated outside the activity, everything else inside.
    const boundary = catcher.element.type === 'BOUNDARY_EVENT';
    const scopeKey = boundary && instance.flowScopeKey !== NO_KEY ? instance.flowScopeKey : instance.key;
    if (event.kind === 'timer') timers.push({ catcher, schedule: scheduleTimer(step, event.timer, instance.key) });
    else if (event.kind === 'message') messages.push(prepareMessage(step, instance, catcher, event, scopeKey));
    else if (event.kind === 'signal') signals.push(prepareSignal(step, instance, catcher, event, scopeKey));
  }
  for (const draft of messages) {
    const subscription = { ...draft, key: newKey(step) };
    emit(step, 'PROCESS_MESSAGE_SUBSCRIPTION', 'CREATING', subscription.key, subscription);
    follow(step, { kind: 'openSubscription', key: subscription.key });
  }
  for (const { catcher, schedule } of timers) createTimer(step, instance, catcher.element.id, schedule);
  for (const draft of signals) openSignal(step, draft);
}

function prepareSignal(
  step: Step,
  instance: ElementInstance,
  { element }: Catcher,
  event: EventDefinition & { kind: 'signal' },
  scopeKey: string,
): Omit<SignalSubscription, 'key'> {
  return {
    signalName: evaluateString(step, event.name, scopeKey),
    processInstanceKey: instance.processInstanceKey,
    processDefinitionKey: instance.processDefinitionKey,
    bpmnProcessId: instance.bpmnProcessId,
    version: instance.version,
    elementInstanceKey: instance.key,
    catchEventId: element.id,
  };
}

function prepareMessage(
  step: Step,
  instance: ElementInstance,
  catcher: Catcher,
  event: EventDefinition & { kind: 'message' },
  scopeKey: string,
): MessageSubscription {
  return {
    key: NO_KEY,
    messageSubscriptionKey: NO_KEY,
    processInstanceKey: instance.processInstanceKey,
    processDefinitionKey: instance.processDefinitionKey,
    bpmnProcessId: instance.bpmnProcessId,
    elementInstanceKey: instance.key,
    targetElementId: catcher.element.id,
    messageName: evaluateString(step, event.name, scopeKey),
    correlationKey: event.correlationKey ? evaluateCorrelationKey(step, event.correlationKey, scopeKey) : '',
    interrupting: catcher.interrupting,
    state: 'CREATING',
    updatedAt: step.now,
  };
}

export function createTimer(
  step: Step,
  instance: Pick<ElementInstance, 'key' | 'processInstanceKey' | 'processDefinitionKey'>,
  targetElementId: string,
  schedule: Schedule,
): void {
  const key = newKey(step);
  const timer: Timer = {
    key,
    processInstanceKey: instance.processInstanceKey,
    processDefinitionKey: instance.processDefinitionKey,
    elementInstanceKey: instance.key,
    targetElementId,
    ...schedule,
  };
  emit(step, 'TIMER', 'CREATED', key, timer);
}

/** Whose timer a start event's is: no instance yet. */
export const startOf = ({ key }: ProcessDefinition) => ({
  key: NO_KEY,
  processInstanceKey: NO_KEY,
  processDefinitionKey: key,
});

/** Closes what is still open; with `only`, just the events that test accepts. */
export function unsubscribe(step: Step, instance: ElementInstance, only?: (elementId: string) => boolean): void {
  for (const timer of [...step.state.by.timersOf.get(instance.key)]) {
    if (!only || only(timer.targetElementId)) emit(step, 'TIMER', 'CANCELED', timer.key, timer);
  }
  for (const subscription of [...step.state.by.subscriptionsOf.get(instance.key)]) {
    if (subscription.state === 'DELETING' || (only && !only(subscription.targetElementId))) continue;
    emit(step, 'PROCESS_MESSAGE_SUBSCRIPTION', 'DELETING', subscription.key, subscription);
    follow(step, { kind: 'closeSubscription', subscription });
  }
  // In Zeebe's order: shorter names first (measured on 8.6.0).
  const signals = [...step.state.by.signalsOf.get(instance.key)].sort(
    ({ signalName: a }, { signalName: b }) => a.length - b.length || (a < b ? -1 : 1),
  );
  for (const signal of signals) {
    if (!only || only(signal.catchEventId)) emit(step, 'SIGNAL_SUBSCRIPTION', 'DELETED', signal.key, signal);
  }
}
