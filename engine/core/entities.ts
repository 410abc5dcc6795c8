/** The entities: rows of current state, one type per table, and how they are handed over and loaded. */

import type { TaskEvent } from '../model/index.ts';

/** Decimal string of an int64. `'-1'` means "none", as in Zeebe. */
export type Key = string;
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type Variables = Record<string, Json>;

export const NO_KEY: Key = '-1';
export const DEFAULT_TENANT = '<default>';

export interface Deployment {
  key: Key;
  deployedAt: number;
}

export interface ProcessDefinition {
  key: Key;
  deploymentKey: Key;
  bpmnProcessId: string;
  name: string | null;
  version: number;
  versionTag: string | null;
  /** Id of the form of its none start event. */
  startFormId: string | null;
  resourceName: string;
  /** The BPMN XML as deployed. */
  resource: string;
  /** MD5 hex of `resource`; the same checksum as the latest version's means "nothing new". */
  checksum: string;
  deployedAt: number;
  /** A deleted version stays known: its number is not given again, and finished instances refer to it. */
  deletedAt: number | null;
}

export interface Form {
  key: Key;
  deploymentKey: Key;
  formId: string;
  version: number;
  versionTag: string | null;
  resourceName: string;
  resource: string;
  checksum: string;
  deployedAt: number;
  deletedAt: number | null;
}

export interface DecisionRequirements {
  key: Key;
  deploymentKey: Key;
  decisionRequirementsId: string;
  name: string;
  version: number;
  resourceName: string;
  /** The DMN XML as deployed. */
  resource: string;
  checksum: string;
  deployedAt: number;
  /** Deleted graphs and their decisions leave memory; their rows stay for what they decided. */
  deletedAt: number | null;
}

export interface Decision {
  key: Key;
  deploymentKey: Key;
  decisionId: string;
  name: string;
  version: number;
  versionTag: string | null;
  decisionRequirementsId: string;
  decisionRequirementsKey: Key;
  deletedAt: number | null;
}

export type ProcessInstanceState = 'ACTIVE' | 'COMPLETED' | 'TERMINATED';

export interface ProcessInstance {
  /** Also the key of the root element instance. */
  key: Key;
  processDefinitionKey: Key;
  bpmnProcessId: string;
  version: number;
  /** `'-1'` unless called by a call activity. */
  parentProcessInstanceKey: Key;
  parentElementInstanceKey: Key;
  /** Depth-first root of a call hierarchy (itself for a top-level instance). */
  rootProcessInstanceKey: Key;
  state: ProcessInstanceState;
  startedAt: number;
  endedAt: number | null;
  /** Set when a message start event with a non-empty correlation key made it: the start lock of that key. */
  messageCorrelationKey: string | null;
  /** A caller waits for the result; the variables it wants (empty = all). */
  awaitResult: { fetchVariables: string[] } | null;
  /** Labels it was created with; a called instance has none. */
  tags: readonly string[];
}

export type ElementState = 'ACTIVATING' | 'ACTIVATED' | 'COMPLETING' | 'COMPLETED' | 'TERMINATING' | 'TERMINATED';

/** BPMN element types as Zeebe's exporters write them. */
export type BpmnElementType =
  | 'PROCESS'
  | 'SUB_PROCESS'
  | 'EVENT_SUB_PROCESS'
  | 'AD_HOC_SUB_PROCESS'
  | 'AD_HOC_SUB_PROCESS_INNER_INSTANCE'
  | 'START_EVENT'
  | 'INTERMEDIATE_CATCH_EVENT'
  | 'INTERMEDIATE_THROW_EVENT'
  | 'BOUNDARY_EVENT'
  | 'END_EVENT'
  | 'SERVICE_TASK'
  | 'SEND_TASK'
  | 'RECEIVE_TASK'
  | 'USER_TASK'
  | 'MANUAL_TASK'
  | 'TASK'
  | 'SCRIPT_TASK'
  | 'BUSINESS_RULE_TASK'
  | 'EXCLUSIVE_GATEWAY'
  | 'PARALLEL_GATEWAY'
  | 'INCLUSIVE_GATEWAY'
  | 'EVENT_BASED_GATEWAY'
  | 'SEQUENCE_FLOW'
  | 'MULTI_INSTANCE_BODY'
  | 'CALL_ACTIVITY';

/** An event that reached an element and waits to be consumed by it. */
export interface EventTrigger {
  /** Key the event's own element instance will take when it is activated; also its identity. */
  key: Key;
  /** The catch event (boundary, event sub-process start, or the element itself) that was triggered. */
  elementId: string;
  variables: Variables;
}

/** What an element instance must remember between commands; stored as one JSON column. */
export interface ElementInternal {
  /** Sequence flows taken inside this scope whose target is not yet activated. */
  activeFlows?: number;
  /** Joining gateways of this scope: gateway id → flow id → tokens waiting. */
  waitingTokens?: Record<string, Record<string, number>>;
  /** Events that reached this element and are not consumed yet, oldest first. */
  triggers?: EventTrigger[];
  /** Id of the catch event that interrupted this scope; nothing else may activate in it but that event. */
  interruptedBy?: string | null;
  /** The process was told to start at these elements instead of its start event. */
  startAt?: readonly string[];
  /** Multi-instance: 1-based counter of an inner instance. */
  loopCounter?: number;
  /** Multi-instance body: inner instances completed or terminated so far. */
  numberOfCompletedInstances?: number;
  numberOfTerminatedInstances?: number;
  /** Ad-hoc sub-process: its completion condition has been met; it ends with what still runs in it. */
  completionFulfilled?: boolean;
  /** Execution listeners of the element's present state that are done. */
  listenersDone?: number;
  jobKey?: Key;
  userTaskKey?: Key;
}

export interface ElementInstance {
  key: Key;
  processInstanceKey: Key;
  processDefinitionKey: Key;
  bpmnProcessId: string;
  version: number;
  elementId: string;
  elementName: string | null;
  elementType: BpmnElementType;
  /** Enclosing element instance; `'-1'` for the process itself. */
  flowScopeKey: Key;
  state: ElementState;
  startedAt: number;
  endedAt: number | null;
  internal: ElementInternal;
  /** Ids of the sequence flows it left by when it completed; null before, and when it left by none. */
  takenFlows: readonly string[] | null;
}

/**
 * Row key = `${scopeKey}:${name}` for look-ups in memory, `key` for the wire. A variable's row is never deleted; when its
 * scope ends it leaves memory only. Load those whose scope is an active element instance.
 */
export interface Variable {
  key: Key;
  scopeKey: Key;
  processInstanceKey: Key;
  processDefinitionKey: Key;
  bpmnProcessId: string;
  name: string;
  value: Json;
}

/** `FAILED` = waiting out its back-off; `INCIDENT` = no retries left; `ERROR_THROWN` = nobody caught the error. */
export type JobState = 'ACTIVATABLE' | 'ACTIVATED' | 'FAILED' | 'INCIDENT' | 'ERROR_THROWN' | 'COMPLETED' | 'CANCELED';

export interface Job {
  key: Key;
  type: string;
  processInstanceKey: Key;
  processDefinitionKey: Key;
  bpmnProcessId: string;
  processDefinitionVersion: number;
  elementId: string;
  elementInstanceKey: Key;
  kind: 'BPMN_ELEMENT' | 'EXECUTION_LISTENER' | 'TASK_LISTENER' | 'AD_HOC_SUB_PROCESS';
  /** When the listener is called; null for the element's own job. */
  listenerEvent: 'START' | 'END' | Uppercase<TaskEvent> | null;
  state: JobState;
  retries: number;
  customHeaders: Record<string, string>;
  worker: string;
  /** When the activation times out; null unless ACTIVATED. */
  deadline: number | null;
  /** When the back-off is over; null unless FAILED with back-off. */
  retryAt: number | null;
  errorCode: string | null;
  errorMessage: string | null;
  createdAt: number;
  endedAt: number | null;
}

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

/** History only: one decision of an evaluation, in the order they were evaluated. */
export interface DecisionInstance {
  /** The evaluation's key plus the position. */
  key: Key;
  evaluationKey: Key;
  /** From 1. */
  position: number;
  state: 'EVALUATED' | 'FAILED';
  evaluatedAt: number;
  failureMessage: string | null;
  decisionKey: Key;
  decisionId: string;
  decisionName: string;
  decisionVersion: number;
  decisionType: 'DECISION_TABLE' | 'LITERAL_EXPRESSION' | 'CONTEXT' | 'LIST' | 'RELATION';
  decisionRequirementsKey: Key;
  output: Json;
  evaluatedInputs: EvaluatedInput[];
  matchedRules: MatchedRule[];
  /** `'-1'` when no task asked. */
  processInstanceKey: Key;
  processDefinitionKey: Key;
  elementInstanceKey: Key;
}

export interface EvaluatedInput {
  inputId: string;
  inputName: string;
  inputValue: Json;
}
export interface MatchedRule {
  ruleId: string;
  /** From 1. */
  ruleIndex: number;
  evaluatedOutputs: { outputId: string; outputName: string; outputValue: Json }[];
}

/** States in `-ING` last while listeners are asked. */
export type UserTaskState =
  | 'CREATING'
  | 'CREATED'
  | 'ASSIGNING'
  | 'UPDATING'
  | 'COMPLETING'
  | 'CANCELING'
  | 'COMPLETED'
  | 'CANCELED';

/** What can be changed about a user task by its users and its listeners. */
export interface TaskAttributes {
  /** '' = nobody. */
  assignee: string;
  candidateGroups: string[];
  candidateUsers: string[];
  /** ISO 8601 with offset, '' = none. */
  dueDate: string;
  followUpDate: string;
  priority: number;
}

/** Something that is about to happen to a user task, when its listeners agree. */
export interface TaskTransition {
  /** Identity of the request; its caller waits for the answer. */
  key: Key;
  event: TaskEvent;
  /** Listeners that are done. */
  listenersDone: number;
  /** What the task is going to be, listeners' corrections included. */
  next: Partial<TaskAttributes>;
  action: string;
  /** What a completion or an update of variables brings; listeners see it. */
  variables: Variables;
  /** How an update of variables is to be written; null for any other transition. */
  update: 'LOCAL' | 'PROPAGATE' | null;
  /** Whom the diagram names, to be assigned once the task is there. */
  assignAfterwards: string;
}

export interface UserTask extends TaskAttributes {
  key: Key;
  processInstanceKey: Key;
  processDefinitionKey: Key;
  bpmnProcessId: string;
  processDefinitionVersion: number;
  elementId: string;
  elementName: string | null;
  elementInstanceKey: Key;
  state: UserTaskState;
  /** Key of the deployed Camunda form, '-1' = none. */
  formKey: Key;
  /** The form id the diagram names; null = none. */
  formId: string | null;
  externalFormReference: string;
  customHeaders: Record<string, string>;
  /** Last action given by a caller (`complete`, `claim`, …). */
  action: string;
  /** Null while no listener is asked. */
  transition: TaskTransition | null;
  createdAt: number;
  endedAt: number | null;
}

export type IncidentErrorType =
  | 'UNKNOWN'
  | 'IO_MAPPING_ERROR'
  | 'JOB_NO_RETRIES'
  | 'EXECUTION_LISTENER_NO_RETRIES'
  | 'TASK_LISTENER_NO_RETRIES'
  | 'AD_HOC_SUB_PROCESS_NO_RETRIES'
  | 'CONDITION_ERROR'
  | 'EXTRACT_VALUE_ERROR'
  | 'CALLED_ELEMENT_ERROR'
  | 'UNHANDLED_ERROR_EVENT'
  | 'MESSAGE_SIZE_EXCEEDED'
  | 'CALLED_DECISION_ERROR'
  | 'DECISION_EVALUATION_ERROR'
  | 'FORM_NOT_FOUND'
  | 'RESOURCE_NOT_FOUND';

export interface Incident {
  key: Key;
  errorType: IncidentErrorType;
  errorMessage: string;
  processInstanceKey: Key;
  processDefinitionKey: Key;
  bpmnProcessId: string;
  elementId: string;
  elementInstanceKey: Key;
  /** `'-1'` unless it is about a job. */
  jobKey: Key;
  variableScopeKey: Key;
  state: 'ACTIVE' | 'RESOLVED';
  createdAt: number;
  resolvedAt: number | null;
}

export type BatchOperationType =
  | 'CANCEL_PROCESS_INSTANCE'
  | 'RESOLVE_INCIDENT'
  | 'MIGRATE_PROCESS_INSTANCE'
  | 'MODIFY_PROCESS_INSTANCE';

/** `CREATED`: its items are still being found. */
export type BatchOperationState = 'CREATED' | 'ACTIVE' | 'SUSPENDED' | 'COMPLETED' | 'CANCELED' | 'FAILED';

/** What is done to each process instance of a batch. */
export type BatchPlan =
  | Record<never, never>
  | { targetProcessDefinitionKey: Key; mapping: { sourceElementId: string; targetElementId: string }[] }
  | { moves: { sourceElementId: string; targetElementId: string }[] };

/** One command for many process instances, carried out in the background. */
export interface BatchOperation {
  key: Key;
  type: BatchOperationType;
  state: BatchOperationState;
  /** Which process instances, in the words of the search API. */
  filter: Record<string, Json>;
  plan: BatchPlan;
  /** All items are known. */
  prepared: boolean;
  total: number;
  completed: number;
  failed: number;
  /** Why the items could not be found. */
  failureMessage: string | null;
  startedAt: number;
  endedAt: number | null;
}

/** `SKIPPED`: what it was about had gone in the meantime. */
export type BatchItemState = 'ACTIVE' | 'COMPLETED' | 'FAILED' | 'SKIPPED' | 'CANCELED';

export interface BatchOperationItem {
  key: Key;
  batchOperationKey: Key;
  /** A process instance, or an incident. */
  itemKey: Key;
  processInstanceKey: Key;
  state: BatchItemState;
  processedAt: number | null;
  errorMessage: string | null;
}

export interface EntityTypes {
  deployment: Deployment;
  processDefinition: ProcessDefinition;
  form: Form;
  decisionRequirements: DecisionRequirements;
  decision: Decision;
  processInstance: ProcessInstance;
  elementInstance: ElementInstance;
  variable: Variable;
  job: Job;
  timer: Timer;
  messageSubscription: MessageSubscription;
  messageStartSubscription: MessageStartSubscription;
  message: Message;
  signalSubscription: SignalSubscription;
  compensationSubscription: CompensationSubscription;
  userTask: UserTask;
  incident: Incident;
  correlatedMessage: CorrelatedMessage;
  decisionInstance: DecisionInstance;
  batchOperation: BatchOperation;
  batchOperationItem: BatchOperationItem;
}
export type EntityKind = keyof EntityTypes;

/** Everything that changed since the last `takeChanges()`; several changes of one entity are one upsert of the last. */
export type ChangeSet = {
  [K in EntityKind]: { upserts: EntityTypes[K][]; deletes: Key[] };
} & {
  /** The next key the core will hand out; keep it in a row of its own and give it back to `load`. */
  nextKey: Key;
  empty: boolean;
};

/**
 * What `load` takes at start. Only live rows: definitions, forms, timers, messages, subscriptions: all (of messages those not
 * closed); decisions and their requirements: those not deleted; history: none; processInstance: ACTIVE; elementInstance: neither COMPLETED nor TERMINATED; variable:
 * those whose `scopeKey` is such an element instance; job and userTask: neither COMPLETED nor CANCELED; incident: ACTIVE.
 */
export type Snapshot = { [K in EntityKind]?: EntityTypes[K][] } & { nextKey?: Key };
