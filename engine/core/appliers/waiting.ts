/** Variables, timers, messages and their subscriptions. */
import type { RecordValues } from '../records.ts';
import type { State } from '../state.ts';
import type { CompensationSubscription, Key, Message, SignalSubscription, Timer, Variable } from '../types.ts';

const putVariable = (state: State, _key: Key, variable: Variable): void => state.variable.put(variable);
export const variableAppliers = { CREATED: putVariable, UPDATED: putVariable, MIGRATED: putVariable };

const putTimer = (state: State, _key: Key, timer: Timer): void => state.timer.put(timer);
const dropTimer = (state: State, key: Key): void => state.timer.remove(key);
export const timerAppliers = {
  CREATED: putTimer,
  MIGRATED: putTimer,
  TRIGGERED: dropTimer,
  CANCELED: dropTimer,
};

const putSignal = (state: State, _key: Key, row: SignalSubscription): void => state.signalSubscription.put(row);
export const signalSubscriptionAppliers = {
  CREATED: putSignal,
  MIGRATED: putSignal,
  DELETED: (state: State, key: Key): void => state.signalSubscription.remove(key),
};

const keepCompensation = (state: State, _key: Key, row: CompensationSubscription): void =>
  state.compensationSubscription.put(row);
const dropCompensation = (state: State, key: Key): void => state.compensationSubscription.remove(key);
export const compensationAppliers = {
  CREATED: keepCompensation,
  TRIGGERED: keepCompensation,
  MIGRATED: keepCompensation,
  COMPLETED: dropCompensation,
  DELETED: dropCompensation,
};

export const messageAppliers = {
  PUBLISHED: (state: State, _key: Key, message: Message): void => state.message.put(message),
  EXPIRED: (state: State, key: Key): void => state.message.remove(key),
};

type Subscription = RecordValues['MESSAGE_SUBSCRIPTION'];

/** A message is correlated once per process, whichever of its instances took it. */
function markCorrelated(state: State, messageKey: Key | undefined, bpmnProcessId: string): void {
  const message = messageKey ? state.message.get(messageKey) : undefined;
  if (message && !message.correlatedProcessIds.includes(bpmnProcessId)) {
    state.message.put({ ...message, correlatedProcessIds: [...message.correlatedProcessIds, bpmnProcessId] });
  }
}

const strip = ({ messageKey: _messageKey, ...row }: Subscription) => row;

export const messageSubscriptionAppliers = {
  CREATED: (state: State, _key: Key, value: Subscription): void => {
    const row = state.messageSubscription.get(value.key);
    if (row) state.messageSubscription.put({ ...row, messageSubscriptionKey: value.messageSubscriptionKey });
  },
  CORRELATING: (state: State, _key: Key, value: Subscription): void => {
    state.messageSubscription.put({ ...strip(value), state: 'CORRELATING' });
    markCorrelated(state, value.messageKey, value.bpmnProcessId);
  },
  CORRELATED: (state: State, _key: Key, value: Subscription): void => {
    const row = state.messageSubscription.get(value.key);
    if (row?.state === 'CORRELATING') state.messageSubscription.put({ ...row, state: 'CREATED' });
  },
};

const putSubscription = (state: State, _key: Key, value: Subscription): void =>
  state.messageSubscription.put(strip(value));
export const processMessageSubscriptionAppliers = {
  CREATING: putSubscription,
  MIGRATED: putSubscription,
  CREATED: (state: State, _key: Key, value: Subscription): void => {
    const row = state.messageSubscription.get(value.key);
    if (row?.state === 'CREATING') state.messageSubscription.put({ ...row, state: 'CREATED' });
  },
  CORRELATED: (state: State, _key: Key, value: Subscription): void => {
    if (value.interrupting) state.messageSubscription.remove(value.key);
  },
  DELETING: (state: State, _key: Key, value: Subscription): void => {
    state.messageSubscription.put({ ...strip(value), state: 'DELETING' });
  },
  DELETED: (state: State, _key: Key, value: Subscription): void => state.messageSubscription.remove(value.key),
};

type StartSubscription = RecordValues['MESSAGE_START_EVENT_SUBSCRIPTION'];
export const messageStartAppliers = {
  CREATED: (state: State, _key: Key, value: StartSubscription): void => state.messageStartSubscription.put(value),
  DELETED: (state: State, key: Key): void => state.messageStartSubscription.remove(key),
  CORRELATED: (state: State, _key: Key, value: StartSubscription): void =>
    markCorrelated(state, value.messageKey, value.bpmnProcessId),
};
