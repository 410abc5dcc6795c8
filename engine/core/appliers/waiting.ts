/** Variables, timers, signals, compensation, messages. */
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
