import { dayOf } from '../calendar/local-time.ts';
import { type CaseRow, caseUnknown } from '../cases/case-row.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { number, one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { loadParties } from '../people/parties.ts';
import { loadRights } from '../rights/load-rights.ts';
import type { OwnershipView } from '../rights/types.ts';
import { loadRuleBook } from '../rule-values/rule-book.ts';
import type { UnitUse } from '../units/types.ts';
import { fullYears } from '../validators/citizen-id.ts';
import { heldSince } from './held-since.ts';
import type { TaxFacts } from './types.ts';

/** Whole city, current residential ownership, this home included. A parameter of the rule, so it is named with each count. */
const ruleVersion = 'city-wide-2026-01';

/** Codes of the residential units that any of these people owns now, whole or in part, anywhere in the city. */
async function homesOf(db: Queryable, idNos: string[]): Promise<string[]> {
  const { rows } = await db.query<{ unit_code: string }>(
    `SELECT DISTINCT r.unit_code FROM registry.persons p JOIN registry.right_holders h USING (person_id) JOIN registry.rights r USING (right_id) JOIN registry.units u USING (unit_code)
     WHERE p.id_type = 'citizen' AND p.id_no = ANY ($1) AND r.kind = 'OWNERSHIP' AND r.status = 'CURRENT' AND u.use = 'residential' ORDER BY 1`,
    [idNos],
  );
  return rows.map((row) => row.unit_code);
}

/**
 * AR-04 缴税用住房套次. Family = buyers, spouse, minor children (domain §6.1). Only counts, codes and years come out.
 * Holding runs from the registration of the seller's title to the contract day.
 */
export async function countHousing({ pool }: Deps, caseNo: string): Promise<TaxFacts> {
  const row = await one<CaseRow>(pool, 'SELECT * FROM registry.cases WHERE case_no = $1', [caseNo]);
  if (!row) throw caseUnknown(caseNo);
  const { transfer } = row.terms;
  if (!row.contract && !transfer)
    throw new RegistryError('ORDER_UNKNOWN', `业务${caseNo}没有买卖合同或转移依据，不需要核定税款。`);
  const parties = await loadParties(pool, caseNo);
  const family = row.tax_family;
  const buyers = parties.filter((p) => p.role === 'acquirer').map((p) => p.idNo);
  const buyerFamily = [
    ...buyers,
    ...(family?.spouse ? [family.spouse.idNo] : []),
    ...(family?.minorChildren ?? []).map((child) => child.idNo),
  ];
  const unitCode = row.start_variables.unitCode;
  const unit = await one<{ area: string; use: UnitUse }>(
    pool,
    `SELECT u.area, u.use FROM registry.units u JOIN registry.rights r USING (unit_code)
     WHERE u.unit_code = $1 AND r.kind = 'OWNERSHIP' AND r.status = 'CURRENT'`,
    [unitCode],
  );
  if (!unit) throw new RegistryError('UNIT_UNKNOWN', `单元${unitCode}没有现权利，无法计算持有年限；请先核对登记簿。`);
  const counted = [...new Set([...(await homesOf(pool, buyerFamily)), unitCode])].sort();
  const sellers = [...parties.filter((p) => p.role === 'obligor'), ...(transfer?.previous ?? [])];
  const sellerHomes = await homesOf(
    pool,
    sellers.map((p) => p.idNo),
  );
  const contractDate = row.contract?.signedOn ?? transfer?.effectiveOn ?? '';
  const since = heldSince(
    (await loadRights(pool, [unitCode], 'all')).filter((r): r is OwnershipView => r.kind === 'OWNERSHIP'),
    sellers.map((p) => p.idNo),
  );
  const onlyHomeYears = (await loadRuleBook(pool)).value('tax.only_home_years', row.rule_profile, contractDate);
  const holdingYears = Math.max(0, fullYears(dayOf(since), contractDate));
  return {
    caseNo,
    profile: row.rule_profile,
    contractDate,
    // Without a price the tables give no deed tax and a tax officer assesses; the register demands no valuation (INV-35).
    priceFen: row.contract?.priceFen ?? transfer?.valueFen ?? 0,
    use: unit.use,
    area: number(unit.area),
    familyHousingCountAfter: counted.length,
    holdingYears,
    // 满五唯一 as far as the register can tell: the seller's family outside it is the tax officer's question.
    sellerOnlyHomeOverFiveYears: holdingYears >= onlyHomeYears && sellerHomes.every((home) => home === unitCode),
    ruleVersion,
    countedUnits: counted,
  };
}
