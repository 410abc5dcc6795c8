import type { FastifyInstance } from 'fastify';
import type { Variables } from '../../core/types.ts';
import { DEFAULT_TENANT } from '../../core/types.ts';
import type { RestContext } from '../context.ts';
import { badRequest, notFound } from '../problem.ts';
import { incidentsBelow } from '../resources/incidents.ts';
import { elementInstances, processInstances } from '../resources/instances.ts';
import { variables } from '../resources/variables.ts';
import {
  body,
  int32,
  keyParams,
  keySchema,
  listOf,
  nullableList,
  operationReference,
  searchBody,
  textList,
  variablesSchema,
  waitMillis,
} from '../schemas.ts';
import { findOne, search } from '../search.ts';
import type { SearchRequest } from '../search-query.ts';
import { instanceStatistics, takenFlows } from '../statistics.ts';

interface CreationBody {
  processDefinitionId?: string;
  processDefinitionKey?: string | number;
  processDefinitionVersion?: number;
  variables?: Variables | null;
  startInstructions?: { elementId: string }[];
  runtimeInstructions?: { type: 'TERMINATE_PROCESS_INSTANCE'; afterElementId: string }[];
  awaitCompletion?: boolean;
  fetchVariables?: string[];
  requestTimeout?: number;
  tags?: string[] | null;
}

const creationSchema = body({
  processDefinitionId: { type: 'string' },
  processDefinitionKey: keySchema,
  processDefinitionVersion: int32,
  variables: variablesSchema,
  startInstructions: {
    type: 'array',
    items: { type: 'object', required: ['elementId'], properties: { elementId: { type: 'string' } } },
  },
  runtimeInstructions: listOf(
    { type: { type: 'string', enum: ['TERMINATE_PROCESS_INSTANCE'] }, afterElementId: { type: 'string' } },
    ['type', 'afterElementId'],
  ),
  awaitCompletion: { type: 'boolean' },
  fetchVariables: textList,
  requestTimeout: waitMillis,
  tags: nullableList,
});

interface ModificationBody {
  activateInstructions?: {
    elementId: string;
    ancestorElementInstanceKey?: string | number;
    variableInstructions?: { variables: Variables; scopeId?: string }[];
  }[];
  terminateInstructions?: { elementInstanceKey: string | number }[];
}

const modificationSchema = body({
  activateInstructions: listOf(
    {
      elementId: { type: 'string' },
      ancestorElementInstanceKey: keySchema,
      variableInstructions: listOf({ variables: { type: 'object' }, scopeId: { type: 'string' } }, ['variables']),
    },
    ['elementId'],
  ),
  terminateInstructions: listOf({ elementInstanceKey: keySchema }, ['elementInstanceKey']),
  operationReference,
});

interface MigrationBody {
  targetProcessDefinitionKey: string | number;
  mappingInstructions: { sourceElementId: string; targetElementId: string }[];
}

const migrationSchema = body(
  {
    targetProcessDefinitionKey: keySchema,
    mappingInstructions: listOf({ sourceElementId: { type: 'string' }, targetElementId: { type: 'string' } }, [
      'sourceElementId',
      'targetElementId',
    ]),
    operationReference,
  },
  ['targetProcessDefinitionKey', 'mappingInstructions'],
);

/** The instance and those that called it, the outermost first. */
const CALL_HIERARCHY = `
  WITH RECURSIVE caller AS (
    SELECT p.*, 0 AS distance FROM engine.process_instance p WHERE p.key = $1
    UNION ALL
    SELECT p.*, caller.distance + 1 FROM caller JOIN engine.process_instance p ON p.key = caller.parent_process_instance_key)
  SELECT caller.key AS "processInstanceKey", caller.process_definition_key AS "processDefinitionKey",
         coalesce(d.name, caller.bpmn_process_id) AS "processDefinitionName"
    FROM caller JOIN engine.process_definition d ON d.key = caller.process_definition_key
   ORDER BY caller.distance DESC`;

/** -1 is how Camunda's clients write "none". */
const presentKey = (key: string | number | undefined): string | undefined =>
  key === undefined || String(key) === '-1' ? undefined : String(key);

/** Camunda's gateway waits this long for a result when the request names no time. */
const DEFAULT_RESULT_TIMEOUT_MS = 15_000;

/** Process instances, their elements and variables. */
export function instanceRoutes(app: FastifyInstance, { runtime, pool }: RestContext): void {
  app.post<{ Body: CreationBody }>('/process-instances', { schema: { body: creationSchema } }, async (request) => {
    const input = request.body;
    if ((input.processDefinitionId === undefined) === (input.processDefinitionKey === undefined)) {
      throw badRequest('Exactly one of [processDefinitionId, processDefinitionKey] is required');
    }
    const command = {
      type: 'createProcessInstance',
      processDefinitionKey: input.processDefinitionKey === undefined ? undefined : String(input.processDefinitionKey),
      bpmnProcessId: input.processDefinitionId,
      version: input.processDefinitionVersion ?? -1,
      variables: input.variables ?? undefined,
      startInstructions: input.startInstructions,
      tags: input.tags ?? [],
      terminateAfter: input.runtimeInstructions?.map(({ afterElementId }) => afterElementId),
    } as const;
    const created = input.awaitCompletion
      ? await runtime.createWithResult(
          { ...command, awaitResult: { fetchVariables: input.fetchVariables } },
          input.requestTimeout || DEFAULT_RESULT_TIMEOUT_MS,
        )
      : { ...(await runtime.execute(command)), variables: {} };
    return {
      processDefinitionId: created.bpmnProcessId,
      processDefinitionVersion: created.version,
      processDefinitionKey: created.processDefinitionKey,
      processInstanceKey: created.processInstanceKey,
      variables: created.variables,
      tenantId: DEFAULT_TENANT,
      tags: created.tags,
    };
  });

  app.post<{ Body: SearchRequest }>('/process-instances/search', { schema: { body: searchBody } }, (request) =>
    search(pool, processInstances, request.body),
  );
  app.get<{ Params: { key: string } }>(
    '/process-instances/:key',
    { schema: { params: keyParams('key') } },
    async ({ params }) => {
      const found = await findOne(pool, processInstances, params.key);
      if (!found) throw notFound(`Process Instance with key '${params.key}' not found`);
      return found;
    },
  );
  app.get<{ Params: { key: string } }>(
    '/process-instances/:key/call-hierarchy',
    { schema: { params: keyParams('key') } },
    async ({ params }) => {
      const { rows } = await pool.query(CALL_HIERARCHY, [params.key]);
      if (rows.length === 0) throw notFound(`Process Instance with key '${params.key}' not found`);
      return rows;
    },
  );
  app.get<{ Params: { key: string } }>(
    '/process-instances/:key/sequence-flows',
    { schema: { params: keyParams('key') } },
    async ({ params }) => ({ items: await takenFlows(pool, params.key) }),
  );
  app.post<{ Params: { key: string } }>(
    '/process-instances/:key/cancellation',
    { schema: { params: keyParams('key') } },
    async ({ params }, reply) => {
      await runtime.execute({ type: 'cancelProcessInstance', processInstanceKey: params.key });
      return reply.status(204).send();
    },
  );
  app.post<{ Params: { key: string }; Body: ModificationBody }>(
    '/process-instances/:key/modification',
    { schema: { params: keyParams('key'), body: modificationSchema } },
    async ({ params, body: { activateInstructions = [], terminateInstructions = [] } }, reply) => {
      await runtime.execute({
        type: 'modifyProcessInstance',
        processInstanceKey: params.key,
        activate: activateInstructions.map(({ elementId, ancestorElementInstanceKey, variableInstructions = [] }) => ({
          elementId,
          ancestorElementInstanceKey: presentKey(ancestorElementInstanceKey),
          variables: variableInstructions.map(({ variables: values, scopeId = '' }) => ({
            scopeId,
            variables: values,
          })),
        })),
        terminate: terminateInstructions.map(({ elementInstanceKey }) => String(elementInstanceKey)),
      });
      return reply.status(204).send();
    },
  );
  app.post<{ Params: { key: string }; Body: MigrationBody }>(
    '/process-instances/:key/migration',
    { schema: { params: keyParams('key'), body: migrationSchema } },
    async ({ params, body: { targetProcessDefinitionKey, mappingInstructions } }, reply) => {
      await runtime.execute({
        type: 'migrateProcessInstance',
        processInstanceKey: params.key,
        targetProcessDefinitionKey: String(targetProcessDefinitionKey),
        mapping: mappingInstructions,
      });
      return reply.status(204).send();
    },
  );
  app.post<{ Params: { key: string }; Body: SearchRequest }>(
    '/process-instances/:key/incidents/search',
    { schema: { params: keyParams('key'), body: searchBody } },
    ({ params, body: request }) => search(pool, incidentsBelow(params.key), request),
  );
  app.get<{ Params: { key: string } }>(
    '/process-instances/:key/statistics/element-instances',
    { schema: { params: keyParams('key') } },
    async ({ params }) => instanceStatistics(pool, params.key),
  );

  app.post<{ Body: SearchRequest }>('/element-instances/search', { schema: { body: searchBody } }, (request) =>
    search(pool, elementInstances, request.body),
  );
  app.get<{ Params: { key: string } }>(
    '/element-instances/:key',
    { schema: { params: keyParams('key') } },
    async ({ params }) => {
      const found = await findOne(pool, elementInstances, params.key);
      if (!found) throw notFound(`Element Instance with key '${params.key}' not found`);
      return found;
    },
  );
  app.put<{ Params: { key: string }; Body: { variables: Variables; local?: boolean } }>(
    '/element-instances/:key/variables',
    {
      schema: {
        params: keyParams('key'),
        body: body({ variables: { type: 'object' }, local: { type: 'boolean' } }, ['variables']),
      },
    },
    async ({ params, body: request }, reply) => {
      const { variables: values, local = false } = request;
      await runtime.execute({ type: 'setVariables', elementInstanceKey: params.key, variables: values, local });
      return reply.status(204).send();
    },
  );

  app.post<{ Body: SearchRequest; Querystring: { truncateValues?: string } }>(
    '/variables/search',
    { schema: { body: searchBody } },
    (request) => search(pool, variables(request.query.truncateValues !== 'false'), request.body),
  );
  app.get<{ Params: { key: string } }>(
    '/variables/:key',
    { schema: { params: keyParams('key') } },
    async ({ params }) => {
      const found = await findOne(pool, variables(false), params.key);
      if (!found) throw notFound(`Variable with key '${params.key}' not found`);
      return found;
    },
  );
}
