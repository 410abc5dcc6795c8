/** The entities: rows of current state, one type per table, and how they are handed over and loaded. */
import type { BatchOperation, BatchOperationItem } from './batches.ts';
import type { DecisionInstance } from './decisions.ts';
import type {
  Decision,
  DecisionRequirements,
  Deployment,
  Form,
  GenericResource,
  ProcessDefinition,
} from './definitions.ts';
import type { ElementInstance, ProcessInstance, Variable } from './instances.ts';
import type { Key } from './values.ts';
import type {
  CompensationSubscription,
  CorrelatedMessage,
  Message,
  MessageStartSubscription,
  MessageSubscription,
  SignalSubscription,
  Timer,
} from './waiting.ts';
import type { Incident, Job, UserTask } from './work.ts';

export * from './batches.ts';
export * from './decisions.ts';
export * from './definitions.ts';
export * from './instances.ts';
export * from './values.ts';
export * from './waiting.ts';
export * from './work.ts';

export interface EntityTypes {
  deployment: Deployment;
  processDefinition: ProcessDefinition;
  form: Form;
  genericResource: GenericResource;
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
 * What `load` takes at start. Only live rows:
 * - definitions, forms, other resources, deployments, timers, messages, subscriptions: all; of messages' subscriptions those not closed
 * - decisions and their requirements: those not deleted
 * - processInstance: ACTIVE; elementInstance: neither COMPLETED nor TERMINATED; variable: those whose `scopeKey` is such an element
 * - job and userTask: neither COMPLETED nor CANCELED; incident: ACTIVE
 * - batchOperation: not ended; batchOperationItem: ACTIVE
 * - correlatedMessage, decisionInstance: none
 */
export type Snapshot = { [K in EntityKind]?: EntityTypes[K][] } & { nextKey?: Key };
