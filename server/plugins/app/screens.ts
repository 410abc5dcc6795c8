import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ServerDeps } from '../../deps.ts';
import { sendNotFound } from './errors.ts';

const YEAR_S = 31_536_000;

/** The built desk at `/`, the modeler at `/modeler/`, and their pages for every deep link below. */
export async function installScreens(app: FastifyInstance, { config }: ServerDeps): Promise<void> {
  const { deskDir, modelerDir } = config;
  await serve(app, modelerDir, '/modeler/', true);
  await serve(app, deskDir, '/', false);

  // A folder itself is no file to the static plugin; the roots are pages too.
  app.get('/', (_request, reply) => page(reply, deskDir));
  app.get('/modeler/', (_request, reply) => page(reply, modelerDir));
  app.setNotFoundHandler({ preHandler: app.rateLimit({ max: 300, timeWindow: '1 minute' }) }, (request, reply) => {
    const path = request.url.split('?')[0] ?? '/';
    const isPage = request.method === 'GET' && !path.startsWith('/api/') && !/\.\w+$/.test(path);
    if (!isPage) return sendNotFound(request, reply);
    return page(reply, path === '/modeler' || path.startsWith('/modeler/') ? modelerDir : deskDir);
  });
}

async function serve(app: FastifyInstance, root: string, prefix: string, decorated: boolean): Promise<void> {
  if (!existsSync(root)) return;
  await app.register(fastifyStatic, {
    root,
    prefix,
    decorateReply: decorated,
    index: false,
    wildcard: true,
    cacheControl: false,
    setHeaders: (response, path) => {
      // File names under assets/ carry a hash of their content; pages must be asked for again.
      const hashed = path.includes('/assets/');
      response.setHeader('Cache-Control', hashed ? `public, max-age=${YEAR_S}, immutable` : 'no-cache');
    },
  });
}

async function page(reply: FastifyReply, dir: string): Promise<FastifyReply> {
  const file = join(dir, 'index.html');
  const html = await readFile(file, 'utf8').catch(() => null);
  if (html === null) {
    return reply
      .code(503)
      .type('text/html; charset=utf-8')
      .send(
        '<!doctype html><meta charset="utf-8"><title>一通</title><p>页面还没有构建，请在服务器上运行 <code>npm run build</code>。</p>',
      );
  }
  return reply.type('text/html; charset=utf-8').header('Cache-Control', 'no-cache').send(html);
}
