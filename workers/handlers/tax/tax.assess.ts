import Type from 'typebox';
import type { TaxCase } from '../../../registry/index.ts';
import { answerOf, bpmnError, complete, defineJob } from '../../job.ts';
import { CaseNo, Day, Fen } from '../../shapes.ts';
import { officeLines, registerLines, SurchargeResult, TaxResult } from './tax-lines.ts';

const payable = (taxCase: TaxCase) => ({
  taxCaseNo: taxCase.taxCaseNo,
  taxTotalFen: taxCase.totalFen,
  taxPayable: taxCase.state === 'ASSESSED' && taxCase.totalFen > 0,
});

/** The office confirms, corrects or rejects our figures; its result counts (domain §6). */
export const assessTax = defineJob({
  type: 'tax.assess',
  department: 'tax',
  description: '税务核定：把预核税额送税务机关，以其结果为准',
  input: Type.Object({
    caseNo: CaseNo,
    unitCode: Type.String(),
    contractDate: Day,
    use: Type.String(),
    area: Type.Number(),
    priceFen: Fen,
    familyHousingCountAfter: Type.Integer({ minimum: 0 }),
    holdingYears: Type.Number({ minimum: 0 }),
    vat: TaxResult,
    surcharges: SurchargeResult,
    deedTax: TaxResult,
    incomeTax: TaxResult,
  }),
  output: Type.Object({ taxCaseNo: Type.String(), taxTotalFen: Fen, taxPayable: Type.Boolean() }),
  bpmnErrors: ['TAX_REJECTED'],
  refusalsAreRead: true,
  timeoutMs: 60_000,
  idempotency: 'a live tax case on record is the answer; the office knows the key of this element instance',
  async handle(input, { deps, call }) {
    const { caseNo } = input;
    const { money } = deps.registry;
    // A case that comes back into handling keeps its assessment, paid or not.
    const before = await money.getTaxCase(caseNo);
    if (before && before.state !== 'REJECTED' && before.state !== 'REFUNDED') return complete(payable(before));
    const filing = await money.getContractFiling(caseNo);
    const body = {
      caseNo,
      unitCode: input.unitCode,
      ...(filing ? { contractNo: filing.contractNo } : {}),
      contractDate: input.contractDate,
      use: input.use,
      areaM2: input.area,
      // No price is not a price of nothing, which the office would find too low.
      ...(input.priceFen > 0 ? { priceFen: input.priceFen } : {}),
      familyHousingCountAfter: input.familyHousingCountAfter,
      holdingYears: input.holdingYears,
      preCalculated: officeLines(input),
      callbackUrl: `${deps.callbackUrl}/api/callbacks/tax`,
    };
    const context = call(caseNo);
    const answer = answerOf(await deps.clients.tax.assess(body, context));
    if (!answer.ok) return bpmnError('TAX_REJECTED', answer.message);
    const { taxCaseNo, taxes } = answer.value;
    const { idempotencyKey } = context;
    await deps.registry.requests.record({
      department: 'tax',
      operation: 'tax.assess',
      caseNo,
      idempotencyKey,
      orderNo: taxCaseNo,
      body,
    });
    return complete(payable(await money.recordTaxAssessment({ caseNo, taxCaseNo, lines: registerLines(taxes) })));
  },
});
