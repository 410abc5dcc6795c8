import type { FastifyInstance } from 'fastify';
import { decisionInstanceKey } from '../../core/keys.ts';
import { DEFAULT_TENANT, type DecisionResult, type Json, type Variables } from '../../core/types.ts';
import type { RestContext } from '../context.ts';
import { badRequest, notFound } from '../problem.ts';
import { decisionInstances, decisionInstanceWhole, reasons } from '../resources/decision-instances.ts';
import { decisionDefinitions, decisionRequirements } from '../resources/decisions.ts';
import { body, keyParams, keySchema, searchBody, variablesSchema } from '../schemas.ts';
import { findOne, search } from '../search.ts';
import type { SearchRequest } from '../search-query.ts';

/** Decisions, the graphs they were deployed with, and their evaluation. */
export function decisionRoutes(app: FastifyInstance, { runtime, pool }: RestContext): void {
  const params = keyParams('key');

  app.post<{ Body: SearchRequest }>('/decision-definitions/search', { schema: { body: searchBody } }, (request) =>
    search(pool, decisionDefinitions, request.body),
  );
  app.get<{ Params: { key: string } }>('/decision-definitions/:key', { schema: { params } }, async (request) => {
    const found = await findOne(pool, decisionDefinitions, request.params.key);
    if (!found) throw notFound(`Decision Definition with key '${request.params.key}' not found`);
    return found;
  });
  app.get<{ Params: { key: string } }>(
    '/decision-definitions/:key/xml',
    { schema: { params } },
    async (request, reply) => {
      const { rows } = await pool.query(
        `SELECT r.resource FROM engine.decision d
           JOIN engine.decision_requirements r ON r.key = d.decision_requirements_key WHERE d.key = $1`,
        [request.params.key],
      );
      if (!rows[0]) throw notFound(`Decision Definition with key '${request.params.key}' not found`);
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

  app.post<{ Body: SearchRequest }>('/decision-requirements/search', { schema: { body: searchBody } }, (request) =>
    search(pool, decisionRequirements, request.body),
  );
  app.get<{ Params: { key: string } }>('/decision-requirements/:key', { schema: { params } }, async (request) => {
    const found = await findOne(pool, decisionRequirements, request.params.key);
    if (!found) throw notFound(`Decision Requirements with key '${request.params.key}' not found`);
    return found;
  });
  app.get<{ Params: { key: string } }>(
    '/decision-requirements/:key/xml',
    { schema: { params } },
    async (request, reply) => {
      const { rows } = await pool.query('SELECT resource FROM engine.decision_requirements WHERE key = $1', [
        request.params.key,
      ]);
      if (!rows[0]) throw notFound(`Decision Requirements with key '${request.params.key}' not found`);
      return reply.type('text/xml; charset=utf-8').send(rows[0].resource);
    },
  );

  app.post<{ Body: SearchRequest }>('/decision-instances/search', { schema: { body: searchBody } }, (request) =>
    search(pool, decisionInstances, request.body),
  );
  app.get<{ Params: { key: string } }>('/decision-instances/:key', { schema: { params } }, async (request) => {
    const found = await findOne(pool, decisionInstanceWhole, request.params.key);
    if (!found) throw notFound(`Decision Instance with id '${request.params.key}' not found`);
    return found;
  });
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
    decisionEvaluationKey: result.evaluationKey,
    decisionInstanceKey: result.evaluationKey,
    output: json(result.decisionOutput),
    failedDecisionDefinitionId: result.failedDecisionId,
    failureMessage: result.failureMessage,
    tenantId: DEFAULT_TENANT,
    evaluatedDecisions: result.evaluatedDecisions.map((decision, at) => ({
      decisionEvaluationInstanceKey: decisionInstanceKey(result.evaluationKey, at + 1),
      decisionDefinitionId: decision.decisionId,
      decisionDefinitionKey: decision.decisionKey,
      decisionDefinitionName: decision.decisionName,
      decisionDefinitionVersion: decision.decisionVersion,
      decisionDefinitionType: decision.decisionType,
      output: json(decision.decisionOutput),
      tenantId: DEFAULT_TENANT,
      ...reasons(decision.evaluatedInputs, decision.matchedRules),
    })),
  };
}
