import Type from 'typebox';
import { answerOf, complete, defineJob, TechnicalFailure } from '../../job.ts';
import { CaseNo, Maybe } from '../../shapes.ts';

/** 契税法 §12: paid tax goes back when the registration fails; an unpaid assessment is voided. */
export const refundTax = defineJob({
  type: 'tax.refund',
  department: 'tax',
  description: '退税或作废未缴的核定（登簿之前的补偿）',
  input: Type.Object({ caseNo: CaseNo, outcome: Maybe(Type.String()) }),
  output: Type.Object({ taxRefunded: Type.Boolean() }),
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'a refunded tax case is left alone; the key is the tax case',
  async handle({ caseNo, outcome }, { deps, call }) {
    const { money } = deps.registry;
    const taxCase = await money.getTaxCase(caseNo);
    if (!taxCase || taxCase.state === 'REJECTED') return complete({ taxRefunded: false });
    if (taxCase.state === 'REFUNDED') return complete({ taxRefunded: true });
    const { taxCaseNo } = taxCase;
    const numberThere = await deps.registry.requests.numberThere({ department: 'tax', caseNo, orderNo: taxCaseNo });
    const answer = answerOf(
      await deps.clients.tax.refund(
        { caseNo, taxCaseNo: numberThere, reason: outcome ?? 'NOT_REGISTERED' },
        call(caseNo, taxCaseNo),
      ),
    );
    if (!answer.ok) throw new TechnicalFailure(`税务机关不能退税：${answer.message}`, false);
    await money.recordTaxRefund({ caseNo, taxCaseNo, refundNo: answer.value.refundNo });
    return complete({ taxRefunded: true });
  },
});
