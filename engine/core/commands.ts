/** What can be asked of the core, and what it answers. */
import type {
  BatchOperationType,
  BatchPlan,
  Decision,
  DecisionInstance,
  DecisionRequirements,
  EvaluatedInput,
  Form,
  GenericResource,
  Job,
  Json,
  Key,
  MatchedRule,
  ProcessDefinition,
  TaskAttributes,
  Variables,
} from './entities/index.ts';

export type Command =
  | { type: 'deploy'; resources: { name: string; content: string }[] }
  /** The key of a process definition, of decision requirements, of a form or of another resource. */
  | { type: 'deleteResource'; resourceKey: Key }
  | {
      type: 'createProcessInstance';
      /** Either the key, or the id (with version; -1 or absent = latest). */
      processDefinitionKey?: Key;
      bpmnProcessId?: string;
      version?: number;
      variables?: Variables;
      startInstructions?: { elementId: string }[];
      /** Ask for a `processInstanceCompleted` effect when it ends. */
      awaitResult?: { fetchVariables?: string[] };
      tags?: readonly string[];
      /** Ids of elements: when one of them is completed or terminated, the instance is terminated. */
      terminateAfter?: readonly string[];
    }
  | { type: 'cancelProcessInstance'; processInstanceKey: Key }
  /** `terminate`: keys of element instances. */
  | { type: 'modifyProcessInstance'; processInstanceKey: Key; activate: ActivateInstruction[]; terminate: Key[] }
  | {
      type: 'migrateProcessInstance';
      processInstanceKey: Key;
      targetProcessDefinitionKey: Key;
      mapping: MappingInstruction[];
    }
  | {
      type: 'activateJobs';
      jobType: string;
      worker: string;
      /** Milliseconds. */
      timeout: number;
      maxJobs: number;
      /** Empty or absent = all visible variables. */
      fetchVariables?: string[];
    }
  | { type: 'completeJob'; jobKey: Key; variables?: Variables; result?: JobResult }
  | {
      type: 'failJob';
      jobKey: Key;
      retries: number;
      errorMessage?: string;
      /** Milliseconds. */
      retryBackoff?: number;
      variables?: Variables;
    }
  | { type: 'throwError'; jobKey: Key; errorCode: string; errorMessage?: string; variables?: Variables }
  | { type: 'updateJob'; jobKey: Key; retries?: number; timeout?: number }
  /** A pushed job could not be delivered: give it back at once. */
  | { type: 'yieldJob'; jobKey: Key }
  | {
      type: 'publishMessage';
      name: string;
      correlationKey: string;
      messageId?: string;
      /** Milliseconds; 0 = correlate now or never. */
      timeToLive: number;
      variables?: Variables;
    }
  /** Publish with TTL 0 and say which instance took it; NOT_FOUND when nobody did. */
  | { type: 'correlateMessage'; name: string; correlationKey: string; variables?: Variables }
  /** To everybody who listens at this moment; signals are not kept. */
  | { type: 'broadcastSignal'; signalName: string; variables?: Variables }
  | { type: 'setVariables'; elementInstanceKey: Key; variables: Variables; local: boolean }
  | { type: 'resolveIncident'; incidentKey: Key }
  | {
      type: 'activateAdHocElements';
      adHocSubProcessInstanceKey: Key;
      elements: BegunElement[];
      /** Ends what runs in the sub-process besides. */
      cancelRemainingInstances?: boolean;
    }
  | {
      type: 'assignUserTask';
      userTaskKey: Key;
      assignee: string;
      /** false = refuse when somebody else has it (INVALID_STATE). Default true. */
      allowOverride?: boolean;
      action?: string;
    }
  | { type: 'unassignUserTask'; userTaskKey: Key; action?: string }
  | { type: 'updateUserTask'; userTaskKey: Key; changeset: UserTaskChangeset; action?: string }
  | { type: 'completeUserTask'; userTaskKey: Key; variables?: Variables; action?: string }
  | { type: 'evaluateDecision'; decisionId?: string; decisionKey?: Key; variables?: Variables }
  | {
      type: 'createBatchOperation';
      operationType: BatchOperationType;
      filter: Record<string, Json>;
      plan: BatchPlan;
    }
  /** What the filter found; what the batch has already is left out. */
  | { type: 'addBatchOperationItems'; batchOperationKey: Key; items: { itemKey: Key; processInstanceKey: Key }[] }
  /** All items are there: they may be worked off. */
  | { type: 'startBatchOperation'; batchOperationKey: Key }
  /** `key`: of the item's row. Does nothing while the batch is suspended. */
  | { type: 'executeBatchOperationItem'; key: Key }
  | { type: 'failBatchOperationItem'; key: Key; errorMessage: string }
  | { type: 'failBatchOperation'; batchOperationKey: Key; message: string }
  | { type: 'cancelBatchOperation'; batchOperationKey: Key }
  | { type: 'suspendBatchOperation'; batchOperationKey: Key }
  | { type: 'resumeBatchOperation'; batchOperationKey: Key }
  // What the clock brings; made by `dueCommands`.
  | { type: 'triggerTimer'; timerKey: Key }
  | { type: 'timeOutJob'; jobKey: Key }
  | { type: 'recurJobAfterBackoff'; jobKey: Key }
  | { type: 'expireMessage'; messageKey: Key };

export interface MappingInstruction {
  sourceElementId: string;
  targetElementId: string;
}

export interface ActivateInstruction {
  elementId: string;
  /** The running scope it shall be in, at whatever distance; absent = the only one there is, or a new one. */
  ancestorElementInstanceKey?: Key;
  /** `scopeId`: an element around it, or itself; '' = the process. */
  variables: { scopeId: string; variables: Variables }[];
}

/** What a worker says besides that its job is done: a listener of a user task, and who decides in an ad-hoc sub-process. */
export type JobResult =
  | { type: 'userTask'; denied: boolean; deniedReason: string; corrections: Partial<TaskAttributes> }
  | {
      type: 'adHocSubProcess';
      activateElements: BegunElement[];
      isCompletionConditionFulfilled: boolean;
      isCancelRemainingInstances: boolean;
    };

/** An element to begin, with variables that are for it alone. */
export interface BegunElement {
  elementId: string;
  variables: Variables;
}

export type CommandType = Command['type'];
export type CommandOf<T extends CommandType> = Extract<Command, { type: T }>;

/** The answer that says no more than that it is done. */
export type Nothing = Record<never, never>;

export interface UserTaskChangeset {
  candidateGroups?: string[];
  candidateUsers?: string[];
  dueDate?: string;
  followUpDate?: string;
  priority?: number;
}

export type RejectionType = 'INVALID_ARGUMENT' | 'NOT_FOUND' | 'ALREADY_EXISTS' | 'INVALID_STATE' | 'PROCESSING_ERROR';

/** Zeebe's text without the prefix; `rejectionMessage()` makes "Command 'X' rejected with code 'Y': reason". */
export interface Rejection {
  type: RejectionType;
  reason: string;
  /** Zeebe's intent name of the command, for the message prefix (`CREATE`, `COMPLETE`, `CANCEL` …). */
  intent: string;
}

/** A job as a worker receives it. */
export interface ActivatedJob {
  key: Key;
  type: string;
  processInstanceKey: Key;
  bpmnProcessId: string;
  processDefinitionVersion: number;
  processDefinitionKey: Key;
  elementId: string;
  elementInstanceKey: Key;
  kind: Job['kind'];
  listenerEvent: Job['listenerEvent'];
  customHeaders: Record<string, string>;
  worker: string;
  retries: number;
  deadline: number;
  variables: Variables;
  /** Of its process instance. */
  tags: readonly string[];
  /** Of a task listener's job. */
  userTask: ListenedTask | null;
}

/** A user task as it is going to be when its listeners agree. */
export interface ListenedTask extends TaskAttributes {
  action: string;
  changedAttributes: string[];
  formKey: Key;
  userTaskKey: Key;
}

/** `awaits`: it has not happened yet; a `transitionEnded` effect with that key tells when, or why not. */
export interface Awaited {
  awaits?: Key;
}

export interface DeployedResources {
  deploymentKey: Key;
  processes: ProcessDefinition[];
  forms: Form[];
  resources: GenericResource[];
  decisionRequirements: DecisionRequirements[];
  decisions: Decision[];
}

export interface CreatedInstance {
  processDefinitionKey: Key;
  bpmnProcessId: string;
  version: number;
  processInstanceKey: Key;
  tags: readonly string[];
}

export interface EvaluatedDecision {
  decisionId: string;
  decisionName: string;
  decisionKey: Key;
  decisionVersion: number;
  decisionType: DecisionInstance['decisionType'];
  decisionOutput: Json;
  evaluatedInputs: EvaluatedInput[];
  matchedRules: MatchedRule[];
}
export interface DecisionResult {
  /** Of this evaluation. The decisions it evaluated have the keys that follow. */
  evaluationKey: Key;
  decisionId: string;
  decisionKey: Key;
  decisionName: string;
  decisionVersion: number;
  decisionRequirementsId: string;
  decisionRequirementsKey: Key;
  decisionOutput: Json;
  /** In evaluation order, required decisions first. */
  evaluatedDecisions: EvaluatedDecision[];
  /** '' when it succeeded. */
  failedDecisionId: string;
  failureMessage: string;
}

export interface Responses {
  deploy: DeployedResources;
  deleteResource: Nothing;
  createProcessInstance: CreatedInstance;
  cancelProcessInstance: Nothing;
  modifyProcessInstance: Nothing;
  migrateProcessInstance: Nothing;
  activateJobs: { jobs: ActivatedJob[] };
  completeJob: Nothing;
  failJob: Nothing;
  throwError: Nothing;
  updateJob: Nothing;
  yieldJob: Nothing;
  publishMessage: { messageKey: Key };
  correlateMessage: { messageKey: Key; processInstanceKey: Key };
  broadcastSignal: { signalKey: Key };
  setVariables: { key: Key } & Awaited;
  resolveIncident: Nothing;
  activateAdHocElements: Nothing;
  assignUserTask: Awaited;
  unassignUserTask: Awaited;
  updateUserTask: Awaited;
  completeUserTask: Awaited;
  evaluateDecision: DecisionResult;
  createBatchOperation: { batchOperationKey: Key };
  addBatchOperationItems: Nothing;
  startBatchOperation: Nothing;
  executeBatchOperationItem: Nothing;
  failBatchOperationItem: Nothing;
  failBatchOperation: Nothing;
  cancelBatchOperation: Nothing;
  suspendBatchOperation: Nothing;
  resumeBatchOperation: Nothing;
  triggerTimer: Nothing;
  timeOutJob: Nothing;
  recurJobAfterBackoff: Nothing;
  expireMessage: Nothing;
}

export type Response<T> = { ok: true; value: T } | { ok: false; rejection: Rejection };
