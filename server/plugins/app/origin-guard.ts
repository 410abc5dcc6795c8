import type { FastifyInstance } from 'fastify';
import { forbidden } from '../../problems/problem-error.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Against forged requests from other sites: browsers name the page's origin on every unsafe request, so one that is not
 * ours is refused. Programs (partners, the demo) send none. Callbacks are signed and carry no cookie.
 */
export function installOriginGuard(app: FastifyInstance, publicUrl: string): void {
  const own = new URL(publicUrl).host;
  app.addHook('onRequest', async (request) => {
    if (SAFE.has(request.method) || !request.url.startsWith('/api/')) return;
    const { origin, host } = request.headers;
    const site = request.headers['sec-fetch-site'];
    const foreign = origin ? ![own, host].includes(hostOf(origin)) : site === 'cross-site' || site === 'same-site';
    if (foreign) throw forbidden('FORBIDDEN_ORIGIN', '请求来自其他网站，已拒绝。请从一通的页面操作。');
  });
}

function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host;
  } catch {
    return undefined; // `Origin: null` of a sandboxed page
  }
}
