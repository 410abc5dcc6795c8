import type { FastifyInstance } from 'fastify';
import { checkFilter } from '../../batch/find-items.ts';
import type { BatchOperationType, BatchPlan, Json } from '../../core/types.ts';
import type { RestContext } from '../context.ts';
import { badRequest, notFound } from '../problem.ts';
import { batchOperationItems, batchOperations } from '../resources/batch-operations.ts';
import { body, keySchema, listOf, nullable, searchBody } from '../schemas.ts';
import { findOne, search } from '../search.ts';
import type { SearchRequest } from '../search-query.ts';

type Filter = Record<string, Json>;

interface BatchBody {
  filter?: Filter | null;
  moveInstructions?: { sourceElementId: string; targetElementId: string }[] | null;
  migrationPlan?: {
    targetProcessDefinitionKey: string | number;
    mappingInstructions: { sourceElementId: string; targetElementId: string }[];
  } | null;
}

const elements = listOf({ sourceElementId: { type: 'string' }, targetElementId: { type: 'string' } }, [
  'sourceElementId',
  'targetElementId',
]);

const batchSchema = body({
  filter: { type: ['object', 'null'] },
  moveInstructions: nullable(elements),
  migrationPlan: nullable(
    body({ targetProcessDefinitionKey: keySchema, mappingInstructions: elements }, [
      'targetProcessDefinitionKey',
      'mappingInstructions',
    ]),
  ),
});

/** Commands for many process instances at once, and what has become of them. */
export function batchOperationRoutes(app: FastifyInstance, { runtime, pool, batches }: RestContext): void {
  const start = (path: string, operationType: BatchOperationType, planOf: (request: BatchBody) => BatchPlan) =>
    app.post<{ Body: BatchBody }>(path, { schema: { body: batchSchema } }, async (request) => {
      const filter = request.body.filter ?? undefined;
      if (!filter) throw badRequest('No filter provided.');
      const plan = planOf(request.body);
      checkFilter(operationType, filter);
      const created = await runtime.execute({ type: 'createBatchOperation', operationType, filter, plan });
      batches.wake();
      return { batchOperationKey: created.batchOperationKey, batchOperationType: operationType };
    });

  start('/process-instances/cancellation', 'CANCEL_PROCESS_INSTANCE', () => ({}));
  start('/process-instances/incident-resolution', 'RESOLVE_INCIDENT', () => ({}));
  start('/process-instances/modification', 'MODIFY_PROCESS_INSTANCE', ({ moveInstructions }) => {
    if (!moveInstructions || moveInstructions.length === 0) throw badRequest('No moveInstructions provided.');
    return { moves: moveInstructions };
  });
  start('/process-instances/migration', 'MIGRATE_PROCESS_INSTANCE', ({ migrationPlan }) => {
    if (!migrationPlan) throw badRequest('No migrationPlan provided.');
    const { targetProcessDefinitionKey, mappingInstructions } = migrationPlan;
    if (mappingInstructions.length === 0) throw badRequest('No mappingInstructions provided.');
    return { targetProcessDefinitionKey: String(targetProcessDefinitionKey), mapping: mappingInstructions };
  });

  app.post<{ Body: SearchRequest }>('/batch-operations/search', { schema: { body: searchBody } }, (request) =>
    search(pool, batchOperations, request.body),
  );
  app.post<{ Body: SearchRequest }>('/batch-operation-items/search', { schema: { body: searchBody } }, (request) =>
    search(pool, batchOperationItems, request.body),
  );
  app.get<{ Params: { key: string } }>('/batch-operations/:key', async ({ params: { key } }) => {
    // Older batch operations of Camunda have UUIDs, so that no text is malformed here.
    const found = /^\d{1,19}$/.test(key) ? await findOne(pool, batchOperations, key) : null;
    if (!found) throw notFound(`Batch Operation with id '${key}' not found`);
    return found;
  });

  const command = (path: string, type: 'cancelBatchOperation' | 'suspendBatchOperation' | 'resumeBatchOperation') =>
    app.post<{ Params: { key: string } }>(`/batch-operations/:key/${path}`, async ({ params: { key } }, reply) => {
      if (!/^\d{1,19}$/.test(key)) {
        throw badRequest(
          `Batch operation id '${key}' is not a valid number. Legacy Batch Operation IDs are not supported!`,
        );
      }
      await runtime.execute({ type, batchOperationKey: key });
      batches.wake();
      return reply.status(204).send();
    });
  command('cancellation', 'cancelBatchOperation');
  command('suspension', 'suspendBatchOperation');
  command('resumption', 'resumeBatchOperation');
}
