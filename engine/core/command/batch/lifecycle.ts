/** The life of a batch: created, filled with items, worked off; suspended, resumed and canceled on the way. */
import { emit, newKey, Rejected, type Step } from '../../step.ts';
import type { BatchOperation, BatchOperationItem, CommandOf, Key, Nothing } from '../../types.ts';

export function createBatchOperation(
  step: Step,
  command: CommandOf<'createBatchOperation'>,
): { batchOperationKey: Key } {
  const key = newKey(step);
  const batch: BatchOperation = {
    key,
    type: command.operationType,
    state: 'CREATED',
    filter: command.filter,
    plan: command.plan,
    prepared: false,
    total: 0,
    completed: 0,
    failed: 0,
    failureMessage: null,
    startedAt: step.now,
    endedAt: null,
  };
  emit(step, 'BATCH_OPERATION_CREATION', 'CREATED', key, batch);
  return { batchOperationKey: key };
}

/** May come twice for the same items: who finds them begins anew after a restart. */
export function addBatchOperationItems(step: Step, command: CommandOf<'addBatchOperationItems'>): Nothing {
  const batch = found(step, command.batchOperationKey, 'add items to');
  if (batch.prepared) return {};
  const known = new Set([...step.state.by.batchItemsOf.get(batch.key)].map((item) => item.itemKey));
  const items = command.items
    .filter(({ itemKey }) => !known.has(itemKey))
    .map(
      ({ itemKey, processInstanceKey }): BatchOperationItem => ({
        key: newKey(step),
        batchOperationKey: batch.key,
        itemKey,
        processInstanceKey,
        state: 'ACTIVE',
        processedAt: null,
        errorMessage: null,
      }),
    );
  if (items.length > 0) {
    emit(step, 'BATCH_OPERATION_CHUNK', 'CREATED', newKey(step), { batchOperationKey: batch.key, items });
  }
  return {};
}

export function startBatchOperation(step: Step, { batchOperationKey }: CommandOf<'startBatchOperation'>): Nothing {
  const batch = found(step, batchOperationKey, 'start');
  if (batch.prepared) return {};
  const state = batch.state === 'CREATED' ? 'ACTIVE' : batch.state;
  emit(step, 'BATCH_OPERATION_LIFECYCLE_MANAGEMENT', 'STARTED', batch.key, { ...batch, state, prepared: true });
  completeWhenDone(step, batch.key);
  return {};
}

export function failBatchOperation(step: Step, command: CommandOf<'failBatchOperation'>): Nothing {
  const batch = found(step, command.batchOperationKey, 'fail');
  const failed = { ...batch, state: 'FAILED', endedAt: step.now, failureMessage: command.message } as const;
  emit(step, 'BATCH_OPERATION_LIFECYCLE_MANAGEMENT', 'FAILED', batch.key, failed);
  return {};
}

export function cancelBatchOperation(step: Step, { batchOperationKey }: CommandOf<'cancelBatchOperation'>): Nothing {
  const batch = found(step, batchOperationKey, 'cancel');
  const canceled = { ...batch, state: 'CANCELED', endedAt: step.now } as const;
  emit(step, 'BATCH_OPERATION_LIFECYCLE_MANAGEMENT', 'CANCELED', batch.key, canceled);
  return {};
}

export function suspendBatchOperation(step: Step, { batchOperationKey }: CommandOf<'suspendBatchOperation'>): Nothing {
  const batch = found(step, batchOperationKey, 'suspend');
  if (batch.state === 'SUSPENDED') throw wrongState(batch, 'suspend');
  emit(step, 'BATCH_OPERATION_LIFECYCLE_MANAGEMENT', 'SUSPENDED', batch.key, { ...batch, state: 'SUSPENDED' });
  return {};
}

export function resumeBatchOperation(step: Step, { batchOperationKey }: CommandOf<'resumeBatchOperation'>): Nothing {
  const batch = found(step, batchOperationKey, 'resume');
  if (batch.state !== 'SUSPENDED') throw wrongState(batch, 'resume');
  const state = batch.prepared ? 'ACTIVE' : 'CREATED';
  emit(step, 'BATCH_OPERATION_LIFECYCLE_MANAGEMENT', 'RESUMED', batch.key, { ...batch, state });
  completeWhenDone(step, batch.key);
  return {};
}

export function completeWhenDone(step: Step, key: Key): void {
  const batch = step.state.batchOperation.get(key);
  if (batch?.state !== 'ACTIVE' || step.state.by.batchItemsOf.count(key) > 0) return;
  const completed = { ...batch, state: 'COMPLETED', endedAt: step.now } as const;
  emit(step, 'BATCH_OPERATION_LIFECYCLE_MANAGEMENT', 'COMPLETED', key, completed);
}

/** A batch that has ended is not found any more. Texts as in 8.8. */
function found(step: Step, key: Key, verb: string): BatchOperation {
  const batch = step.state.batchOperation.get(key);
  if (batch) return batch;
  throw new Rejected(
    'NOT_FOUND',
    `Expected to ${verb} a batch operation with key '${key}', but no such batch operation was found`,
  );
}

const wrongState = ({ key, state }: BatchOperation, verb: string): Rejected =>
  new Rejected(
    'INVALID_STATE',
    `Expected to ${verb} a batch operation with key '${key}', but it has an invalid state '${state}'.`,
  );
