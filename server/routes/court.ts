import Type from 'typebox';
import type { NoticeView, User } from '../../registry/index.ts';
import { actorOf, isOfOrganisation, may, requirePermission } from '../access/guard.ts';
import {
  ApproveRequest,
  CourtItemList,
  CourtNotice,
  CourtNoticeList,
  CourtSeizureList,
  NoticeFiled,
  type NoticeKind,
  NoticeRequest,
  NoticeState,
} from '../api/court.ts';
import type { Permission } from '../api/session.ts';
import type { Wakers } from '../background.ts';
import type { ServerDeps } from '../deps.ts';
import { typeByMagicBytes } from '../documents/magic-bytes.ts';
import { announce } from '../events/announce.ts';
import { provePin } from '../inbox/signature.ts';
import { forbidden, notFound, ProblemError } from '../problems/problem-error.ts';
import { toWire } from '../views/to-wire.ts';
import type { App } from './types.ts';

const NoticeParams = Type.Object({ noticeNo: Type.String({ pattern: '^\\d{20}$' }) });
const PaperParams = Type.Object({
  noticeNo: Type.String({ pattern: '^\\d{20}$' }),
  paperId: Type.String({ maxLength: 64 }),
});
/** Who may file what else than a measure. */
const FILES: Partial<Record<NoticeKind, Permission>> = { query: 'court.query', dispose: 'court.transfer' };
/** Six papers of a few megabytes each, in base64. */
const BODY_LIMIT = 32 * 1024 * 1024;

/** 法院工作台. The register takes delivery in the request itself; the process follows. */
export function courtRoutes(app: App, deps: ServerDeps, wake: Wakers): void {
  const { registry, pool } = deps;

  app.get('/api/court/items', { schema: { response: { 200: CourtItemList } } }, async (request) => {
    requirePermission(request, 'court.workbench');
    return toWire({ items: registry.court.listItems() });
  });

  app.post(
    '/api/court/notices',
    { bodyLimit: BODY_LIMIT, schema: { body: NoticeRequest, response: { 200: NoticeFiled, 201: NoticeFiled } } },
    async (request, reply) => {
      const { papers, targetRightId, ...notice } = request.body;
      const user = requirePermission(request, FILES[notice.kind] ?? 'court.notice');
      const courtId = courtOf(user);
      const filed = await registry.court.fileNotice(
        {
          ...notice,
          courtId,
          targetRightId: targetRightId ?? null,
          papers: papers.map((one) => ({ kind: one.kind, ...toPaper(one) })),
        },
        actorOf(user),
      );
      // A query needs no second person: it is delivered with this request.
      if (notice.kind === 'query') await registry.court.signNotice(filed.noticeNo, actorOf(user));
      wake.relay();
      await announce(pool, { topic: 'case', id: filed.noticeNo, caseNo: filed.noticeNo });
      return reply.code(filed.firstTime ? 201 : 200).send(filed);
    },
  );

  app.get(
    '/api/court/notices',
    { schema: { querystring: Type.Object({ state: Type.Optional(NoticeState) }), response: { 200: CourtNoticeList } } },
    async (request) => {
      const user = requirePermission(request, 'court.workbench');
      const { state } = request.query;
      const notices = await registry.court.listNotices({
        courtId: courtOf(user),
        ...(state ? { state: [state] } : {}),
      });
      return { items: notices.map(noticeView) };
    },
  );

  app.get(
    '/api/court/notices/:noticeNo',
    { schema: { params: NoticeParams, response: { 200: CourtNotice } } },
    async (request) => {
      const user = requirePermission(request, 'court.workbench');
      return noticeView(await ownNotice(deps, user, request.params.noticeNo));
    },
  );

  app.post(
    '/api/court/notices/:noticeNo/approve',
    { schema: { params: NoticeParams, body: ApproveRequest, response: { 200: CourtNotice } } },
    async (request) => {
      const user = requirePermission(request, 'court.workbench');
      if (user.role !== 'court_approver') throw forbidden('FORBIDDEN_ROLE', '通知书由本院审批人签发，承办人不能签发。');
      const { noticeNo } = await ownNotice(deps, user, request.params.noticeNo);
      if (request.body.approveDecision === 'sign') {
        await provePin(deps, request.body.pin, user, request.ip, { what: '签发', not: '没有签发' });
        // From here it is delivered, whatever the engine does (查封规定 §1).
        await registry.court.signNotice(noticeNo, actorOf(user));
      } else await registry.court.declineNotice(noticeNo, actorOf(user));
      wake.signatures();
      await announce(pool, { topic: 'case', id: noticeNo, caseNo: noticeNo });
      return noticeView(await ownNotice(deps, user, noticeNo));
    },
  );

  app.get(
    '/api/court/notices/:noticeNo/papers/:paperId',
    { schema: { params: PaperParams } },
    async (request, reply) => {
      const user = requirePermission(request, 'court.workbench');
      const { noticeNo } = await ownNotice(deps, user, request.params.noticeNo);
      const found = await registry.court.getPaper(request.params.paperId);
      if (found?.noticeNo !== noticeNo || !found)
        throw notFound('DOCUMENT_NOT_FOUND', '这份通知书没有这个文件，请刷新。');
      await registry.audit.record({
        actor: actorOf(user),
        action: 'document.read',
        purpose: '法院协助执行',
        caseNo: noticeNo,
        detail: { paperId: found.paper.paperId, kind: found.paper.kind },
      });
      return reply
        .type(found.paper.mediaType)
        .header(
          'Content-Disposition',
          `inline; filename*=UTF-8''${encodeURIComponent(`${found.paper.title}-${noticeNo}.pdf`)}`,
        )
        .header('Cache-Control', 'private, no-store')
        .send(found.bytes);
    },
  );

  app.get('/api/court/seizures', { schema: { response: { 200: CourtSeizureList } } }, async (request) => {
    const user = requirePermission(request, 'court.workbench');
    return { items: toWire(await registry.court.seizuresOf(courtOf(user))) };
  });
}

function courtOf(user: User): string {
  if (!user.organisationId || !may(user, 'court.workbench'))
    throw forbidden('FORBIDDEN_ROLE', '只有法院账号可以使用法院工作台。');
  return user.organisationId;
}

/** Another court's notice is as if it did not exist. */
async function ownNotice(
  { registry }: Pick<ServerDeps, 'registry'>,
  user: User,
  noticeNo: string,
): Promise<NoticeView> {
  const notice = await registry.court.getNotice(noticeNo);
  if (!notice || !isOfOrganisation(user, notice.courtId))
    throw notFound('NOT_FOUND', '本院没有这份通知书，请核对编号。');
  return notice;
}

function toPaper<P extends { title: string; content: string }>(paper: P) {
  const bytes = Buffer.from(paper.content, 'base64');
  const mediaType = typeByMagicBytes(bytes);
  if (!mediaType)
    throw new ProblemError(415, 'FILE_TYPE_NOT_ALLOWED', `“${paper.title}”不是 PDF、JPG 或 PNG，请重新扫描后上传。`);
  return { title: paper.title, mediaType, bytes };
}

function noticeView({ result, receiptNo, ...notice }: NoticeView): CourtNotice {
  return toWire({
    ...notice,
    answered: receiptNo !== null,
    units: result?.units ?? [],
    disposal: result?.disposal ?? null,
    query: result?.query ?? null,
  });
}
