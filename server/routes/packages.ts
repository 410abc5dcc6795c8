import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { NoticeView, User } from '../../registry/index.ts';
import { actorOf, isOfOrganisation, may, requirePermission, seesDistrict, userOf } from '../access/guard.ts';
import { readCase } from '../access/read-case.ts';
import { ArchiveNoticeList } from '../api/court.ts';
import { packCase, packNotice, type WrittenPackage } from '../archive-package/write-package.ts';
import type { ServerDeps } from '../deps.ts';
import { forbidden, notFound } from '../problems/problem-error.ts';
import { toWire } from '../views/to-wire.ts';
import type { App } from './types.ts';

/** Notices that the archive's page lists at once. */
const LISTED = 100;

const Number20 = Type.String({ pattern: '^\\d{20}$' });

/** 归档包: of a case for the archive and supervisors; of a court's notice for them and for the court itself. */
export function packageRoutes(app: App, { registry }: ServerDeps): void {
  app.get(
    '/api/cases/:caseNo/package',
    { schema: { params: Type.Object({ caseNo: Number20 }) } },
    async (request, reply) => {
      const user = requirePermission(request, 'case.package');
      const { caseNo } = await readCase(registry, request.params.caseNo, user);
      return send(reply, caseNo, await packCase(registry, caseNo, actorOf(user)), user);
    },
  );

  app.get(
    '/api/court/notices/:noticeNo/package',
    { schema: { params: Type.Object({ noticeNo: Number20 }) } },
    async (request, reply) => {
      const user = requireSeesNotices(request);
      const notice = await registry.court.getNotice(request.params.noticeNo);
      if (!notice || !maySee(user, notice)) throw notFound('NOT_FOUND', '没有这份通知书，请核对编号。');
      return send(reply, notice.noticeNo, await packNotice(registry, notice.noticeNo, actorOf(user)), user);
    },
  );

  app.get(
    '/api/archive/notices',
    {
      schema: {
        querystring: Type.Object({ text: Type.Optional(Type.String({ maxLength: 60 })) }),
        response: { 200: ArchiveNoticeList },
      },
    },
    async (request) => {
      const user = requirePermission(request, 'case.package');
      const { text } = request.query;
      const notices = await registry.court.listNotices({
        ...(user.district ? { district: user.district } : {}),
        ...(text ? { text } : {}),
        limit: LISTED + 1,
      });
      // What a notice says, and of whom, the schema of the answer leaves out.
      return { more: notices.length > LISTED, items: toWire(notices.slice(0, LISTED)) };
    },
  );

  /** What was handed out stands in the audit log, which is bound to the chain: who, when, and the digest of its list of digests. */
  async function send(reply: FastifyReply, number: string, { sumsSha256, bytes }: WrittenPackage, user: User) {
    await registry.audit.record({
      actor: actorOf(user),
      action: 'case.package',
      purpose: '调取归档包',
      caseNo: number,
      detail: { sumsSha256 },
    });
    return reply
      .type('application/zip')
      .header('Content-Disposition', `attachment; filename="${number}.zip"`)
      .header('Cache-Control', 'private, no-store')
      .send(Readable.from(bytes()));
  }
}

function requireSeesNotices(request: FastifyRequest): User {
  const user = userOf(request);
  if (may(user, 'court.workbench') || may(user, 'case.package')) return user;
  throw forbidden('FORBIDDEN_ROLE', '只有本院账号、档案管理员和监督员可以下载通知书归档包。');
}

/** Another court's notice is as if it did not exist. */
const maySee = (user: User, { courtId, district }: NoticeView): boolean =>
  may(user, 'court.workbench') ? isOfOrganisation(user, courtId) : seesDistrict(user, district);
