import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import type { DeployedResources } from '../../core/types.ts';
import { DEFAULT_TENANT } from '../../core/types.ts';
import type { RestContext } from '../context.ts';
import { badRequest, notFound, RestError, tooLarge, unreadable } from '../problem.ts';
import { processDefinitions } from '../resources/definitions.ts';
import { formItem } from '../resources/forms.ts';
import { keyParams, MAX_BODY_BYTES, searchBody } from '../schemas.ts';
import { findOne, search } from '../search.ts';
import type { SearchRequest } from '../search-query.ts';
import { definitionStatistics } from '../statistics.ts';

const START_FORM = `
  SELECT f.key, f.form_id, f.version, f.resource
    FROM engine.process_definition d
    LEFT JOIN LATERAL (SELECT * FROM engine.form f WHERE f.form_id = d.start_form_id AND f.deleted_at IS NULL
                        ORDER BY f.version DESC LIMIT 1) f ON true
   WHERE d.key = $1`;

/** @throws RestError 400 when the body breaks off or is not divided into parts */
async function filesOf(request: FastifyRequest): Promise<{ name: string; content: string }[]> {
  const files: { name: string; content: string }[] = [];
  let bytes = 0;
  try {
    for await (const part of request.parts()) {
      if (part.type !== 'file') continue;
      if (part.fieldname !== 'resources') throw badRequest(`Unknown file field '${part.fieldname}'; use "resources".`);
      const content = await part.toBuffer();
      bytes += content.length;
      if (bytes > MAX_BODY_BYTES) throw tooLarge();
      // Busboy gives no name at all for an empty one.
      const name: string = part.filename ?? '';
      files.push({ name, content: content.toString('utf8') });
    }
  } catch (error) {
    // What is too large or too many has a status already; what busboy cannot read has none.
    if (error instanceof RestError || (error as FastifyError).statusCode !== undefined) throw error;
    throw unreadable(`The files cannot be read: ${(error as Error).message}.`);
  }
  return files;
}

/** Deployments and process definitions. */
export function definitionRoutes(app: FastifyInstance, { runtime, pool }: RestContext): void {
  app.post('/deployments', async (request) => {
    if (!request.isMultipart()) throw badRequest('Send the files as multipart/form-data in fields named "resources".');
    if (!/boundary=./i.test(request.headers['content-type'] ?? '')) {
      throw badRequest('The content type multipart/form-data needs a boundary.');
    }
    const resources = await filesOf(request);
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
  app.get<{ Params: { key: string } }>(
    '/process-definitions/:key/form',
    { schema: { params: keyParams('key') } },
    async ({ params }, reply) => {
      const { rows } = await pool.query(START_FORM, [params.key]);
      if (!rows[0]) throw notFound(`Process Definition with key '${params.key}' not found`);
      return rows[0].key ? formItem(rows[0]) : reply.status(204).send();
    },
  );
  app.post<{ Params: { key: string }; Body: SearchRequest | null }>(
    '/process-definitions/:key/statistics/element-instances',
    { schema: { params: keyParams('key'), body: searchBody } },
    async ({ params, body }) => definitionStatistics(pool, params.key, body?.filter ?? {}),
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
    ...deployed.resources.map((resource) => ({
      resource: {
        resourceId: resource.resourceId,
        version: resource.version,
        resourceName: resource.resourceName,
        resourceKey: resource.key,
        tenantId,
      },
    })),
  ];
  return { deploymentKey: deployed.deploymentKey, deployments, tenantId };
}
