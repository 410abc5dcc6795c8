import type { FastifyInstance } from 'fastify';
import '@fastify/cookie';
import { findSession } from '../../access/sessions.ts';
import type { ServerDeps } from '../../deps.ts';

export const SESSION_COOKIE = 'yitong_session';

/** Reads the session cookie of API requests. Routes ask for the user by `userOf` or `requirePermission`. */
export function installSession(app: FastifyInstance, deps: ServerDeps): void {
  app.decorateRequest('user', null);
  app.decorateRequest('sessionExpiresAt', null);
  app.addHook('onRequest', async (request) => {
    if (!request.url.startsWith('/api/')) return;
    const token = request.cookies[SESSION_COOKIE];
    if (!token) return;
    const session = await findSession(deps.pool, token);
    if (!session) return;
    const user = await deps.registry.users.getUser(session.userId);
    if (!user?.active) return;
    request.user = user;
    request.sessionExpiresAt = session.expiresAt;
  });
}
