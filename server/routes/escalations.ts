import Type from 'typebox';
import { actorOf, requirePermission } from '../access/guard.ts';
import { readCase } from '../access/read-case.ts';
import { EscalationDecisionRequest } from '../api/board.ts';
import { Accepted202 } from '../api/cases.ts';
import type { Wakers } from '../background.ts';
import type { ServerDeps } from '../deps.ts';
import { announce } from '../events/announce.ts';
import { ESCALATION_STEP, requireOffered } from '../inbox/steps/offered.ts';
import { invalid } from '../problems/problem-error.ts';
import type { App } from './types.ts';

const CaseParams = Type.Object({ caseNo: Type.String({ pattern: '^\\d{20}$' }) });

/** 提级会商 decided from the board: the register keeps the decision and its outbox tells the process (msg.escalation.decided). */
export function escalationRoutes(app: App, { registry, pool }: ServerDeps, wake: Wakers): void {
  app.post(
    '/api/cases/:caseNo/escalation/decision',
    { schema: { params: CaseParams, body: EscalationDecisionRequest, response: { 202: Accepted202 } } },
    async (request, reply) => {
      const user = requirePermission(request, 'escalation.decide');
      const { caseNo, district } = await readCase(registry, request.params.caseNo, user);
      const { decision, opinion, reasonCode } = request.body;
      if (decision === 'refuse' && !reasonCode) {
        const message = '请选择不予登记的理由。';
        throw invalid(message, [{ path: '/reasonCode', code: 'REQUIRED', message }]);
      }
      await requireOffered(registry, { ...ESCALATION_STEP, caseNo }, 'decision', decision);
      const by = actorOf(user);
      await registry.cases.decideEscalation({ caseNo, decision, opinion, reasonCode: reasonCode ?? null, by });
      wake.relay();
      await announce(
        pool,
        { topic: 'case', id: caseNo, caseNo, district },
        { topic: 'board', id: null, caseNo, district },
      );
      return reply.code(202).send({ caseNo, message: '决定已记录，业务随即继续办理。' });
    },
  );
}
