/** Message start events: one running instance per process and correlation key; the next message waits for its end. */
import { pair } from '../state.ts';
import { emit, newKey, type Step } from '../step.ts';
import type { Key, Message, MessageStartSubscription, ProcessInstance } from '../types.ts';
import { startByEvent } from './start-instance.ts';

/** Starts an instance for a message; the caller has checked that it may. Returns its key. */
export function startByMessage(step: Step, subscription: MessageStartSubscription, message: Message): Key {
  const key = newKey(step);
  emit(step, 'MESSAGE_START_EVENT_SUBSCRIPTION', 'CORRELATED', subscription.key, {
    ...subscription,
    messageKey: message.key,
    correlationKey: message.correlationKey,
    processInstanceKey: key,
  });
  const { processDefinitionKey, bpmnProcessId, version, startEventId } = subscription;
  const process = { key: processDefinitionKey, bpmnProcessId, version };
  const messageCorrelationKey = message.correlationKey || null;
  return startByEvent(step, process, startEventId, message.variables, { key, messageCorrelationKey });
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
