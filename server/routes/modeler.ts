import Type from 'typebox';
import { requirePermission } from '../access/guard.ts';
import {
  DeployRequest,
  DeployResult,
  JobTypes,
  LintRequest,
  LintResult,
  ProcessList,
  ResourceList,
  ResourceText,
} from '../api/modeler.ts';
import type { ServerDeps } from '../deps.ts';
import type { Definitions } from '../modeler/definitions.ts';
import { deployResources } from '../modeler/deploy.ts';
import { lintDiagram } from '../modeler/lint.ts';
import { listProcesses } from '../modeler/processes.ts';
import { currentResources, describe, resourceText } from '../modeler/resources.ts';
import { notFound } from '../problems/problem-error.ts';
import type { App } from './types.ts';

const VersionParams = Type.Object({
  bpmnProcessId: Type.String({ pattern: '^[A-Za-z0-9_.-]+$', maxLength: 100 }),
  version: Type.Integer({ minimum: 1 }),
});
const ResourceQuery = Type.Object({ resourceName: Type.String({ maxLength: 200 }) });
/** A diagram may be large; everything else has Fastify's own limit. */
const BODY_LIMIT = 8 * 1024 * 1024;

export function modelerRoutes(app: App, deps: ServerDeps, definitions: Definitions): void {
  app.get('/api/modeler/processes', { schema: { response: { 200: ProcessList } } }, async (request) => {
    requirePermission(request, 'model.view');
    return { items: await listProcesses(deps, definitions) };
  });

  app.get(
    '/api/modeler/processes/:bpmnProcessId/versions/:version/xml',
    { schema: { params: VersionParams, response: { 200: ResourceText } } },
    async (request) => {
      requirePermission(request, 'model.view');
      const { bpmnProcessId, version } = request.params;
      const all = await definitions.list(bpmnProcessId);
      const found = all.find((one) => one.version === version);
      if (!found) throw notFound('NOT_FOUND', '没有这个流程版本，请刷新版本列表。');
      const resourceName = found.resourceName ?? `${bpmnProcessId}.bpmn`;
      return { resourceName, kind: 'bpmn' as const, content: await definitions.xml(found.processDefinitionKey) };
    },
  );

  app.get('/api/modeler/resources', { schema: { response: { 200: ResourceList } } }, async (request) => {
    requirePermission(request, 'model.view');
    const files = await currentResources(deps.pool, deps.config.processesDir);
    // Diagrams have versions of their own, see /processes.
    return { items: files.filter((file) => file.kind !== 'bpmn').map(describe) };
  });

  app.get(
    '/api/modeler/resource',
    { schema: { querystring: ResourceQuery, response: { 200: ResourceText } } },
    async (request) => {
      requirePermission(request, 'model.view');
      const files = await currentResources(deps.pool, deps.config.processesDir);
      const file = files.find((one) => one.resourceName === request.query.resourceName);
      if (!file) throw notFound('NOT_FOUND', '没有这个文件，请刷新列表。');
      return resourceText(file);
    },
  );

  app.get('/api/modeler/job-types', { schema: { response: { 200: JobTypes } } }, async (request) => {
    requirePermission(request, 'model.view');
    return { items: (await deps.knownJobs()).map(({ type }) => type) };
  });

  app.post(
    '/api/modeler/lint',
    { schema: { body: LintRequest, response: { 200: LintResult } }, bodyLimit: BODY_LIMIT },
    async (request) => {
      requirePermission(request, 'model.view');
      return { findings: await lintDiagram(request.body.xml, await deps.knownJobs()) };
    },
  );

  app.post(
    '/api/modeler/deployments',
    { schema: { body: DeployRequest, response: { 200: DeployResult } }, bodyLimit: BODY_LIMIT },
    async (request) => {
      const user = requirePermission(request, 'model.deploy');
      return deployResources(deps, definitions, request.body, user);
    },
  );
}
