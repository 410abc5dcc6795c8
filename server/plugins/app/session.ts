import type { FastifyInstance } from 'fastify';
import '@fastify/cookie';
import type { Sessions } from '../../access/sessions.ts';

export const SESSION_COOKIE = 'yitong_session';

/** Reads the session cookie of API requests. Routes ask for the user by `userOf` or `requirePermission`. */
export function installSession(app: FastifyInstance, sessions: Sessions): void {
  app.decorateRequest('user', null);
  app.decorateRequest('sessionExpiresAt', null);
  app.addHook('onRequest', async (request) => {
    if (!request.url.startsWith('/api/')) return;
    const token = request.cookies[SESSION_COOKIE];
    if (!token) return;
    const session = await sessions.find(token);
    if (!session) return;
    request.user = session.user;
    request.sessionExpiresAt = session.expiresAt;
  });
}
