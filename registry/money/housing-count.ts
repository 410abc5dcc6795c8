import { dayOf } from '../calendar/local-time.ts';
import type { LandGrantTerms } from '../cases/application-types.ts';
import { type CaseRow, caseUnknown } from '../cases/case-row.ts';
import type { Day } from '../common.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { number, one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { appliedOperations } from '../items/items.ts';
import { loadParties } from '../people/parties.ts';
import type { Party } from '../people/types.ts';
import { loadRights } from '../rights/load-rights.ts';
import type { OwnershipView } from '../rights/types.ts';
import { loadRuleBook } from '../rule-values/rule-book.ts';
import type { UnitUse } from '../units/types.ts';
import { fullYears } from '../validators/citizen-id.ts';
import { countHomes } from './count-homes.ts';
import { heldSince } from './held-since.ts';
import type { HousingCount, HousingFamily, TaxFacts } from './types.ts';

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
 * AR-04 缴税用住房套次 of a running case: its family by the rule's version of the contract day. Only counts, codes and years come
 * out. Holding runs from the registration of the seller's title to the contract day.
 */
export async function countHousing({ pool, clock }: Deps, caseNo: string): Promise<TaxFacts> {
  const row = await one<CaseRow>(pool, 'SELECT * FROM registry.cases WHERE case_no = $1', [caseNo]);
  if (!row) throw caseUnknown(caseNo);
  const { transfer } = row.terms;
  if (row.terms.landGrant) return grantFacts(pool, row, row.terms.landGrant);
  if (!row.contract && !transfer)
    throw new RegistryError('ORDER_UNKNOWN', `业务${caseNo}没有买卖合同或转移依据，不需要核定税款。`);
  const parties = await loadParties(pool, caseNo);
  const unitCode = row.start_variables.unitCode;
  const unit = await one<{ area: string; use: UnitUse }>(
    pool,
    `SELECT u.area, u.use FROM registry.units u JOIN registry.rights r USING (unit_code)
     WHERE u.unit_code = $1 AND r.kind = 'OWNERSHIP' AND r.status = 'CURRENT'`,
    [unitCode],
  );
  if (!unit) throw new RegistryError('UNIT_UNKNOWN', `单元${unitCode}没有现权利，无法计算持有年限；请先核对登记簿。`);
  // Heirs who sell have held since the deceased did (国税发〔2005〕172号 §4).
  const deceased = row.terms.inheritance?.deceased ?? [];
  const sellers = [...parties.filter((p) => p.role === 'obligor'), ...(transfer?.previous ?? []), ...deceased];
  const sellerHomes = await homesOf(
    pool,
    sellers.map((p) => p.idNo),
  );
  const contractDate = row.contract?.signedOn ?? transfer?.effectiveOn ?? '';
  const family = await familyOf(pool, row, { parties, unitCode, contractDate: contractDate || dayOf(row.filed_at) });
  const housing = await countHomes(pool, family, dayOf(clock.now()));
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
    familyHousingCountAfter: housing.count,
    holdingYears,
    // 满五唯一 as far as the register can tell: the seller's family outside it is the tax officer's question.
    sellerOnlyHomeOverFiveYears: holdingYears >= onlyHomeYears && sellerHomes.every((home) => home === unitCode),
    ruleVersion: housing.ruleVersion,
    countedUnits: housing.items.filter((item) => item.counted).map((item) => item.unitCode),
    uncertain: [...new Set(housing.uncertain.map((doubt) => doubt.code))],
  };
}

/** Count and items of a running case, for the officer who decides what is uncertain. */
export async function housingOfCase({ pool, clock }: Deps, caseNo: string): Promise<HousingCount> {
  const row = await one<CaseRow>(pool, 'SELECT * FROM registry.cases WHERE case_no = $1', [caseNo]);
  if (!row) throw caseUnknown(caseNo);
  const contractDate = row.contract?.signedOn ?? row.terms.transfer?.effectiveOn ?? dayOf(row.filed_at);
  const parties = await loadParties(pool, caseNo);
  const { unitCode } = row.start_variables;
  return countHomes(pool, await familyOf(pool, row, { parties, contractDate, unitCode }), dayOf(clock.now()));
}

/**
 * Buyers as applied, spouse and minor children as declared (F-TAX-FAMILY). An item whose application does not ask for the family
 * has nothing to doubt: its tax does not depend on homes.
 */
async function familyOf(
  db: Queryable,
  row: CaseRow,
  { parties, contractDate, unitCode }: { parties: Party[]; contractDate: Day; unitCode: string },
): Promise<HousingFamily> {
  const declared = row.tax_family;
  const asked = appliedOperations({
    itemCode: row.item_code,
    operation: row.operation,
    combined: row.combined,
  }).some(({ operation }) => operation.blocks.includes('taxFamily'));
  const natural = parties.filter((party) => party.role === 'acquirer' && party.nature === 'person');
  const needed = asked && natural.length > 0;
  const record = await one<{ present: boolean }>(
    db,
    "SELECT present FROM registry.case_materials WHERE case_no = $1 AND material_id = 'marriage'",
    [row.case_no],
  );
  return {
    members: [
      ...natural.map(({ name, idNo }) => ({ relation: 'buyer' as const, name, idNo })),
      ...(declared?.spouse ? [{ relation: 'spouse' as const, ...declared.spouse }] : []),
      ...(declared?.minorChildren ?? []).map((child) => ({ relation: 'child' as const, ...child })),
    ],
    marital: declared?.marital ?? (needed ? null : 'single'),
    marriage: record?.present ? 'record' : declared || !needed ? 'declared' : 'unknown',
    contractDate,
    asOf: null,
    unitCode,
    district: row.district,
  };
}

/** BDC-01: the state grants land. No home is counted and nothing was held before; the deed tax is on the price of the grant. */
async function grantFacts(db: Queryable, row: CaseRow, grant: LandGrantTerms): Promise<TaxFacts> {
  const { unitCode } = row.start_variables;
  const unit = await one<{ area: string; use: UnitUse }>(
    db,
    'SELECT area, use FROM registry.units WHERE unit_code = $1',
    [unitCode],
  );
  if (!unit) throw new RegistryError('UNIT_UNKNOWN', `登记簿没有单元${unitCode}；请核对宗地代码。`);
  return {
    caseNo: row.case_no,
    profile: row.rule_profile,
    contractDate: grant.signedOn,
    priceFen: grant.priceFen ?? 0,
    use: unit.use,
    area: number(unit.area),
    familyHousingCountAfter: 0,
    holdingYears: 0,
    sellerOnlyHomeOverFiveYears: false,
    ruleVersion: 'land-grant',
    countedUnits: [],
    uncertain: [],
  };
}
