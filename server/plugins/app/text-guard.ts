import type { FastifyInstance } from 'fastify';
import { requireStorable } from '../../problems/require-storable.ts';

/** Text that the database cannot keep is refused where it comes in: in addresses, queries and bodies alike. */
export function installTextGuard(app: FastifyInstance): void {
  app.addHook('preValidation', async ({ params, query, body }) => {
    requireStorable(params);
    requireStorable(query);
    requireStorable(body);
  });
}
