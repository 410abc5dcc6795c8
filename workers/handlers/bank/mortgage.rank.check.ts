import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';

/** Is the rank that the bank confirmed still the one that would be entered (INV-17)? */
export const checkRank = defineJob({
  type: 'mortgage.rank.check',
  department: 'registry',
  description: '核对银行确认的抵押顺位与登记簿现在的顺位',
  input: Type.Object({ caseNo: CaseNo }),
  output: Type.Object({ rankChanged: Type.Boolean() }),
  bpmnErrors: [],
  timeoutMs: 30_000,
  idempotency: 'reads only; the entry itself compares once more',
  async handle({ caseNo }, { deps }) {
    const ranks = await deps.registry.bank.ranks(caseNo);
    return complete({ rankChanged: ranks.some(({ confirmed, now }) => confirmed !== null && confirmed !== now) });
  },
});
