import Type from 'typebox';
import { systemActor } from '../../../registry/index.ts';
import { complete, defineJob } from '../../job.ts';
import { CaseNo, Instant, Maybe } from '../../shapes.ts';

const Outcome = Type.Union([
  Type.Literal('COMPLETED'),
  Type.Literal('COMPLETED_WITH_PENDING'),
  Type.Literal('NOT_ACCEPTED'),
  Type.Literal('REFUSED'),
  Type.Literal('WITHDRAWN'),
  Type.Literal('SUPERSEDED_BY_SEIZURE'),
]);

/** The end of a case, whatever it is; a clock that still runs stops with it. */
export const closeCase = defineJob({
  type: 'case.close',
  department: 'registry',
  description: '结束业务并停止计时',
  input: Type.Object({ caseNo: CaseNo, outcome: Outcome, reasonCode: Maybe(Type.String()) }),
  output: Type.Object({ closedAt: Instant }),
  bpmnErrors: [],
  timeoutMs: 30_000,
  idempotency: 'the register closes a case once and answers the first time again',
  async handle({ caseNo, outcome, reasonCode }, { deps }) {
    const sla = await deps.registry.sla.get(caseNo);
    if (sla && sla.state !== 'stopped') await deps.registry.sla.stop({ caseNo });
    const { closedAt } = await deps.registry.cases.closeCase({
      caseNo,
      outcome,
      reasonCode: outcome.startsWith('COMPLETED') ? null : (reasonCode ?? null),
      by: systemActor,
    });
    return complete({ closedAt: closedAt.toISOString() });
  },
});
