import Type from 'typebox';
import type { CaseFilter, Application as RegisterApplication } from '../../registry/index.ts';
import { actorOf, requirePermission, userOf } from '../access/guard.ts';
import { seesOwnOrganisationOnly } from '../access/permissions.ts';
import { readCase } from '../access/read-case.ts';
import { Application, FiledCase, PartyView, UnmaskRequest } from '../api/application.ts';
import {
  Accepted202,
  CaseDetail,
  CaseList,
  CaseListQuery,
  SupplementRequest,
  Timeline,
  WithdrawRequest,
} from '../api/cases.ts';
import type { Wakers } from '../background.ts';
import type { ServerDeps } from '../deps.ts';
import { announce } from '../events/announce.ts';
import { forbidden, invalid, notFound } from '../problems/problem-error.ts';
import { caseDetail } from '../views/case-detail.ts';
import { caseSummaryView, partyView } from '../views/case-view.ts';
import { slaContext } from '../views/sla-view.ts';
import { staffNames } from '../views/staff.ts';
import { slaByCase } from '../views/task-view.ts';
import { timelineView } from '../views/timeline.ts';
import { deleteIntakeDraft } from './intake-drafts.ts';
import type { App } from './types.ts';

/** The newest cases that fit the filter are listed; older ones are found by number, unit or place. */
const MAX_LISTED = 500;

const CaseParams = Type.Object({ caseNo: Type.String({ pattern: '^\\d{20}$' }) });
const PartyParams = Type.Object({
  caseNo: Type.String({ pattern: '^\\d{20}$' }),
  partyNo: Type.Integer({ minimum: 1 }),
});

export function caseRoutes(app: App, deps: ServerDeps, wake: Wakers): void {
  const { registry, pool } = deps;

  /** Filing again must not write a second inquiry, and none on a closed case; a filing cut short makes up for its own. */
  const lacksInquiry = async (caseNo: string) => {
    const view = await registry.cases.getCase(caseNo);
    return view !== null && view.status !== 'CLOSED' && view.inquiry === null;
  };

  app.post(
    '/api/cases',
    { schema: { body: Application, response: { 200: FiledCase, 201: FiledCase } } },
    async (request, reply) => {
      const user = requirePermission(request, 'case.file');
      const { inquiry, ...form } = request.body;
      if (!form.declareTruth) {
        const message = '请申请人确认申请内容真实后提交。';
        throw invalid(message, [{ path: '/declareTruth', code: 'REQUIRED', message }]);
      }
      requireOwnDistrict(user.district, form.unitCodes);
      const application: RegisterApplication = { ...form, channel: form.channel ?? 'window' };
      const filed = await registry.cases.fileCase(application, actorOf(user));
      if (inquiry && (filed.firstTime || (await lacksInquiry(filed.caseNo)))) {
        await registry.cases.saveInquiry({ caseNo: filed.caseNo, answers: inquiry, by: actorOf(user) });
      }
      await deleteIntakeDraft(pool, user.userId, form.unitCodes, form.itemCode);
      wake.relay();
      await announce(pool, { topic: 'case', id: filed.caseNo, caseNo: filed.caseNo, district: user.district });
      return reply.code(filed.firstTime ? 201 : 200).send({ caseNo: filed.caseNo, firstTime: filed.firstTime });
    },
  );

  app.get('/api/cases', { schema: { querystring: CaseListQuery, response: { 200: CaseList } } }, async (request) => {
    const user = requirePermission(request, 'case.view');
    const { q, status, itemCode, open, limit = 50, offset = 0 } = request.query;
    const filter: CaseFilter = {
      ...(user.district ? { district: user.district } : {}),
      ...(seesOwnOrganisationOnly(user.role) ? { organisationId: user.organisationId ?? '' } : {}),
      ...(q ? { text: q.trim() } : {}),
      ...(itemCode ? { itemCode } : {}),
      ...(open ? { status: ['FILED', 'ACCEPTED', 'ENTERED'] } : {}),
      limit: MAX_LISTED,
    };
    const [rows, context, staff] = await Promise.all([
      registry.cases.listCases(filter),
      slaContext(deps),
      staffNames(registry),
    ]);
    const byCase = await slaByCase(
      registry,
      rows.map((row) => row.caseNo),
    );
    const views = rows.map((row) => caseSummaryView(row, byCase.get(row.caseNo), context, staff));
    const hits = status ? views.filter((view) => view.status === status) : views;
    return { items: hits.slice(offset, offset + limit), total: hits.length };
  });

  app.get('/api/cases/:caseNo', { schema: { params: CaseParams, response: { 200: CaseDetail } } }, async (request) => {
    const user = userOf(request);
    return caseDetail(deps, await readCase(registry, request.params.caseNo, user), user);
  });

  app.get(
    '/api/cases/:caseNo/timeline',
    { schema: { params: CaseParams, response: { 200: Timeline } } },
    async (request) => timelineView(deps, await readCase(registry, request.params.caseNo, userOf(request))),
  );

  app.post(
    '/api/cases/:caseNo/withdraw',
    { schema: { params: CaseParams, body: WithdrawRequest, response: { 202: Accepted202 } } },
    async (request, reply) => {
      const user = requirePermission(request, 'case.withdraw');
      const { caseNo, district } = await readCase(registry, request.params.caseNo, user);
      await registry.cases.requestWithdrawal({ caseNo, reason: request.body.reason, by: actorOf(user) });
      wake.relay();
      await announce(pool, { topic: 'case', id: caseNo, caseNo, district });
      return reply.code(202).send({ caseNo, message: '撤回申请已登记，系统正在撤销已办的网签和税款。' });
    },
  );

  app.post(
    '/api/cases/:caseNo/supplement',
    { schema: { params: CaseParams, body: SupplementRequest, response: { 202: Accepted202 } } },
    async (request, reply) => {
      const user = requirePermission(request, 'case.supplement');
      const { caseNo, district } = await readCase(registry, request.params.caseNo, user);
      await registry.cases.receiveSupplement({ caseNo, materials: request.body.materials, by: actorOf(user) });
      wake.relay();
      await announce(pool, { topic: 'case', id: caseNo, caseNo, district });
      return reply.code(202).send({ caseNo, message: '补正材料已登记，业务将回到审核，计时恢复。' });
    },
  );

  app.post(
    '/api/cases/:caseNo/parties/:partyNo/unmask',
    { schema: { params: PartyParams, body: UnmaskRequest, response: { 200: PartyView } } },
    async (request) => {
      const user = requirePermission(request, 'party.unmask');
      const { caseNo, partyNo } = request.params;
      await readCase(registry, caseNo, user);
      // The register writes the audit row with the purpose before it answers in clear (INV-34).
      const clear = await registry.cases.getCase(caseNo, {
        unmask: { actor: actorOf(user), purpose: `${request.body.purpose}（当事人 ${partyNo}）` },
      });
      const party = clear?.partyDetails.find((one) => one.partyNo === partyNo);
      if (!party) throw notFound('NOT_FOUND', '本业务没有这个当事人。');
      return partyView(party);
    },
  );
}

/** A window takes applications for its own district: the unit's first six digits. Other codes are the register's to judge. */
function requireOwnDistrict(district: string | null, unitCodes: string[]): void {
  const own = unitCodes.every((code) => district === null || code.trim().startsWith(district));
  if (own) return;
  const handled = /^(330203|330205|330206|330211|330212|330213)/;
  if (unitCodes.some((code) => handled.test(code.trim()) && !code.trim().startsWith(district ?? ''))) {
    throw forbidden('FORBIDDEN_DISTRICT', '不动产不在本辖区，请到不动产所在区的窗口申请。');
  }
}
