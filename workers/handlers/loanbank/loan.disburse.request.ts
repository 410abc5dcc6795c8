import Type from 'typebox';
import { answerOf, complete, defineJob, TechnicalFailure } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';
import { loanOf } from './loan-of.ts';

/** The mortgage is registered: the bank may pay out. Its answer comes by callback. */
export const requestDisbursement = defineJob({
  type: 'loan.disburse.request',
  department: 'loanbank',
  description: '通知银行抵押已登记，可以放款',
  input: Type.Object({ caseNo: CaseNo, certificateNos: Type.Array(Type.String(), { minItems: 1 }) }),
  output: Type.Object({ requested: Type.Boolean() }),
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'one request per loan; the bank answers its state again',
  async handle({ caseNo, certificateNos }, { deps, call }) {
    const { loanNo, organisationId } = await loanOf(deps.registry, caseNo);
    const callbackUrl = `${deps.callbackUrl}/api/callbacks/loan`;
    const request = { bankId: organisationId, loanNo, caseNo, certificateNos, callbackUrl };
    const context = call(caseNo, `disburse:${loanNo}`);
    const answer = answerOf(await deps.clients.loanbank.requestDisbursement(request, context));
    if (!answer.ok) throw new TechnicalFailure(`银行系统没有接收放款通知：${answer.message}`, false);
    await deps.registry.requests.record({
      department: 'loanbank',
      organisation: organisationId,
      operation: 'loan.disburse.request',
      caseNo,
      idempotencyKey: context.idempotencyKey,
      orderNo: loanNo,
      numberThere: answer.value.disbursementNo,
      body: request,
    });
    return complete({ requested: true });
  },
});
