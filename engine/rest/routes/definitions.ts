import type { FastifyInstance } from 'fastify';
import type { DecisionResult, DeployedResources, Json, Variables } from '../../core/types.ts';
import { DEFAULT_TENANT } from '../../core/types.ts';
import type { RestContext } from '../context.ts';
import { badRequest, notFound } from '../problem.ts';
import { decisionDefinitions, processDefinitions } from '../resources/definitions.ts';
import { body, keyParams, keySchema, searchBody, variablesSchema } from '../schemas.ts';
import { findOne, search } from '../search.ts';
import type { SearchRequest } from '../search-query.ts';
import { elementStatistics } from '../statistics.ts';

/** Deployments, process definitions, decisions. */
export function definitionRoutes(app: FastifyInstance, { runtime, pool }: RestContext): void {
  app.post('/deployments', async (request) => {
    if (!request.isMultipart()) throw badRequest('Send the files as multipart/form-data in fields named "resources".');
    const resources: { name: string; content: string }[] = [];
    for await (const part of request.parts()) {
      if (part.type !== 'file') continue;
      if (part.fieldname !== 'resources') throw badRequest(`Unknown file field '${part.fieldname}'; use "resources".`);
      resources.push({ name: part.filename, content: (await part.toBuffer()).toString('utf8') });
    }
    return deploymentItem(await runtime.execute({ type: 'deploy', resources }));
  });

  app.post<{ Body: SearchRequest }>('/process-definitions/search', { schema: { body: searchBody } }, (request) =>
    search(pool, processDefinitions, request.body),
  );
  app.get<{ Params: { key: string } }>(
    '/process-definitions/:key',
    { schema: { params: keyParams('key') } },
    async ({ params }) => {
      const found = await findOne(pool, processDefinitions, params.key);
      if (!found) throw notFound(`Process Definition with key '${params.key}' not found`);
      return found;
    },
  );
  app.get<{ Params: { key: string } }>(
    '/process-definitions/:key/xml',
    { schema: { params: keyParams('key') } },
    async ({ params }, reply) => {
      const { rows } = await pool.query('SELECT resource FROM engine.process_definition WHERE key = $1', [params.key]);
      if (!rows[0]) throw notFound(`Process Definition with key '${params.key}' not found`);
      return reply.type('text/xml; charset=utf-8').send(rows[0].resource);
    },
  );
  app.post<{ Params: { key: string } }>(
    '/process-definitions/:key/statistics/element-instances',
    { schema: { params: keyParams('key') } },
    async ({ params }) => elementStatistics(pool, 'process_definition_key', params.key),
  );

  app.post<{ Body: SearchRequest }>('/decision-definitions/search', { schema: { body: searchBody } }, (request) =>
    search(pool, decisionDefinitions, request.body),
  );
  app.get<{ Params: { key: string } }>(
    '/decision-definitions/:key/xml',
    { schema: { params: keyParams('key') } },
    async ({ params }, reply) => {
      const { rows } = await pool.query(
        `SELECT r.resource FROM engine.decision d
           JOIN engine.decision_requirements r ON r.key = d.decision_requirements_key WHERE d.key = $1`,
        [params.key],
      );
      if (!rows[0]) throw notFound(`Decision Definition with key '${params.key}' not found`);
      return reply.type('text/xml; charset=utf-8').send(rows[0].resource);
    },
  );
  app.post<{
    Body: { decisionDefinitionId?: string; decisionDefinitionKey?: string | number; variables?: Variables | null };
  }>(
    '/decision-definitions/evaluation',
    {
      schema: {
        body: body({
          decisionDefinitionId: { type: 'string' },
          decisionDefinitionKey: keySchema,
          variables: variablesSchema,
        }),
      },
    },
    async (request) => {
      const { decisionDefinitionId, decisionDefinitionKey, variables } = request.body ?? {};
      if ((decisionDefinitionId === undefined) === (decisionDefinitionKey === undefined)) {
        throw badRequest('Exactly one of [decisionDefinitionId, decisionDefinitionKey] is required');
      }
      const result = await runtime.execute({
        type: 'evaluateDecision',
        decisionId: decisionDefinitionId,
        decisionKey: decisionDefinitionKey === undefined ? undefined : String(decisionDefinitionKey),
        variables: variables ?? undefined,
      });
      return decisionItem(result);
    },
  );
}

function deploymentItem(deployed: DeployedResources): object {
  const tenantId = DEFAULT_TENANT;
  const deployments = [
    ...deployed.processes.map((process) => ({
      processDefinition: {
        processDefinitionId: process.bpmnProcessId,
        processDefinitionVersion: process.version,
        processDefinitionKey: process.key,
        resourceName: process.resourceName,
        tenantId,
      },
    })),
    ...deployed.decisions.map((decision) => ({
      decisionDefinition: {
        decisionDefinitionId: decision.decisionId,
        version: decision.version,
        name: decision.name,
        decisionRequirementsId: decision.decisionRequirementsId,
        decisionDefinitionKey: decision.key,
        decisionRequirementsKey: decision.decisionRequirementsKey,
        tenantId,
      },
    })),
    ...deployed.decisionRequirements.map((requirements) => ({
      decisionRequirements: {
        decisionRequirementsId: requirements.decisionRequirementsId,
        decisionRequirementsName: requirements.name,
        version: requirements.version,
        resourceName: requirements.resourceName,
        decisionRequirementsKey: requirements.key,
        tenantId,
      },
    })),
    ...deployed.forms.map((form) => ({
      form: {
        formId: form.formId,
        version: form.version,
        resourceName: form.resourceName,
        formKey: form.key,
        tenantId,
      },
    })),
  ];
  return { deploymentKey: deployed.deploymentKey, deployments, tenantId };
}

function decisionItem(result: DecisionResult): object {
  const json = (value: Json) => JSON.stringify(value);
  return {
    decisionDefinitionId: result.decisionId,
    decisionDefinitionKey: result.decisionKey,
    decisionDefinitionName: result.decisionName,
    decisionDefinitionVersion: result.decisionVersion,
    decisionRequirementsId: result.decisionRequirementsId,
    decisionRequirementsKey: result.decisionRequirementsKey,
    output: json(result.decisionOutput),
    failedDecisionDefinitionId: result.failedDecisionId,
    failureMessage: result.failureMessage,
    tenantId: DEFAULT_TENANT,
    evaluatedDecisions: result.evaluatedDecisions.map((decision) => ({
      decisionDefinitionId: decision.decisionId,
      decisionDefinitionKey: decision.decisionKey,
      decisionDefinitionName: decision.decisionName,
      decisionDefinitionVersion: decision.decisionVersion,
      decisionDefinitionType: decision.decisionType,
      output: json(decision.decisionOutput),
      tenantId: DEFAULT_TENANT,
      evaluatedInputs: decision.evaluatedInputs.map((input) => ({ ...input, inputValue: json(input.inputValue) })),
      matchedRules: decision.matchedRules.map((rule) => ({
        ...rule,
        evaluatedOutputs: rule.evaluatedOutputs.map((output) => ({ ...output, outputValue: json(output.outputValue) })),
      })),
    })),
  };
}
