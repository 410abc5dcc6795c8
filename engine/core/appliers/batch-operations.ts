/** Batches: they and the items still to be worked off are in memory, what is done is history. */
import type { RecordValues } from '../records.ts';
import type { State } from '../state.ts';
import type { BatchOperation, Key } from '../types.ts';

const put = (state: State, _key: Key, batch: BatchOperation): void => state.batchOperation.put(batch);
const end = (state: State, _key: Key, batch: BatchOperation): void => state.batchOperation.retire(batch);

function added(state: State, _key: Key, { batchOperationKey, items }: RecordValues['BATCH_OPERATION_CHUNK']): void {
  for (const item of items) state.batchOperationItem.put(item);
  const batch = state.batchOperation.get(batchOperationKey);
  if (batch) state.batchOperation.put({ ...batch, total: batch.total + items.length });
}

function done(state: State, _key: Key, item: RecordValues['BATCH_OPERATION_EXECUTION']): void {
  state.batchOperationItem.retire(item);
  const batch = state.batchOperation.get(item.batchOperationKey);
  if (!batch) return;
  state.batchOperation.put({
    ...batch,
    completed: batch.completed + (item.state === 'COMPLETED' ? 1 : 0),
    failed: batch.failed + (item.state === 'FAILED' ? 1 : 0),
  });
}

function canceled(state: State, key: Key, batch: BatchOperation): void {
  for (const item of [...state.by.batchItemsOf.get(key)]) {
    state.batchOperationItem.retire({ ...item, state: 'CANCELED', processedAt: batch.endedAt });
  }
  state.batchOperation.retire(batch);
}

export const batchCreationAppliers = { CREATED: put };
export const batchChunkAppliers = { CREATED: added };
export const batchExecutionAppliers = { EXECUTED: done };
export const batchLifecycleAppliers = {
  STARTED: put,
  SUSPENDED: put,
  RESUMED: put,
  COMPLETED: end,
  CANCELED: canceled,
  FAILED: canceled,
};
