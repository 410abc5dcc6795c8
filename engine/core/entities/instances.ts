/** What runs: process instances, their elements, their variables. */
import type { Json, Key, Variables } from './values.ts';

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
  /** Ids of elements: when one of them is over, the instance is terminated. */
  terminateAfter: readonly string[];
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
