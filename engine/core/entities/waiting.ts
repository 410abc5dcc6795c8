/** Timers, messages, signals, compensation: what is waited for, and what came of it. */
import type { Key, Variables } from './values.ts';

export interface Timer {
  key: Key;
  /** `'-1'` for a start event of a process, as the element instance. */
  processInstanceKey: Key;
  processDefinitionKey: Key;
  /** The element instance that listens (the host of a boundary event, the scope of an event sub-process). */
  elementInstanceKey: Key;
  /** The catch event that will be triggered. */
  targetElementId: string;
  dueDate: number;
  /** Repetitions left including this one; -1 = without end. */
  repetitions: number;
  /** ISO 8601 interval or cron expression of a cycle; null for a date or a duration. */
  interval: string | null;
}

/** `CORRELATED` and `DELETED`: closed, kept as history. */
export type MessageSubscriptionState = 'CREATING' | 'CREATED' | 'CORRELATING' | 'DELETING' | 'CORRELATED' | 'DELETED';

export interface MessageSubscription {
  key: Key;
  /** Key of the other half (Zeebe keeps one on the process's and one on the message's partition). */
  messageSubscriptionKey: Key;
  processInstanceKey: Key;
  processDefinitionKey: Key;
  bpmnProcessId: string;
  elementInstanceKey: Key;
  targetElementId: string;
  messageName: string;
  correlationKey: string;
  interrupting: boolean;
  state: MessageSubscriptionState;
  /** When the state last changed. */
  updatedAt: number;
}

export interface MessageStartSubscription {
  key: Key;
  processDefinitionKey: Key;
  bpmnProcessId: string;
  version: number;
  startEventId: string;
  messageName: string;
}

/** A published message that is kept until its time to live is over. */
export interface Message {
  key: Key;
  name: string;
  correlationKey: string;
  /** Unique per name and correlation key while the message lives; '' = none. */
  messageId: string;
  timeToLive: number;
  deadline: number;
  variables: Variables;
  /** Process ids it was correlated to: once per process. */
  correlatedProcessIds: string[];
}

/** History only: a message that was given to an element or started an instance. */
export interface CorrelatedMessage {
  key: Key;
  messageKey: Key;
  messageName: string;
  correlationKey: string;
  subscriptionKey: Key;
  processInstanceKey: Key;
  processDefinitionKey: Key;
  bpmnProcessId: string;
  elementId: string;
  /** `'-1'` when it started the instance. */
  elementInstanceKey: Key;
  correlatedAt: number;
}

/** Who listens for a signal: an element instance, or the start event of a process's latest version. */
export interface SignalSubscription {
  key: Key;
  signalName: string;
  /** `'-1'` for a start event. */
  processInstanceKey: Key;
  processDefinitionKey: Key;
  bpmnProcessId: string;
  version: number;
  /** `'-1'` for a start event. */
  elementInstanceKey: Key;
  catchEventId: string;
}

/** A completed activity that can be undone, until its scope ends. */
export interface CompensationSubscription {
  key: Key;
  processInstanceKey: Key;
  processDefinitionKey: Key;
  bpmnProcessId: string;
  activityId: string;
  activityInstanceKey: Key;
  /** The scope the activity was in; of what happened inside a sub-process, the sub-process. */
  scopeKey: Key;
  /** '' for a sub-process without a handler of its own: what happened in it is undone. */
  handlerId: string;
  handlerInstanceKey: Key;
  state: 'CREATED' | 'TRIGGERED';
  /** The event that triggered it; '' and `'-1'` before. */
  throwEventId: string;
  throwEventInstanceKey: Key;
}
