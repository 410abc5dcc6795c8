/** The only code that changes state: record type and intent → what it does. Types without an entry only inform. */
import type { RecordValues } from '../records.ts';
import type { State } from '../state.ts';
import type { Key } from '../types.ts';
import {
  batchChunkAppliers,
  batchCreationAppliers,
  batchExecutionAppliers,
  batchLifecycleAppliers,
} from './batch-operations.ts';
import { decisionEvaluationAppliers } from './decisions.ts';
import { adHocFulfilled, elementAppliers, modificationAppliers, processEventAppliers } from './element.ts';
import {
  messageStartAppliers,
  messageSubscriptionAppliers,
  processMessageSubscriptionAppliers,
} from './message-subscriptions.ts';
import {
  compensationAppliers,
  messageAppliers,
  signalSubscriptionAppliers,
  timerAppliers,
  variableAppliers,
} from './waiting.ts';
import { incidentAppliers, jobAppliers, jobBatchAppliers, userTaskAppliers } from './work.ts';

type Applier<V extends keyof RecordValues> = (state: State, key: Key, value: RecordValues[V], now: number) => void;
type Appliers = { [V in keyof RecordValues]?: Partial<Record<string, Applier<V>>> };

const appliers: Appliers = {
  DEPLOYMENT: { CREATED: (state, _key, value) => state.deployment.put(value) },
  PROCESS: {
    CREATED: (state, _key, value) => state.processDefinition.put(value),
    DELETED: (state, _key, value) => state.processDefinition.put(value),
  },
  FORM: {
    CREATED: (state, _key, value) => state.form.put(value),
    DELETED: (state, _key, value) => state.form.put(value),
  },
  RESOURCE: {
    CREATED: (state, _key, value) => state.genericResource.put(value),
    DELETED: (state, _key, value) => state.genericResource.put(value),
  },
  DECISION_REQUIREMENTS: {
    CREATED: (state, _key, value) => state.decisionRequirements.put(value),
    DELETED: (state, _key, value) => state.decisionRequirements.retire(value),
  },
  DECISION: {
    CREATED: (state, _key, value) => state.decision.put(value),
    DELETED: (state, _key, value) => state.decision.retire(value),
  },
  DECISION_EVALUATION: decisionEvaluationAppliers,
  BATCH_OPERATION_CREATION: batchCreationAppliers,
  BATCH_OPERATION_CHUNK: batchChunkAppliers,
  BATCH_OPERATION_EXECUTION: batchExecutionAppliers,
  BATCH_OPERATION_LIFECYCLE_MANAGEMENT: batchLifecycleAppliers,
  PROCESS_INSTANCE: elementAppliers,
  PROCESS_INSTANCE_MODIFICATION: modificationAppliers,
  PROCESS_EVENT: processEventAppliers,
  VARIABLE: variableAppliers,
  JOB: jobAppliers,
  JOB_BATCH: jobBatchAppliers,
  TIMER: timerAppliers,
  MESSAGE: messageAppliers,
  MESSAGE_SUBSCRIPTION: messageSubscriptionAppliers,
  MESSAGE_START_EVENT_SUBSCRIPTION: messageStartAppliers,
  PROCESS_MESSAGE_SUBSCRIPTION: processMessageSubscriptionAppliers,
  SIGNAL_SUBSCRIPTION: signalSubscriptionAppliers,
  COMPENSATION_SUBSCRIPTION: compensationAppliers,
  AD_HOC_SUB_PROCESS_INSTRUCTION: { COMPLETED: adHocFulfilled },
  USER_TASK: userTaskAppliers,
  INCIDENT: incidentAppliers,
};

export function applierFor<V extends keyof RecordValues>(valueType: V, intent: string): Applier<V> | undefined {
  return appliers[valueType]?.[intent];
}
