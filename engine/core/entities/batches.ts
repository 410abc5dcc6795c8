/** Batch operations and their items. */
import type { Json, Key } from './values.ts';

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
