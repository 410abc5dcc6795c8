import Type from 'typebox';
import { answerOf, complete, defineJob, TechnicalFailure } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';
import { loanOf } from './loan-of.ts';

/**
 * Domain §5.12: rank not confirmed for PT4H, loan not paid out for P30D. It reminds and decides nothing: the bank is told its
 * ranks, or asked once more to pay out (to the bank that is the same request again).
 */
export const remindBank = defineJob({
  type: 'loan.remind',
  department: 'loanbank',
  description: '催银行确认顺位或放款',
  input: Type.Object({ caseNo: CaseNo, reminder: Type.Union([Type.Literal('rank'), Type.Literal('disbursement')]) }),
  output: Type.Object({ reminded: Type.Boolean() }),
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'one reminder per element instance',
  async handle({ caseNo, reminder }, { deps, call }) {
    const { registry, clients, callbackUrl } = deps;
    const { loanNo, organisationId: bankId } = await loanOf(registry, caseNo);
    if (reminder === 'disbursement') {
      const certificateNos = (await registry.certificates.listByCase(caseNo)).map((one) => one.certificateNo);
      const request = { bankId, loanNo, caseNo, certificateNos, callbackUrl: `${callbackUrl}/api/callbacks/loan` };
      const answer = answerOf(await clients.loanbank.requestDisbursement(request, call(caseNo)));
      if (!answer.ok) throw new TechnicalFailure(`银行系统没有接收催办：${answer.message}`, false);
      return complete({ reminded: true });
    }
    const moved = (await registry.bank.ranks(caseNo)).find(
      ({ confirmed, now }) => confirmed !== null && confirmed !== now,
    );
    // The bank has confirmed while this job was on its way.
    if (!moved) return complete({ reminded: false });
    const request = { bankId, caseNo, loanNo, rankShown: moved.confirmed ?? moved.now, rankNow: moved.now };
    const answer = answerOf(await clients.loanbank.confirmRank(request, call(caseNo)));
    if (!answer.ok) throw new TechnicalFailure(`银行系统没有接收催办：${answer.message}`, false);
    return complete({ reminded: true });
  },
});
