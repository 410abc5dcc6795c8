import type { CompletionOf, TAX_COMPLETIONS } from '../../api/completions/index.ts';
import { type EvidenceOf, note, noteOnly, type Variables } from './evidence.ts';

export const TAX_EVIDENCE: EvidenceOf<typeof TAX_COMPLETIONS> = {
  TaxProblem: noteOnly,
  ManualAssessment: async ({ registry }, task, completion, user) => {
    await note(registry, task, user, completion.note);
    return manualAssessment(completion);
  },
};

/** In the shape of the decision tables' results, so that the assessment goes on as if they had hit. */
function manualAssessment(completion: CompletionOf<'ManualAssessment'>): Variables {
  const line = (amountFen: number) => ({ amountFen, rule: 'manual' });
  return {
    vat: line(completion.vatFen),
    surcharges: line(completion.surchargesFen),
    deedTax: line(completion.deedTaxFen),
    incomeTax: line(completion.incomeTaxFen),
  };
}
