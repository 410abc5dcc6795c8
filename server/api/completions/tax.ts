import Type from 'typebox';
import { Fen } from '../common.ts';
import { opinion, strict } from './fields.ts';

/** Steps of sub-tax (domain §5.2). */

export const TaxProblemCompletion = Type.Object({ elementId: Type.Literal('TaxProblem'), note: opinion }, strict);
export const ManualAssessmentCompletion = Type.Object(
  {
    elementId: Type.Literal('ManualAssessment'),
    deedTaxFen: Fen,
    vatFen: Fen,
    surchargesFen: Fen,
    incomeTaxFen: Fen,
    note: opinion,
  },
  strict,
);

export const TAX_COMPLETIONS = {
  TaxProblem: TaxProblemCompletion,
  ManualAssessment: ManualAssessmentCompletion,
} as const;
