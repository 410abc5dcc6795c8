import Type from 'typebox';
import { actorOf, requirePermission, userOf } from '../access/guard.ts';
import { readCase } from '../access/read-case.ts';
import { Accepted202 } from '../api/cases.ts';
import { Nullable } from '../api/common.ts';
import { PublicityNotice, PublicityObjectionRequest, PublicityView } from '../api/publicity.ts';
import type { Wakers } from '../background.ts';
import type { ServerDeps } from '../deps.ts';
import { announce } from '../events/announce.ts';
import { notFound } from '../problems/problem-error.ts';
import { noticeMaker } from '../publicity/notice-paper.ts';
import { toWire } from '../views/to-wire.ts';
import type { App } from './types.ts';

const CaseParams = Type.Object({ caseNo: Type.String({ maxLength: 40 }) });

/** 公告、公示 of a case, and the objections that the window takes while it runs. */
export function publicityRoutes(app: App, deps: ServerDeps, wake: Wakers): void {
  const { registry, clock, pool } = deps;
  const noticeOf = noticeMaker(deps);

  app.get(
    '/api/cases/:caseNo/publicity',
    { schema: { params: CaseParams, response: { 200: Nullable(PublicityView) } } },
    async (request) => {
      const { caseNo } = await readCase(registry, request.params.caseNo, userOf(request));
      const publicity = await registry.publicity.get(caseNo);
      if (!publicity) return null;
      const { caseNo: _caseNo, ...view } = publicity;
      return { ...toWire(view), running: publicity.dueAt > clock.now() };
    },
  );

  app.post(
    '/api/cases/:caseNo/publicity/notice',
    { schema: { params: CaseParams, response: { 200: PublicityNotice } } },
    async (request) => {
      const user = requirePermission(request, 'document.upload');
      const { caseNo } = await readCase(registry, request.params.caseNo, user);
      const paper = await noticeOf(caseNo, actorOf(user), request.id);
      if (!paper) throw notFound('DOCUMENT_NOT_FOUND', '本业务还没有开始公告（公示）；请由流程发布后再制作。');
      return { documentId: paper.documentId };
    },
  );

  app.post(
    '/api/cases/:caseNo/publicity/objections',
    { schema: { params: CaseParams, body: PublicityObjectionRequest, response: { 202: Accepted202 } } },
    async (request, reply) => {
      const user = requirePermission(request, 'case.file');
      const { caseNo, district } = await readCase(registry, request.params.caseNo, user);
      const { key, objector, matter, evidenceNo } = request.body;
      await registry.publicity.object({ caseNo, key, objector, matter, evidenceNo: evidenceNo ?? null }, actorOf(user));
      wake.relay();
      await announce(pool, { topic: 'case', id: caseNo, caseNo, district });
      return reply.code(202).send({ caseNo, message: '异议已登记，业务转提级会商；处理之前不会登簿。' });
    },
  );
}
