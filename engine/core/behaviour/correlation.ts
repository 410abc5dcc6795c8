/** The dialogue between a waiting element and the messages: open, correlate, close, each acknowledged. */
import { pair } from '../state.ts';
import { emit, type FollowUp, follow, newKey, type Step } from '../step.ts';
import type { Message, MessageSubscription } from '../types.ts';
import { acceptsEvent, triggerEvent } from './events.ts';

type Of<K extends FollowUp['kind']> = Extract<FollowUp, { kind: K }>;

export function openSubscription(step: Step, command: Of<'openSubscription'>): void {
  const row = step.state.messageSubscription.get(command.key);
  if (row?.state !== 'CREATING') return;
  const messageSubscriptionKey = newKey(step);
  const subscription = { ...row, messageSubscriptionKey };
  emit(step, 'MESSAGE_SUBSCRIPTION', 'CREATED', messageSubscriptionKey, subscription);
  if (!correlateNext(step, subscription)) follow(step, { kind: 'subscriptionOpened', key: command.key });
}

export function subscriptionOpened(step: Step, command: Of<'subscriptionOpened'>): void {
  const row = step.state.messageSubscription.get(command.key);
  if (row?.state === 'CREATING')
    emit(step, 'PROCESS_MESSAGE_SUBSCRIPTION', 'CREATED', row.key, { ...row, state: 'CREATED' });
}

/** Gives the oldest waiting message that this process has not had to the subscription. */
function correlateNext(step: Step, subscription: MessageSubscription): boolean {
  const { messageName, correlationKey, bpmnProcessId } = subscription;
  for (const message of step.state.by.messages.get(pair(messageName, correlationKey))) {
    if (message.deadline <= step.now || message.correlatedProcessIds.includes(bpmnProcessId)) continue;
    correlating(step, subscription, message);
    return true;
  }
  return false;
}

export function correlating(step: Step, subscription: MessageSubscription, message: Message): void {
  emit(step, 'MESSAGE_SUBSCRIPTION', 'CORRELATING', subscription.messageSubscriptionKey, {
    ...subscription,
    messageKey: message.key,
  });
  follow(step, { kind: 'correlate', key: subscription.key, messageKey: message.key, variables: message.variables });
}

export function correlate(step: Step, command: Of<'correlate'>): void {
  const subscription = step.state.messageSubscription.get(command.key);
  if (subscription?.state !== 'CORRELATING') return;
  const instance = step.state.elementInstance.get(subscription.elementInstanceKey);
  const event = instance && step.state.model(instance.processDefinitionKey).elements.get(subscription.targetElementId);
  if (!event || !acceptsEvent(instance, event)) return;
  emit(step, 'PROCESS_MESSAGE_SUBSCRIPTION', 'CORRELATED', subscription.key, {
    ...subscription,
    messageKey: command.messageKey,
    historyKey: newKey(step),
  });
  triggerEvent(step, instance, event, command.variables);
  follow(step, { kind: 'correlated', subscription, messageKey: command.messageKey });
}

export function correlated(step: Step, { subscription, messageKey }: Of<'correlated'>): void {
  emit(step, 'MESSAGE_SUBSCRIPTION', 'CORRELATED', subscription.messageSubscriptionKey, {
    ...subscription,
    messageKey,
  });
  const row = step.state.messageSubscription.get(subscription.key);
  if (row?.state === 'CREATED') correlateNext(step, row);
}

export function closeSubscription(step: Step, { subscription }: Of<'closeSubscription'>): void {
  emit(step, 'MESSAGE_SUBSCRIPTION', 'DELETED', subscription.messageSubscriptionKey, subscription);
  follow(step, { kind: 'subscriptionClosed', subscription });
}

export function subscriptionClosed(step: Step, { subscription }: Of<'subscriptionClosed'>): void {
  emit(step, 'PROCESS_MESSAGE_SUBSCRIPTION', 'DELETED', subscription.key, subscription);
}
