import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { CaseNo, Instant } from '../../shapes.ts';

/** 条例 §20. The end is found again when it is looked at: next year's calendar may have come since. */
export const checkStatutory = defineJob({
  type: 'sla.statutory',
  department: 'registry',
  description: '计算法定期限（受理后 30 个工作日）是否已到',
  input: Type.Object({ caseNo: CaseNo }),
  output: Type.Object({ statutoryReached: Type.Boolean(), statutoryCheckAt: Instant }),
  bpmnErrors: [],
  timeoutMs: 30_000,
  idempotency: 'reads only',
  async handle({ caseNo }, { deps }) {
    const { reached, checkAt } = await deps.registry.sla.statutory(caseNo);
    return complete({ statutoryReached: reached, statutoryCheckAt: checkAt.toISOString() });
  },
});
