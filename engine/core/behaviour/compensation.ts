/**
 * Compensation: completed activities are remembered in their scope; a compensation event starts the handlers of all of
 * them, or of one, and goes on when they are done. What happened inside a completed sub-process is undone with it.
 */
import type { EventDefinition } from '../../model/index.ts';
import { type Context, emit, follow, newKey, type Step } from '../step.ts';
import { activated, activateInScope, contextOf, isInner, transition } from '../transitions.ts';
import {
  type BpmnElementType,
  type CompensationSubscription,
  type ElementInstance,
  type Key,
  NO_KEY,
} from '../types.ts';
import { activateNow } from './events.ts';

const SCOPES: readonly BpmnElementType[] = ['SUB_PROCESS', 'AD_HOC_SUB_PROCESS', 'AD_HOC_SUB_PROCESS_INNER_INSTANCE'];

/** Before an activity is over: what has a handler, or had something compensable happen inside, can be undone. */
export function rememberForCompensation(step: Step, context: Context): void {
  const { instance, element } = context;
  if (element.isForCompensation) return;
  const handlerId = isInner(step, context) ? '' : (element.compensation?.handlerId ?? '');
  const scope = SCOPES.includes(element.type) && step.state.by.compensationsIn.count(instance.key) > 0;
  if (handlerId === '' && !scope) return;
  const key = newKey(step);
  emit(step, 'COMPENSATION_SUBSCRIPTION', 'CREATED', key, {
    key,
    processInstanceKey: instance.processInstanceKey,
    processDefinitionKey: instance.processDefinitionKey,
    bpmnProcessId: instance.bpmnProcessId,
    activityId: element.id,
    activityInstanceKey: instance.key,
    scopeKey: instance.flowScopeKey,
    handlerId,
    handlerInstanceKey: NO_KEY,
    state: 'CREATED',
    throwEventId: '',
    throwEventInstanceKey: NO_KEY,
  });
}

/** Activates the event and starts the handlers. False when there is nothing to undo: the event goes on at once. */
export function compensate(step: Step, context: Context, event: EventDefinition & { kind: 'compensation' }): boolean {
  const { instance } = context;
  activated(step, context);
  const flowScope = step.state.elementInstance.get(instance.flowScopeKey);
  // An event sub-process undoes what its scope did.
  const scopeKey = flowScope?.elementType === 'EVENT_SUB_PROCESS' ? flowScope.flowScopeKey : instance.flowScopeKey;
  const found = waiting(step, scopeKey).filter(
    ({ activityId }) => !event.activityId || activityId === event.activityId,
  );
  for (const subscription of found) trigger(step, context, subscription);
  return found.length > 0;
}

const waiting = (step: Step, scopeKey: Key): CompensationSubscription[] =>
  [...step.state.by.compensationsIn.get(scopeKey)].filter(({ state }) => state === 'CREATED');

function trigger(step: Step, thrower: Context, subscription: CompensationSubscription): void {
  emit(step, 'COMPENSATION_SUBSCRIPTION', 'TRIGGERED', subscription.key, {
    ...subscription,
    state: 'TRIGGERED',
    handlerInstanceKey: startHandler(step, thrower, subscription),
    throwEventId: thrower.element.id,
    throwEventInstanceKey: thrower.instance.key,
  });
  for (const inside of waiting(step, subscription.activityInstanceKey)) trigger(step, thrower, inside);
}

/** The boundary event happens and is over; the handler runs in the scope of the event that compensates. */
function startHandler(step: Step, { instance, model }: Context, subscription: CompensationSubscription): Key {
  const boundaryId = model.elements.get(subscription.activityId)?.compensation?.boundaryId;
  const boundary = model.elements.get(boundaryId ?? '');
  const handler = model.elements.get(subscription.handlerId);
  if (!boundary || !handler) return NO_KEY;
  const key = newKey(step);
  activateNow(step, key, instance.flowScopeKey, instance, boundary);
  const happened = contextOf(step.state, key);
  if (happened) {
    transition(step, happened, 'ELEMENT_COMPLETING');
    transition(step, happened, 'ELEMENT_COMPLETED');
  }
  return activateInScope(step, instance, instance.flowScopeKey, handler, false);
}

/** A handler is done: so may be the sub-process it was for, and the event that started it. */
export function compensated(step: Step, { instance }: Context): void {
  const [subscription] = step.state.by.compensationHandledBy.get(instance.key);
  if (!subscription) return;
  complete(step, subscription);
  const { throwEventInstanceKey } = subscription;
  if (step.state.by.compensationsBy.count(throwEventInstanceKey) === 0) {
    follow(step, { kind: 'complete', key: throwEventInstanceKey });
  }
}

function complete(step: Step, subscription: CompensationSubscription): void {
  emit(step, 'COMPENSATION_SUBSCRIPTION', 'COMPLETED', subscription.key, subscription);
  const [around] = step.state.by.compensationOf.get(subscription.scopeKey);
  if (around?.state !== 'TRIGGERED' || around.handlerId !== '') return;
  if (step.state.by.compensationsIn.count(subscription.scopeKey) === 0) complete(step, around);
}

/** The event that compensates is terminated, and the handlers it waits for with it: nobody tells when they are done. */
export function abandonCompensation(step: Step, thrower: ElementInstance): void {
  for (const subscription of [...step.state.by.compensationsBy.get(thrower.key)]) deleteOne(step, subscription);
}

/** A scope is over: nothing in it, or in what was completed in it, can be undone any more. */
export function deleteCompensations(step: Step, scope: ElementInstance): void {
  if (scope.elementType !== 'PROCESS') deleteIn(step, scope.key);
  else for (const one of [...step.state.by.compensationsAt.get(scope.key)]) deleteOne(step, one);
}

function deleteIn(step: Step, scopeKey: Key): void {
  for (const subscription of [...step.state.by.compensationsIn.get(scopeKey)]) {
    deleteOne(step, subscription);
    deleteIn(step, subscription.activityInstanceKey);
  }
}

function deleteOne(step: Step, subscription: CompensationSubscription): void {
  emit(step, 'COMPENSATION_SUBSCRIPTION', 'DELETED', subscription.key, subscription);
}
