import type { FastifyInstance } from 'fastify';
import { DEFAULT_TENANT } from '../../core/types.ts';
import type { RestContext } from '../context.ts';
import { notFound } from '../problem.ts';
import type { Row } from '../resources/fields.ts';
import { keyParams } from '../schemas.ts';

/** What is deployed and not deleted, by key, whatever its kind. */
const DEPLOYED = `
  SELECT key, bpmn_process_id AS id, version, version_tag, resource_name, resource
    FROM engine.process_definition WHERE key = $1 AND deleted_at IS NULL
  UNION ALL
  SELECT key, decision_requirements_id, version, NULL, resource_name, resource
    FROM engine.decision_requirements WHERE key = $1 AND deleted_at IS NULL
  UNION ALL
  SELECT key, form_id, version, version_tag, resource_name, resource
    FROM engine.form WHERE key = $1 AND deleted_at IS NULL
  UNION ALL
  SELECT key, resource_id, version, version_tag, resource_name, resource
    FROM engine.generic_resource WHERE key = $1 AND deleted_at IS NULL`;

/**
 * Deployed resources. Camunda 8.8 answers the two reads for RPA scripts only; here they answer for every kind.
 */
export function resourceRoutes(app: FastifyInstance, { runtime, pool }: RestContext): void {
  const params = keyParams('key');

  async function deployed(key: string): Promise<Row> {
    const { rows } = await pool.query(DEPLOYED, [key]);
    if (rows[0]) return rows[0];
    throw notFound(
      `Command 'FETCH' rejected with code 'NOT_FOUND': Expected to fetch resource but no resource found with key \`${key}\``,
    );
  }

  app.get<{ Params: { key: string } }>('/resources/:key', { schema: { params } }, async (request) => {
    const row = await deployed(request.params.key);
    return {
      resourceKey: row.key,
      resourceId: row.id,
      resourceName: row.resource_name,
      version: row.version,
      versionTag: row.version_tag ?? '',
      tenantId: DEFAULT_TENANT,
    };
  });

  app.get<{ Params: { key: string } }>('/resources/:key/content', { schema: { params } }, async (request, reply) => {
    const { resource } = await deployed(request.params.key);
    return reply.type('text/plain; charset=utf-8').send(resource);
  });

  app.post<{ Params: { key: string } }>('/resources/:key/deletion', { schema: { params } }, async (request, reply) => {
    await runtime.execute({ type: 'deleteResource', resourceKey: request.params.key });
    return reply.status(200).send();
  });
}
