import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { CaseNo, Instant } from '../../shapes.ts';

/** 提级会商 begins: its number within the case and the time until which it should be decided. */
export const openEscalation = defineJob({
  type: 'escalation.open',
  department: 'registry',
  description: '登记提级会商，给出应决时间（两个工作小时）',
  input: Type.Object({ caseNo: CaseNo }),
  output: Type.Object({ escalationLevel: Type.Integer({ minimum: 1 }), escalationDueAt: Instant }),
  bpmnErrors: [],
  timeoutMs: 30_000,
  idempotency: 'one escalation per element instance',
  async handle({ caseNo }, { deps, job }) {
    const { level, dueAt } = await deps.registry.cases.openEscalation({ caseNo, key: job.elementInstanceKey });
    return complete({ escalationLevel: level, escalationDueAt: dueAt.toISOString() });
  },
});
