import type { Actor, MortgageView, Organisation, Registry, UnitSummary } from '../../registry/index.ts';
import { notFound } from '../problems/problem-error.ts';

/**
 * The mortgage behind a proof, if it is this bank's. To another bank the proof does not exist (404): a number alone must not
 * tell who has lent to whom.
 */
export async function ownMortgage(
  registry: Registry,
  bank: Organisation,
  certificateNo: string,
  actor: Actor,
): Promise<{ unit: UnitSummary; mortgage: MortgageView }> {
  const text = certificateNo.trim();
  for (const unit of await registry.units.findUnits({ text, limit: 5 })) {
    const page = await registry.units.unitPage(unit.unitCode, {
      unmask: { actor, purpose: '核对抵押权人是否本行' },
    });
    const mortgage = page?.mortgages.find(
      (one) => one.certificateNos.includes(text) && one.holders.some((holder) => holder.idNo === bank.uscc),
    );
    if (mortgage) return { unit, mortgage };
  }
  throw notFound('CERTIFICATE_NOT_FOUND', '没有本行的这份登记证明，请按证明核对证号；已注销的不能再办。');
}
