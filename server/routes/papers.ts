import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { District, User } from '../../registry/index.ts';
import { requirePermission } from '../access/guard.ts';
import { readCase } from '../access/read-case.ts';
import {
  DestroyPaper,
  PaperBatch,
  PaperQuery,
  PaperStock,
  PaperSuggestions,
  RecallCertificate,
  ReceivePaper,
  ReprintPaper,
  WriteOffPaper,
} from '../api/papers.ts';
import type { ServerDeps } from '../deps.ts';
import { invalid } from '../problems/problem-error.ts';
import { toWire } from '../views/to-wire.ts';
import type { App } from './types.ts';

const CaseParams = Type.Object({ caseNo: Type.String({ pattern: '^\\d{20}$' }) });

/** Stock of blank certificate paper: whoever keeps it works in one district. */
export function paperRoutes(app: App, { registry }: ServerDeps): void {
  const { papers } = registry;

  app.get('/api/papers', { schema: { querystring: PaperQuery, response: { 200: PaperStock } } }, async (request) => {
    const user = requirePermission(request, 'paper.keep');
    const district = districtOf(user, request.query.district as District | undefined);
    const { q, state } = request.query;
    const [batches, sheets, outstanding] = await Promise.all([
      papers.batches(district),
      papers.sheets(district, { ...(q ? { text: q.trim() } : {}), ...(state ? { state } : {}) }),
      papers.outstanding(district),
    ]);
    return toWire({ district, batches, sheets, outstanding });
  });

  app.get(
    '/api/papers/suggestions/:caseNo',
    { schema: { params: CaseParams, response: { 200: PaperSuggestions } } },
    async (request) => {
      const user = requirePermission(request, 'paper.keep');
      const { caseNo } = await readCase(registry, request.params.caseNo, user);
      return { items: await papers.suggest(caseNo) };
    },
  );

  app.post(
    '/api/papers/batches',
    { schema: { body: ReceivePaper, response: { 201: PaperBatch } } },
    async (request, reply) => {
      const keeper = keeperOf(request);
      return reply.code(201).send(toWire(await papers.receive({ ...request.body, ...keeper })));
    },
  );

  app.post('/api/papers/write-offs', { schema: { body: WriteOffPaper } }, async (request, reply) => {
    await papers.writeOff({ ...request.body, ...keeperOf(request) });
    return reply.code(204).send();
  });

  app.post('/api/papers/reprints', { schema: { body: ReprintPaper } }, async (request, reply) => {
    await papers.reprint({ ...request.body, ...keeperOf(request) });
    return reply.code(204).send();
  });

  app.post('/api/papers/destructions', { schema: { body: DestroyPaper } }, async (request, reply) => {
    await papers.destroy({ ...request.body, ...keeperOf(request) });
    return reply.code(204).send();
  });

  app.post('/api/papers/recalls', { schema: { body: RecallCertificate } }, async (request, reply) => {
    await papers.recall({ ...request.body, ...keeperOf(request) });
    return reply.code(204).send();
  });
}

function keeperOf(request: FastifyRequest): { by: string; district: District } {
  const user = requirePermission(request, 'paper.keep');
  return { by: user.userId, district: districtOf(user, undefined) };
}

function districtOf(user: User, asked: District | undefined): District {
  const district = user.district ?? asked;
  if (district) return district;
  const message = '请选择分中心。';
  throw invalid(message, [{ path: '/district', code: 'REQUIRED', message }]);
}
