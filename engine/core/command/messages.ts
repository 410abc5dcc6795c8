/** Publishing, correlating and expiring messages. */
import { correlating } from '../behaviour/correlation.ts';
import { isLocked, startByMessage } from '../behaviour/message-starts.ts';
import { pair } from '../state.ts';
import { emit, newKey, Rejected, type Step } from '../step.ts';
import type { CommandOf, Key, Message, Nothing } from '../types.ts';

type Publish = CommandOf<'publishMessage'>;

export function publishMessage(step: Step, command: Publish): { messageKey: Key } {
  const messageId = command.messageId ?? '';
  if (messageId !== '' && isKnown(step, command, messageId)) {
    throw new Rejected(
      'ALREADY_EXISTS',
      `Expected to publish a new message with id '${messageId}', but a message with that id was already published`,
    );
  }
  const message = publish(step, command, messageId, command.timeToLive);
  distribute(step, message);
  if (command.timeToLive <= 0) emit(step, 'MESSAGE', 'EXPIRED', message.key, message);
  return { messageKey: message.key };
}

function isKnown(step: Step, { name, correlationKey }: Publish, messageId: string): boolean {
  for (const message of step.state.by.messages.get(pair(name, correlationKey))) {
    if (message.messageId === messageId) return true;
  }
  return false;
}

function publish(
  step: Step,
  { name, correlationKey, variables }: Pick<Publish, 'name' | 'correlationKey' | 'variables'>,
  messageId: string,
  timeToLive: number,
): Message {
  const message: Message = {
    key: newKey(step),
    name,
    correlationKey,
    messageId,
    timeToLive,
    deadline: step.now + timeToLive,
    variables: variables ?? {},
    correlatedProcessIds: [],
  };
  emit(step, 'MESSAGE', 'PUBLISHED', message.key, message);
  return message;
}

/** To waiting elements first, then to start events; once per process. Returns the instances that take it. */
function distribute(step: Step, message: Message): Key[] {
  const taken = new Map<string, Key>();
  for (const subscription of [...step.state.by.subscriptionsTo.get(pair(message.name, message.correlationKey))]) {
    if (subscription.state !== 'CREATED' || taken.has(subscription.bpmnProcessId)) continue;
    taken.set(subscription.bpmnProcessId, subscription.processInstanceKey);
    correlating(step, subscription, message);
  }
  for (const subscription of [...step.state.by.startSubscriptionsTo.get(message.name)]) {
    const { bpmnProcessId } = subscription;
    if (taken.has(bpmnProcessId) || isLocked(step, bpmnProcessId, message.correlationKey)) continue;
    taken.set(bpmnProcessId, startByMessage(step, subscription, message));
  }
  return [...taken.values()];
}

export function correlateMessage(
  step: Step,
  command: CommandOf<'correlateMessage'>,
): { messageKey: Key; processInstanceKey: Key } {
  const message = publish(step, command, '', 0);
  const [processInstanceKey] = distribute(step, message);
  if (!processInstanceKey) {
    throw new Rejected(
      'NOT_FOUND',
      `Expected to find subscription for message with name '${command.name}' and correlation key '${command.correlationKey}', but none was found.`,
    );
  }
  emit(step, 'MESSAGE_CORRELATION', 'CORRELATED', message.key, {
    messageKey: message.key,
    processInstanceKey,
    name: message.name,
    correlationKey: message.correlationKey,
  });
  emit(step, 'MESSAGE', 'EXPIRED', message.key, message);
  return { messageKey: message.key, processInstanceKey };
}

export function expireMessage(step: Step, { messageKey }: { messageKey: Key }): Nothing {
  const message = step.state.message.get(messageKey);
  if (!message)
    throw new Rejected(
      'NOT_FOUND',
      `Expected to expire message with key '${messageKey}', but no such message was found`,
    );
  emit(step, 'MESSAGE', 'EXPIRED', messageKey, message);
  return {};
}
