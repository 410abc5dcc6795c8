import Type from 'typebox';
import { actorOf, requirePermission, seesDistrict } from '../access/guard.ts';
import { UnitCodeText } from '../api/common.ts';
import {
  CompleteFactsRequest,
  ReconcileRequest,
  ReconciliationList,
  ReconciliationView,
  ReportList,
  ReportQuery,
  ResendRequest,
} from '../api/quality.ts';
import type { Wakers } from '../background.ts';
import type { ServerDeps } from '../deps.ts';
import { reconcileDay } from '../exchange/reconciliation.ts';
import { forbidden, notFound, ProblemError } from '../problems/problem-error.ts';
import { reportView } from '../views/report-view.ts';
import { toWire } from '../views/to-wire.ts';
import type { App } from './types.ts';

const EntryParams = Type.Object({ entryId: Type.String({ pattern: '^\\d{1,18}$' }) });
const UnitParams = Type.Object({ unitCode: UnitCodeText });
const outside = () => forbidden('FORBIDDEN_DISTRICT', '这个单元不在本辖区，请转交不动产所在区处理。');

/** 数据质量: what the platform above rejected, its lawful ways out, and the daily comparison. */
export function qualityRoutes(app: App, deps: ServerDeps, wake: Wakers): void {
  const { exchange } = deps.registry;

  app.get(
    '/api/quality/reports',
    { schema: { querystring: ReportQuery, response: { 200: ReportList } } },
    async (request) => {
      const { district } = requirePermission(request, 'quality.view');
      const { state } = request.query;
      const [counts, lines] = await Promise.all([
        exchange.countReports(district),
        exchange.listReports({ district, ...(state ? { state } : {}) }),
      ]);
      return { counts, items: lines.map(reportView) };
    },
  );

  app.post(
    '/api/quality/reports/:entryId/resend',
    { schema: { params: EntryParams, body: ResendRequest } },
    async (request, reply) => {
      const user = requirePermission(request, 'quality.mend');
      const line = await exchange.getReport(request.params.entryId);
      if (!line) throw notFound('NOT_FOUND', '没有这条上报，请刷新数据质量队列。');
      if (!line.unitCodes.some((code) => seesDistrict(user, code.slice(0, 6)))) throw outside();
      await exchange.resendReport(line.entryId, actorOf(user), request.body.note);
      wake.reports();
      return reply.code(204).send();
    },
  );

  app.post(
    '/api/quality/units/:unitCode/complete',
    { schema: { params: UnitParams, body: CompleteFactsRequest } },
    async (request, reply) => {
      const user = requirePermission(request, 'quality.mend');
      const { unitCode } = request.params;
      if (!seesDistrict(user, unitCode.slice(0, 6))) throw outside();
      const { facts, basis } = request.body;
      await exchange.completeFacts({ unitCode, facts, basis, by: actorOf(user) });
      wake.reports();
      return reply.code(204).send();
    },
  );

  app.get('/api/quality/reconciliations', { schema: { response: { 200: ReconciliationList } } }, async (request) => {
    requirePermission(request, 'quality.view');
    return { items: toWire(await exchange.listReconciliations()) };
  });

  app.post(
    '/api/quality/reconciliations',
    { schema: { body: ReconcileRequest, response: { 200: ReconciliationView } } },
    async (request) => {
      requirePermission(request, 'quality.mend');
      const made = await reconcileDay(deps, request.body.day);
      if (!made) throw new ProblemError(503, 'DEPARTMENT_UNAVAILABLE', '上级平台没有回应，请稍后再对账。');
      wake.reports();
      return toWire(made);
    },
  );
}
