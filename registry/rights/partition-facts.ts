import type { Queryable } from '../db/transaction.ts';
import { number, one } from '../db/transaction.ts';
import { formatShare } from '../validators/shares.ts';
import { currentOwnership } from './load-rights.ts';
import { type ApplicationFacts, identityOf, type PartitionFacts } from './rule-input.ts';
import type { MortgageView, RightView } from './types.ts';

/** What a 分割 or 合并 is judged by beyond each single page; null for every other case. */
export async function partitionFacts(
  db: Queryable,
  unitCodes: readonly string[],
  rights: readonly RightView[],
  application: ApplicationFacts | null,
): Promise<PartitionFacts | null> {
  const units = application?.survey?.units;
  if (!application?.terms.partition || !units) return null;
  const row = await one<{ taken: string[]; area: string }>(
    db,
    `SELECT ARRAY(SELECT unit_code FROM registry.units WHERE unit_code = ANY ($1) ORDER BY 1) AS taken,
       (SELECT coalesce(sum(area), 0) FROM registry.units WHERE unit_code IN (SELECT unit_code FROM registry.case_units WHERE case_no = $2)) AS area`,
    [units.map((unit) => unit.unitCode), application.caseNo],
  );
  return {
    taken: row?.taken ?? [],
    areaBefore: number(row?.area ?? 0),
    areaAfter: units.reduce((sum, unit) => sum + Math.round(unit.area * 100), 0) / 100,
    sameOwners: alike(unitCodes, (code) => ownersOf(rights, code)),
    sameMortgages: alike(unitCodes, (code) => mortgagesOf(rights, code).map(mortgageKey).sort().join('|')),
  };
}

export function mortgagesOf(rights: readonly RightView[], unitCode: string): MortgageView[] {
  return rights.filter(
    (r): r is MortgageView => r.kind === 'MORTGAGE' && r.status === 'CURRENT' && r.unitCode === unitCode,
  );
}

/** The same security on several units: one contract, the same holders. */
export function mortgageKey(mortgage: MortgageView): string {
  return `${mortgage.contractNo}#${mortgage.amountFen}#${mortgage.holders.map(identityOf).sort().join(',')}`;
}

function ownersOf(rights: readonly RightView[], unitCode: string): string {
  const owner = currentOwnership(rights, unitCode);
  const holders = owner?.holders.map((one) => `${identityOf(one)}=${one.share ? formatShare(one.share) : ''}`) ?? [];
  return `${owner?.mode}|${owner?.rightType}|${holders.sort().join('|')}`;
}

function alike(unitCodes: readonly string[], keyOf: (unitCode: string) => string): boolean {
  return new Set(unitCodes.map(keyOf)).size <= 1;
}
