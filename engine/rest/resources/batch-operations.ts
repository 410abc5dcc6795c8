import type { Resource } from '../search.ts';
import { iso, key, millis, type Row, text } from './fields.ts';

export const batchOperations: Resource = {
  source: {
    from: 'engine.batch_operation t',
    select: 't.*',
    keyField: 'batchOperationKey',
    fields: {
      batchOperationKey: key('t.key'),
      operationType: text('t.type'),
      state: text('t.state'),
      startDate: millis('t.started_at'),
      endDate: millis('t.ended_at'),
    },
  },
  toItem: (row: Row) => ({
    batchOperationKey: row.key,
    batchOperationType: row.type,
    state: row.state,
    startDate: iso(row.started_at),
    endDate: iso(row.ended_at),
    operationsTotalCount: row.total,
    operationsCompletedCount: row.completed,
    operationsFailedCount: row.failed,
    errors:
      row.failure_message === null ? [] : [{ partitionId: 1, type: 'QUERY_FAILED', message: row.failure_message }],
  }),
};

export const batchOperationItems: Resource = {
  source: {
    from: 'engine.batch_operation_item t JOIN engine.batch_operation b ON b.key = t.batch_operation_key',
    select: 't.*, b.type',
    keyField: 'key',
    hidden: { key: key('t.key') },
    fields: {
      batchOperationKey: key('t.batch_operation_key'),
      operationType: text('b.type'),
      itemKey: key('t.item_key'),
      processInstanceKey: key('t.process_instance_key'),
      state: text('t.state'),
      processedDate: millis('t.processed_at'),
    },
  },
  toItem: (row: Row) => ({
    batchOperationKey: row.batch_operation_key,
    operationType: row.type,
    itemKey: row.item_key,
    processInstanceKey: row.process_instance_key,
    state: row.state,
    processedDate: iso(row.processed_at),
    errorMessage: row.error_message ?? undefined,
  }),
};
