import Type from 'typebox';
import { answerOf, complete, defineJob, TechnicalFailure } from '../../job.ts';
import { CaseNo, Maybe } from '../../shapes.ts';

/** Undo before 登簿: what was paid in goes back to the buyer, an empty account is closed. */
export const refundEscrow = defineJob({
  type: 'escrow.refund',
  department: 'escrow',
  description: '监管资金退回买方（登簿之前的补偿）',
  input: Type.Object({ caseNo: CaseNo, preparedOutcome: Maybe(Type.String()) }),
  output: Type.Object({ escrowRefunded: Type.Boolean() }),
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'refunding twice answers ok with amount 0',
  async handle({ caseNo, preparedOutcome }, { deps, call }) {
    const { yilutong } = deps.registry;
    const account = await yilutong.escrowOf(caseNo);
    if (!account) return complete({ escrowRefunded: false });
    if (account.state === 'REFUNDED') return complete({ escrowRefunded: true });
    const reason = preparedOutcome && preparedOutcome !== 'READY' ? preparedOutcome : 'NOT_REGISTERED';
    const answer = answerOf(
      await deps.clients.escrow.refund(
        await deps.registry.requests.numberThere({ department: 'escrow', caseNo, orderNo: account.escrowNo }),
        { caseNo, reason },
        call(caseNo, account.escrowNo),
      ),
    );
    if (!answer.ok) throw new TechnicalFailure(`监管资金不能退回：${answer.message}`, false);
    await yilutong.recordEscrowState({ escrowNo: account.escrowNo, state: 'REFUNDED', at: deps.clock.now() });
    return complete({ escrowRefunded: true });
  },
});
