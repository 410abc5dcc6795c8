import Type from 'typebox';
import { answerOf, bpmnError, complete, defineJob } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';
import { loanOf } from './loan-of.ts';

/** BDC-21: the claim-ended proof as the bank's own system has it (民法典 393). */
export const queryPayoff = defineJob({
  type: 'loan.payoff.query',
  department: 'loanbank',
  description: '向银行系统核对贷款是否结清，取得债权消灭证明号',
  input: Type.Object({ caseNo: CaseNo }),
  output: Type.Object({ loanNo: Type.String() }),
  bpmnErrors: ['CLAIM_NOT_ENDED'],
  timeoutMs: 60_000,
  idempotency: 'reads; the number of the proof is set, not added',
  async handle({ caseNo }, { deps, call, job }) {
    const { loanNo, organisationId } = await loanOf(deps.registry, caseNo);
    const answer = answerOf(
      await deps.clients.loanbank.queryPayoff(
        { bankId: organisationId, loanNo },
        call(caseNo, `payoff:${job.elementInstanceKey}`),
      ),
    );
    if (!answer.ok) return bpmnError('CLAIM_NOT_ENDED', answer.message);
    const { paidOff, claimEndedProofNo } = answer.value;
    if (!paidOff || !claimEndedProofNo)
      return bpmnError('CLAIM_NOT_ENDED', '银行系统显示贷款尚未结清，不能申请注销抵押登记。');
    await deps.registry.bank.recordPayoff({ caseNo, proofNo: claimEndedProofNo });
    return complete({ loanNo });
  },
});
