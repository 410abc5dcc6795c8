import type { FastifyInstance } from 'fastify';
import type { RestContext } from '../context.ts';
import { notFound } from '../problem.ts';
import { incidents } from '../resources/incidents.ts';
import { keyParams, searchBody } from '../schemas.ts';
import { findOne, search } from '../search.ts';
import type { SearchRequest } from '../search-query.ts';

export function incidentRoutes(app: FastifyInstance, { runtime, pool }: RestContext): void {
  const params = keyParams('key');
  app.post<{ Body: SearchRequest }>('/incidents/search', { schema: { body: searchBody } }, (request) =>
    search(pool, incidents, request.body),
  );
  app.get<{ Params: { key: string } }>('/incidents/:key', { schema: { params } }, async (request) => {
    const found = await findOne(pool, incidents, request.params.key);
    if (!found) throw notFound(`Incident with key '${request.params.key}' not found`);
    return found;
  });
  app.post<{ Params: { key: string } }>(
    '/incidents/:key/resolution',
    { schema: { params } },
    async (request, reply) => {
      await runtime.execute({ type: 'resolveIncident', incidentKey: request.params.key });
      return reply.status(204).send();
    },
  );
}
