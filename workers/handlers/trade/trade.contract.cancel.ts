import Type from 'typebox';
import { answerOf, complete, defineJob, TechnicalFailure } from '../../job.ts';
import { CaseNo, Maybe } from '../../shapes.ts';

/** Undo before 登簿. Nothing filed, nothing to cancel. */
export const cancelContract = defineJob({
  type: 'trade.contract.cancel',
  department: 'housing',
  description: '撤销网签备案（登簿之前的补偿）',
  input: Type.Object({ caseNo: CaseNo, outcome: Maybe(Type.String()) }),
  output: Type.Object({ contractCancelled: Type.Boolean() }),
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'a cancelled filing is left alone; cancelling twice answers ok',
  async handle({ caseNo, outcome }, { deps, call }) {
    const { money } = deps.registry;
    const filing = await money.getContractFiling(caseNo);
    if (!filing) return complete({ contractCancelled: false });
    if (filing.state === 'CANCELLED') return complete({ contractCancelled: true });
    // Filed by an earlier case that is in the register (预告登记): it stays filed, whatever becomes of this one.
    if (filing.takenOverFrom) return complete({ contractCancelled: false });
    const { contractNo } = filing;
    const reason = outcome ?? 'NOT_REGISTERED';
    const answer = answerOf(
      await deps.clients.housing.cancelContract(contractNo, { caseNo, reason }, call(caseNo, contractNo)),
    );
    if (!answer.ok) throw new TechnicalFailure(`网签备案不能撤销：${answer.message}`, false);
    await money.recordContractCancel({ caseNo, contractNo, reason });
    return complete({ contractCancelled: true });
  },
});
