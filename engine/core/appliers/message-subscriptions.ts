/** Who waits for which message, and what was correlated. Closed subscriptions and correlations stay as history. */
import type { RecordValues } from '../records.ts';
import type { State } from '../state.ts';
import { type Key, type MessageSubscriptionState, NO_KEY } from '../types.ts';

type Subscription = RecordValues['PROCESS_MESSAGE_SUBSCRIPTION'];

/** A message is correlated once per process, whichever of its instances took it. */
function markCorrelated(state: State, messageKey: Key | undefined, bpmnProcessId: string): void {
  const message = messageKey ? state.message.get(messageKey) : undefined;
  if (message && !message.correlatedProcessIds.includes(bpmnProcessId)) {
    state.message.put({ ...message, correlatedProcessIds: [...message.correlatedProcessIds, bpmnProcessId] });
  }
}

const rowOf = ({ messageKey: _message, historyKey: _history, ...row }: Subscription) => row;

export const messageSubscriptionAppliers = {
  CREATED: (state: State, _key: Key, value: Subscription): void => {
    const row = state.messageSubscription.get(value.key);
    if (row) state.messageSubscription.put({ ...row, messageSubscriptionKey: value.messageSubscriptionKey });
  },
  CORRELATING: (state: State, _key: Key, value: Subscription, now: number): void => {
    state.messageSubscription.put({ ...rowOf(value), state: 'CORRELATING', updatedAt: now });
    markCorrelated(state, value.messageKey, value.bpmnProcessId);
  },
  CORRELATED: (state: State, _key: Key, value: Subscription, now: number): void => {
    const row = state.messageSubscription.get(value.key);
    if (row?.state === 'CORRELATING') state.messageSubscription.put({ ...row, state: 'CREATED', updatedAt: now });
  },
};

const put = (state: State, _key: Key, value: Subscription, now: number): void =>
  state.messageSubscription.put({ ...rowOf(value), updatedAt: now });

function close(state: State, key: Key, last: MessageSubscriptionState, now: number): void {
  const row = state.messageSubscription.get(key);
  if (row) state.messageSubscription.retire({ ...row, state: last, updatedAt: now });
}

function correlated(state: State, _key: Key, value: Subscription, now: number): void {
  if (value.messageKey && value.historyKey) {
    state.correlatedMessage.retire({
      key: value.historyKey,
      messageKey: value.messageKey,
      messageName: value.messageName,
      correlationKey: value.correlationKey,
      subscriptionKey: value.key,
      processInstanceKey: value.processInstanceKey,
      processDefinitionKey: value.processDefinitionKey,
      bpmnProcessId: value.bpmnProcessId,
      elementId: value.targetElementId,
      elementInstanceKey: value.elementInstanceKey,
      correlatedAt: now,
    });
  }
  if (value.interrupting) close(state, value.key, 'CORRELATED', now);
}

export const processMessageSubscriptionAppliers = {
  CREATING: put,
  MIGRATED: put,
  CREATED: (state: State, _key: Key, value: Subscription, now: number): void => {
    const row = state.messageSubscription.get(value.key);
    if (row?.state === 'CREATING') state.messageSubscription.put({ ...row, state: 'CREATED', updatedAt: now });
  },
  CORRELATED: correlated,
  DELETING: (state: State, _key: Key, value: Subscription, now: number): void => {
    state.messageSubscription.put({ ...rowOf(value), state: 'DELETING', updatedAt: now });
  },
  DELETED: (state: State, _key: Key, value: Subscription, now: number): void => close(state, value.key, 'DELETED', now),
};

type StartSubscription = RecordValues['MESSAGE_START_EVENT_SUBSCRIPTION'];

function started(state: State, _key: Key, value: StartSubscription, now: number): void {
  markCorrelated(state, value.messageKey, value.bpmnProcessId);
  if (!value.messageKey || !value.processInstanceKey) return;
  state.correlatedMessage.retire({
    // One message starts one instance of a process: its key is free among the correlations.
    key: value.processInstanceKey,
    messageKey: value.messageKey,
    messageName: value.messageName,
    correlationKey: value.correlationKey ?? '',
    subscriptionKey: value.key,
    processInstanceKey: value.processInstanceKey,
    processDefinitionKey: value.processDefinitionKey,
    bpmnProcessId: value.bpmnProcessId,
    elementId: value.startEventId,
    elementInstanceKey: NO_KEY,
    correlatedAt: now,
  });
}

export const messageStartAppliers = {
  CREATED: (state: State, _key: Key, value: StartSubscription): void => state.messageStartSubscription.put(value),
  DELETED: (state: State, key: Key): void => state.messageStartSubscription.remove(key),
  CORRELATED: started,
};
