/** What each kind of record carries. Most carry the entity as it is after the record. */
import type {
  ActivateInstruction,
  BatchOperation,
  BatchOperationItem,
  BegunElement,
  BpmnElementType,
  CompensationSubscription,
  Decision,
  DecisionRequirements,
  DecisionResult,
  Deployment,
  ElementInternal,
  Form,
  GenericResource,
  Incident,
  Job,
  Key,
  MappingInstruction,
  Message,
  MessageStartSubscription,
  MessageSubscription,
  ProcessDefinition,
  ProcessInstance,
  SignalSubscription,
  Timer,
  UserTask,
  Variable,
  Variables,
} from './types.ts';

/** Identity of an element instance, part of most records. */
export interface InstanceRef {
  processInstanceKey: Key;
  processDefinitionKey: Key;
  bpmnProcessId: string;
  version: number;
}

export interface ElementValue extends InstanceRef {
  elementId: string;
  bpmnElementType: BpmnElementType;
  flowScopeKey: Key;
  parentProcessInstanceKey: Key;
  parentElementInstanceKey: Key;
}

/** An element about to be activated: what its record carries, and what the new instance starts with. */
export interface ActivatingValue extends ElementValue {
  elementName: string | null;
  /** Consumes a token on an incoming sequence flow (all of them, at a joining gateway). */
  viaFlow: boolean;
  internal: ElementInternal;
  /** Only for the process itself. */
  processInstance?: ProcessInstance;
}

/** An element that is done, and where it goes on. */
export interface CompletedValue extends ElementValue {
  takenFlows: readonly string[] | null;
}

/** An element instance that is of another element now. */
export interface MigratedValue extends ElementValue {
  elementName: string | null;
  internal: ElementInternal;
}

export interface ProcessEventValue {
  scopeKey: Key;
  targetElementId: string;
  variables: Variables;
  processInstanceKey: Key;
  processDefinitionKey: Key;
}

export interface BatchValue {
  type: string;
  worker: string;
  jobs: Job[];
}

export interface RecordValues {
  PROCESS: ProcessDefinition;
  FORM: Form;
  RESOURCE: GenericResource;
  DECISION_REQUIREMENTS: DecisionRequirements;
  DECISION: Decision;
  DEPLOYMENT: Deployment;
  RESOURCE_DELETION: { resourceKey: Key };
  BATCH_OPERATION_CREATION: BatchOperation;
  BATCH_OPERATION_CHUNK: { batchOperationKey: Key; items: BatchOperationItem[] };
  BATCH_OPERATION_EXECUTION: BatchOperationItem;
  BATCH_OPERATION_LIFECYCLE_MANAGEMENT: BatchOperation;
  DECISION_EVALUATION: DecisionResult & {
    processInstanceKey: Key;
    processDefinitionKey: Key;
    elementInstanceKey: Key;
    elementId: string;
  };
  PROCESS_INSTANCE_CREATION: InstanceRef & { instance: ProcessInstance };
  PROCESS_INSTANCE_MODIFICATION: {
    processInstanceKey: Key;
    activateInstructions: ActivateInstruction[];
    terminateInstructions: { elementInstanceKey: Key }[];
    /** The scopes around what was put in. */
    ancestorScopeKeys: Key[];
  };
  PROCESS_INSTANCE_MIGRATION: {
    processInstanceKey: Key;
    migrationPlan: { targetProcessDefinitionKey: Key; mappingInstructions: MappingInstruction[] };
  };
  PROCESS_INSTANCE: ElementValue | ActivatingValue | CompletedValue | MigratedValue;
  PROCESS_INSTANCE_RESULT: InstanceRef & { variables: Variables };
  PROCESS_EVENT: ProcessEventValue;
  VARIABLE: Variable;
  VARIABLE_DOCUMENT: { scopeKey: Key; updateSemantics: 'LOCAL' | 'PROPAGATE'; variables: Variables };
  JOB: Job;
  JOB_BATCH: BatchValue;
  TIMER: Timer;
  MESSAGE: Message;
  MESSAGE_CORRELATION: { messageKey: Key; processInstanceKey: Key; name: string; correlationKey: string };
  MESSAGE_SUBSCRIPTION: MessageSubscription & { messageKey?: Key };
  MESSAGE_START_EVENT_SUBSCRIPTION: MessageStartSubscription & {
    messageKey?: Key;
    correlationKey?: string;
    /** The instance that the message starts. */
    processInstanceKey?: Key;
  };
  /** `historyKey`: of what is kept of a correlation. */
  PROCESS_MESSAGE_SUBSCRIPTION: MessageSubscription & { messageKey?: Key; historyKey?: Key };
  SIGNAL: { signalName: string; variables: Variables };
  SIGNAL_SUBSCRIPTION: SignalSubscription;
  ESCALATION: { processInstanceKey: Key; escalationCode: string; throwElementId: string; catchElementId: string };
  COMPENSATION_SUBSCRIPTION: CompensationSubscription;
  AD_HOC_SUB_PROCESS_INSTRUCTION: {
    adHocSubProcessInstanceKey: Key;
    activateElements: readonly BegunElement[];
    cancelRemainingInstances: boolean;
  };
  USER_TASK: UserTask;
  INCIDENT: Incident;
}
