/** Signals: whoever listens at the moment of the broadcast takes part, oldest subscription first. */
import type { EventDefinition } from '../../model/index.ts';
import { type Context, emit, follow, newKey, type Step } from '../step.ts';
import { activated } from '../transitions.ts';
import { type Key, NO_KEY, type ProcessDefinition, type SignalSubscription, type Variables } from '../types.ts';
import { acceptsEvent, triggerEvent } from './events.ts';
import { evaluateString } from './expressions.ts';
import { startByEvent } from './start-instance.ts';
import { localVariables } from './variables.ts';

/** Activates the event; the signal goes out before the event completes, with the event's local variables. */
export function throwSignal(step: Step, context: Context, event: EventDefinition & { kind: 'signal' }): void {
  const { key } = context.instance;
  const signalName = evaluateString(step, event.name, key);
  activated(step, context);
  follow(step, { kind: 'broadcast', signalName, variables: localVariables(step.state, key) });
}

export function broadcast(
  step: Step,
  { signalName, variables }: { signalName: string; variables: Variables },
): { signalKey: Key } {
  const signalKey = newKey(step);
  emit(step, 'SIGNAL', 'BROADCASTED', signalKey, { signalName, variables });
  for (const subscription of [...step.state.by.signalsTo.get(signalName)]) deliver(step, subscription, variables);
  return { signalKey };
}

function deliver(step: Step, subscription: SignalSubscription, variables: Variables): void {
  const { processDefinitionKey, catchEventId } = subscription;
  if (subscription.elementInstanceKey === NO_KEY) {
    const definition = step.state.processDefinition.get(processDefinitionKey);
    if (definition) startByEvent(step, definition, catchEventId, variables);
    return;
  }
  const instance = step.state.elementInstance.get(subscription.elementInstanceKey);
  const event = step.state.model(processDefinitionKey).elements.get(catchEventId);
  if (event && acceptsEvent(instance, event)) triggerEvent(step, instance, event, variables);
}

export function openSignal(step: Step, draft: Omit<SignalSubscription, 'key'>): void {
  const key = newKey(step);
  emit(step, 'SIGNAL_SUBSCRIPTION', 'CREATED', key, { ...draft, key });
}

export function openSignalStart(step: Step, definition: ProcessDefinition, startId: string, signalName: string): void {
  openSignal(step, {
    signalName,
    processInstanceKey: NO_KEY,
    processDefinitionKey: definition.key,
    bpmnProcessId: definition.bpmnProcessId,
    version: definition.version,
    elementInstanceKey: NO_KEY,
    catchEventId: startId,
  });
}
