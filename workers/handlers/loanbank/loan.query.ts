import Type from 'typebox';
import { answerOf, bpmnError, complete, defineJob } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';
import { loanOf } from './loan-of.ts';

/** Domain §5.2 step 1: opened after loan approval, which only the bank's own system knows. */
export const queryLoan = defineJob({
  type: 'loan.query',
  department: 'loanbank',
  description: '向银行系统核对贷款是否已审批',
  input: Type.Object({ caseNo: CaseNo }),
  output: Type.Object({ loanNo: Type.String() }),
  bpmnErrors: ['LOAN_NOT_APPROVED'],
  timeoutMs: 60_000,
  idempotency: 'reads only',
  async handle({ caseNo }, { deps, call }) {
    const { loanNo, organisationId } = await loanOf(deps.registry, caseNo);
    const answer = answerOf(
      await deps.clients.loanbank.queryLoan({ bankId: organisationId, loanNo }, call(caseNo, `loan:${loanNo}`)),
    );
    if (!answer.ok) return bpmnError('LOAN_NOT_APPROVED', answer.message);
    return answer.value.approved
      ? complete({ loanNo })
      : bpmnError('LOAN_NOT_APPROVED', '贷款尚未审批通过，请审批后再申请抵押登记。');
  },
});
