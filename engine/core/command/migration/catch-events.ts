/** What a migrated element waits for: given up, begun anew, or taken along. */
import { evaluateString } from '../../behaviour/expressions.ts';
import { IncidentFailure } from '../../behaviour/failure.ts';
import { subscribe, unsubscribe } from '../../behaviour/subscriptions.ts';
import { emit, type Step } from '../../step.ts';
import { contextOf } from '../../transitions.ts';
import { type Moved, type Plan, refuse } from './plan.ts';

export function moveCatchEvents(step: Step, plan: Plan, moved: Moved): void {
  const { key } = moved.from.instance;
  const context = contextOf(step.state, key);
  if (!context) return;
  const { mapping } = plan;
  const taken = new Set(moved.catchers.flatMap(({ element }) => mapping.get(element.id) ?? []));
  const { interruptedBy } = context.instance.internal;
  const isNew = (id: string): boolean =>
    !taken.has(id) && (!interruptedBy || context.model.elements.get(id)?.type === 'BOUNDARY_EVENT');
  unsubscribe(step, context.instance, (id) => !mapping.has(id));
  // An element that has not begun, or is about to end, listens for nothing yet or any more.
  if (context.instance.state === 'ACTIVATED') {
    try {
      checkNames(step, plan, moved, isNew);
      subscribe(step, context.model, context.instance, context.element, isNew);
    } catch (error) {
      if (!(error instanceof IncidentFailure)) throw error;
      throw refuse(plan, `active element with id '${moved.from.element.id}' cannot listen: ${error.message}`);
    }
  }
  takeAlong(step, plan, moved);
}

/** A message the instance listens for already, or until just now, cannot be listened for a second time. */
function checkNames(step: Step, plan: Plan, { from, newCatchers }: Moved, isNew: (id: string) => boolean): void {
  const names = new Set([...step.state.by.subscriptionsOf.get(from.instance.key)].map((one) => one.messageName));
  for (const { element, event } of newCatchers) {
    if (!isNew(element.id) || event.kind !== 'message') continue;
    const name = evaluateString(step, event.name, from.instance.key);
    if (!names.has(name)) continue;
    throw refuse(
      plan,
      `active element with id '${from.element.id}' attempts to subscribe to a message it is already subscribed to with name '${name}'. Migrating active elements that subscribe to a message they are already subscribed to is not possible yet. Please provide a mapping instruction to message catch event with id '${element.id}' to migrate the respective message subscription.`,
    );
  }
}

function takeAlong(step: Step, { mapping, target, model }: Plan, { from: { instance } }: Moved): void {
  const { state } = step;
  const processDefinitionKey = target.key;
  for (const timer of [...state.by.timersOf.get(instance.key)]) {
    const targetElementId = mapping.get(timer.targetElementId);
    if (timer.processDefinitionKey === processDefinitionKey || !targetElementId) continue;
    emit(step, 'TIMER', 'MIGRATED', timer.key, { ...timer, targetElementId, processDefinitionKey });
  }
  for (const subscription of [...state.by.subscriptionsOf.get(instance.key)]) {
    const targetElementId = mapping.get(subscription.targetElementId);
    if (subscription.processDefinitionKey === processDefinitionKey || !targetElementId) continue;
    const { behaviour } = model.elements.get(targetElementId) ?? {};
    const interrupting = behaviour && 'interrupting' in behaviour ? behaviour.interrupting : subscription.interrupting;
    const migrated = {
      ...subscription,
      targetElementId,
      processDefinitionKey,
      bpmnProcessId: target.bpmnProcessId,
      interrupting,
    };
    emit(step, 'PROCESS_MESSAGE_SUBSCRIPTION', 'MIGRATED', subscription.key, migrated);
    emit(step, 'MESSAGE_SUBSCRIPTION', 'MIGRATED', subscription.messageSubscriptionKey, migrated);
  }
  for (const signal of [...state.by.signalsOf.get(instance.key)]) {
    const catchEventId = mapping.get(signal.catchEventId);
    if (signal.processDefinitionKey === processDefinitionKey || !catchEventId) continue;
    const { bpmnProcessId, version } = target;
    emit(step, 'SIGNAL_SUBSCRIPTION', 'MIGRATED', signal.key, {
      ...signal,
      catchEventId,
      processDefinitionKey,
      bpmnProcessId,
      version,
    });
  }
}
