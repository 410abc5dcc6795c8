import Type from 'typebox';
import { answerOf, bpmnError, complete, defineJob, TechnicalFailure } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';

/** 完税/减免 proof: without it the register refuses the transfer (契税法 §11, INV-27). */
export const clearTax = defineJob({
  type: 'tax.clearance',
  department: 'tax',
  description: '取得完税或减免证明',
  input: Type.Object({ caseNo: CaseNo, taxCaseNo: Type.String() }),
  output: Type.Object({ clearanceNo: Type.String() }),
  bpmnErrors: ['TAX_ARREARS'],
  refusalsAreRead: true,
  timeoutMs: 60_000,
  idempotency: 'a clearance on record is the answer',
  async handle({ caseNo, taxCaseNo }, { deps, call }) {
    const { money } = deps.registry;
    const before = await money.getTaxCase(caseNo);
    if (before?.state === 'CLEARED' && before.clearanceNo) return complete({ clearanceNo: before.clearanceNo });
    if (before?.problem) throw new TechnicalFailure(before.problem, false);
    const numberThere = await deps.registry.requests.numberThere({ department: 'tax', caseNo, orderNo: taxCaseNo });
    const answer = answerOf(await deps.clients.tax.clearance({ caseNo, taxCaseNo: numberThere }, call(caseNo)));
    if (!answer.ok) return bpmnError('TAX_ARREARS', answer.message);
    const { certNo, kind, paidAt, totalFen } = answer.value;
    if (before?.state === 'ASSESSED') {
      // The proof is here before the office's report: an exemption, or a report that was lost. One fact, told once.
      const { taxCase } = await money.recordTaxResult({
        taxCaseNo,
        state: kind === 'exempt' ? 'EXEMPT' : 'PAID',
        paidAt: new Date(paidAt),
        ...(kind === 'exempt' ? {} : { paidFen: totalFen }),
      });
      if (taxCase.problem) throw new TechnicalFailure(taxCase.problem, false);
    }
    await money.recordTaxClearance({ caseNo, taxCaseNo, clearanceNo: certNo, clearedAt: new Date(paidAt) });
    return complete({ clearanceNo: certNo });
  },
});
