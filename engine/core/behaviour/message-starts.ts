/** Message start events: one running instance per process and correlation key; the next message waits for its end. */
import { pair } from '../state.ts';
import { emit, follow, newKey, type Step } from '../step.ts';
import { type Key, type Message, type MessageStartSubscription, NO_KEY, type ProcessInstance } from '../types.ts';

/** Starts an instance for a message; the caller has checked that it may. Returns its key. */
export function startByMessage(step: Step, subscription: MessageStartSubscription, message: Message): Key {
  const key = newKey(step);
  emit(step, 'MESSAGE_START_EVENT_SUBSCRIPTION', 'CORRELATED', subscription.key, {
    ...subscription,
    messageKey: message.key,
    correlationKey: message.correlationKey,
  });
  follow(step, {
    kind: 'activate',
    key,
    elementId: subscription.bpmnProcessId,
    elementType: 'PROCESS',
    flowScopeKey: NO_KEY,
    processInstanceKey: key,
    processDefinitionKey: subscription.processDefinitionKey,
    viaFlow: false,
    trigger: { key: newKey(step), elementId: subscription.startEventId, variables: message.variables },
    processInstance: {
      key,
      processDefinitionKey: subscription.processDefinitionKey,
      bpmnProcessId: subscription.bpmnProcessId,
      version: subscription.version,
      parentProcessInstanceKey: NO_KEY,
      parentElementInstanceKey: NO_KEY,
      rootProcessInstanceKey: key,
      state: 'ACTIVE',
      startedAt: step.now,
      endedAt: null,
      messageCorrelationKey: message.correlationKey === '' ? null : message.correlationKey,
      awaitResult: null,
    },
  });
  return key;
}

/** An instance of this process started by this correlation key still runs (or is just being started). */
export function isLocked(step: Step, bpmnProcessId: string, correlationKey: string): boolean {
  if (correlationKey === '') return false;
  return (
    step.state.by.startLocks.count(pair(bpmnProcessId, correlationKey)) > 0 ||
    step.queue.some(
      (command) =>
        command.kind === 'activate' &&
        command.processInstance?.bpmnProcessId === bpmnProcessId &&
        command.processInstance.messageCorrelationKey === correlationKey,
    )
  );
}

/** When such an instance ends, the oldest waiting message with its key starts the next one. */
export function releaseStartLock(step: Step, process: ProcessInstance): void {
  const correlationKey = process.messageCorrelationKey;
  if (!correlationKey) return;
  let next: { subscription: MessageStartSubscription; message: Message } | undefined;
  for (const subscription of step.state.by.startSubscriptionsOf.get(process.bpmnProcessId)) {
    for (const message of step.state.by.messages.get(pair(subscription.messageName, correlationKey))) {
      if (message.deadline <= step.now || message.correlatedProcessIds.includes(process.bpmnProcessId)) continue;
      if (!next || BigInt(message.key) < BigInt(next.message.key)) next = { subscription, message };
      break;
    }
  }
  if (next && !isLocked(step, process.bpmnProcessId, correlationKey))
    startByMessage(step, next.subscription, next.message);
}
