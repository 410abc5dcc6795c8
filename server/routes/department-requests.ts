import Type from 'typebox';
import { departmentContracts } from '../../departments/index.ts';
import type { WaitingRequest } from '../../registry/index.ts';
import { may, requirePermission, userOf } from '../access/guard.ts';
import { readCase } from '../access/read-case.ts';
import { askForAnswer } from '../answers/ask.ts';
import {
  AskedAll,
  AskedDepartment,
  DepartmentRequest,
  DepartmentRequestList,
  WaitingRequests,
} from '../api/department-requests.ts';
import type { Wakers } from '../background.ts';
import type { ServerDeps } from '../deps.ts';
import { announce } from '../events/announce.ts';
import { conflict } from '../problems/problem-error.ts';
import { ASK_OUTCOMES, REQUEST_OPERATIONS } from '../views/words.ts';
import type { App } from './types.ts';

const CaseParams = Type.Object({ caseNo: Type.String({ pattern: '^\\d{20}$' }) });
const RequestParams = Type.Object({ ...CaseParams.properties, requestId: Type.String({ pattern: '^\\d{1,18}$' }) });
const DepartmentParams = Type.Object({ department: AskedDepartment });

/** 向部门查询结果: what still waits for a department, and asking for it now instead of when the sweep would. */
export function departmentRequestRoutes(app: App, deps: ServerDeps, wake: Wakers): void {
  const { registry, pool } = deps;
  const { requests } = registry;

  app.get(
    '/api/cases/:caseNo/department-requests',
    { schema: { params: CaseParams, response: { 200: DepartmentRequestList } } },
    async (request) => {
      const user = requirePermission(request, 'register.view');
      const { caseNo } = await readCase(registry, request.params.caseNo, user);
      return { items: (await requests.waiting(caseNo)).map(view), mayAsk: may(user, 'department.ask') };
    },
  );

  app.post(
    '/api/cases/:caseNo/department-requests/:requestId/ask',
    { schema: { params: RequestParams, response: { 200: DepartmentRequest } } },
    async (request) => {
      const user = requirePermission(request, 'department.ask');
      const { caseNo, district } = await readCase(registry, request.params.caseNo, user);
      const waiting = await requests.find(request.params.requestId);
      if (waiting?.caseNo !== caseNo)
        throw conflict('CONFLICTING_RESULT', '这项业务已不在等待该部门的结果，请刷新页面看最新进度。');
      const asked = await askForAnswer(deps, waiting, user.userId);
      wake.relay();
      await announce(pool, { topic: 'case', id: caseNo, caseNo, district });
      return view(asked);
    },
  );

  app.get('/api/department-requests', { schema: { response: { 200: WaitingRequests } } }, async (request) => {
    requirePermission(request, 'simulator.view');
    const counts = await requests.counts(userOf(request).district);
    return { items: counts.map((one) => ({ ...one, oldest: one.oldest.toISOString() })) };
  });

  app.post(
    '/api/department-requests/:department/ask',
    { schema: { params: DepartmentParams, response: { 202: AskedAll } } },
    async (request, reply) => {
      const { district, userId: by } = requirePermission(request, 'department.ask');
      const count = await requests.askAllNow({ department: request.params.department, district, by });
      wake.answers();
      return reply.code(202).send({ requests: count });
    },
  );
}

function view(one: WaitingRequest): DepartmentRequest {
  const { title } = departmentContracts[one.department];
  return {
    requestId: one.requestId,
    department: one.department,
    title: one.organisation ? `${title} ${one.organisation}` : title,
    requestNo: one.numberThere,
    what: REQUEST_OPERATIONS[one.operation],
    sentAt: one.sentAt.toISOString(),
    sends: one.sends,
    askedAt: one.askedAt?.toISOString() ?? null,
    asks: one.asks,
    outcome: one.outcome,
    outcomeText: one.outcome && ASK_OUTCOMES[one.outcome],
    // What a technical failure says is for the log; that there was no answer is said by the outcome.
    message: one.outcome === 'refused' ? one.message : null,
    nextAskAt: one.askAt.toISOString(),
  };
}
