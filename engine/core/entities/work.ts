/** Jobs, user tasks, incidents: what people and workers have to do. */
import type { TaskEvent } from '../../model/index.ts';
import type { Key, Variables } from './values.ts';

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
  /** Why the listener denied what it was asked about, maybe ''; null when it did not. */
  deniedReason: string | null;
  createdAt: number;
  endedAt: number | null;
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
