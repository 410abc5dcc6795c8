import Type from 'typebox';
import type { TaxLine as OfficeLine } from '../../../departments/tax/contract.ts';
import type { TaxLine } from '../../../registry/index.ts';
import { Fen } from '../../shapes.ts';

const rated = { rate: Type.Optional(Type.Number()), baseFen: Type.Optional(Fen), rule: Type.Optional(Type.String()) };

/** Result of a tax decision table, or of ManualAssessment (amount and rule only). */
export const TaxResult = Type.Object({ ...rated, amountFen: Fen });
export type TaxResult = Type.Static<typeof TaxResult>;

/** Result of the surcharges table, or the sum that ManualAssessment gives. */
export const SurchargeResult = Type.Object({
  amountFen: Type.Optional(Fen),
  urbanRate: Type.Optional(Type.Number()),
  urbanFen: Type.Optional(Fen),
  educationRate: Type.Optional(Type.Number()),
  educationFen: Type.Optional(Fen),
  localEducationRate: Type.Optional(Type.Number()),
  localEducationFen: Type.Optional(Fen),
  rule: Type.Optional(Type.String()),
});
export type SurchargeResult = Type.Static<typeof SurchargeResult>;

/** An amount fixed by an officer has no rate of its own: all of it is the base, at rate 1. */
function line(kind: OfficeLine['kind'], amountFen: number, rate?: number, baseFen?: number, rule?: string): OfficeLine {
  const byRule = rate !== undefined && baseFen !== undefined;
  return {
    kind,
    amountFen,
    rate: byRule ? String(rate) : '1',
    baseFen: byRule ? baseFen : amountFen,
    ...(rule ? { basisRule: rule } : {}),
  };
}

/** The pre-calculation for the tax office; lines of zero stay, an exemption must be confirmed too. */
export function officeLines(input: {
  vat: TaxResult;
  surcharges: SurchargeResult;
  deedTax: TaxResult;
  incomeTax: TaxResult;
}): OfficeLine[] {
  const { vat, surcharges: s, deedTax, incomeTax } = input;
  return [
    line('deed', deedTax.amountFen, deedTax.rate, deedTax.baseFen, deedTax.rule),
    line('vat', vat.amountFen, vat.rate, vat.baseFen, vat.rule),
    ...(s.amountFen !== undefined
      ? [line('urban', s.amountFen, undefined, undefined, s.rule)]
      : [
          line('urban', s.urbanFen ?? 0, s.urbanRate, vat.amountFen, s.rule),
          line('education', s.educationFen ?? 0, s.educationRate, vat.amountFen, s.rule),
          line('local_education', s.localEducationFen ?? 0, s.localEducationRate, vat.amountFen, s.rule),
        ]),
    line('income', incomeTax.amountFen, incomeTax.rate, incomeTax.baseFen, incomeTax.rule),
  ];
}

export const registerLines = (lines: readonly OfficeLine[]): TaxLine[] =>
  lines.map(({ kind, baseFen, rate, amountFen }) => ({ kind, baseFen, rate, amountFen }));
