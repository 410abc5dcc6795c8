import { addDays, startOfDay } from '../calendar/local-time.ts';
import type { Queryable } from '../db/transaction.ts';
import { number } from '../db/transaction.ts';
import type { UnitUse } from '../units/types.ts';
import { housingRuleOn } from './housing-rules.ts';
import type { HousingCount, HousingCountRule, HousingDoubt, HousingFamily, HousingItem } from './types.ts';

/** One holder's part in one right, as `registry.holdings_of` shows it: numbers of the family, nobody else's. */
export interface Holding {
  unitCode: string;
  district: string;
  location: string;
  use: UnitUse;
  area: number;
  kind: 'OWNERSHIP' | 'CAUTION';
  cautionKind: string | null;
  idNo: string;
  name: string;
  /** Holders of the right in all. */
  coOwners: number;
  /** 征收决定文号. */
  excludedBy: string | null;
}

interface Row {
  unit_code: string;
  district: string;
  location: string;
  use: UnitUse;
  area: string;
  kind: 'OWNERSHIP' | 'CAUTION';
  caution_kind: string | null;
  id_no: string;
  name: string;
  co_owners: number;
  excluded_by: string | null;
}

/** 18 digits as they were written until 1999: no century, no check digit. */
export const oldNumber = (idNo: string) => (/^\d{17}[\dX]$/i.test(idNo) ? idNo.slice(0, 6) + idNo.slice(8, 17) : null);

/**
 * AR-04 缴税用住房套次 (S14): homes of a family on a day, by the version of the rule that holds on the day of the contract.
 * By index only, whatever the size of the city.
 * @param today of the register, for exclusions
 */
export async function countHomes(db: Queryable, family: HousingFamily, today: string): Promise<HousingCount> {
  const rule = await housingRuleOn(db, family.contractDate);
  const numbers = family.members.flatMap((one) => {
    const idNo = one.idNo.toUpperCase();
    return [idNo, oldNumber(idNo) ?? idNo];
  });
  const asOf = family.asOf ? startOfDay(addDays(family.asOf, 1)) : null;
  const { rows } = await db.query<Row>('SELECT * FROM registry.holdings_of($1, $2, $3)', [
    [...new Set(numbers)],
    asOf,
    family.asOf ?? today,
  ]);
  const holdings = rows.map(
    (row): Holding => ({
      unitCode: row.unit_code,
      district: row.district,
      location: row.location,
      use: row.use,
      area: number(row.area),
      kind: row.kind,
      cautionKind: row.caution_kind,
      idNo: row.id_no.toUpperCase(),
      name: row.name,
      coOwners: row.co_owners,
      excludedBy: row.excluded_by,
    }),
  );
  const count = judgeHomes(rule, family, holdings);
  const { unitCode } = family;
  if (unitCode === null || count.items.some((item) => item.unitCode === unitCode && item.counted)) return count;
  const { rows: bought } = await db.query<{ location: string; area: string }>(
    'SELECT location, area FROM registry.units WHERE unit_code = $1',
    [unitCode],
  );
  if (!bought[0]) return count;
  const item: HousingItem = {
    unitCode,
    location: bought[0].location,
    area: number(bought[0].area),
    via: 'BOUGHT',
    relations: [],
    counted: true,
    reason: null,
  };
  const items = [...count.items.filter((one) => one.unitCode !== unitCode), item];
  return {
    ...count,
    count: count.count + 1,
    items: items.sort((a, b) => (a.unitCode < b.unitCode ? -1 : 1)),
    uncertain: count.uncertain.filter((doubt) => doubt.unitCode !== unitCode),
  };
}

/** The rule on the family's holdings. Pure; what it cannot decide it says (`uncertain`) and counts as the rule's text reads. */
export function judgeHomes(
  rule: HousingCountRule | null,
  family: HousingFamily,
  holdings: readonly Holding[],
): HousingCount {
  const uncertain: HousingDoubt[] = familyDoubts(family);
  if (!rule) {
    const text = `合同签订日${family.contractDate}没有可用的住房套次统计口径，请税务人员核定。`;
    return {
      ruleVersion: 'none',
      count: 0,
      items: [],
      uncertain: [...uncertain, { code: 'NO_RULE', text, unitCode: null }],
    };
  }
  const codes = [...new Set(holdings.map((one) => one.unitCode))];
  const items: HousingItem[] = [];
  for (const unitCode of codes) {
    const parts = holdings.filter((one) => one.unitCode === unitCode && rule.uses.includes(one.use));
    const known = parts.flatMap((part) => {
      const member = family.members.find(
        ({ idNo, name }) =>
          idNo.toUpperCase() === part.idNo || (oldNumber(idNo.toUpperCase()) === part.idNo && name === part.name),
      );
      return member ? [{ part, relation: member.relation }] : [];
    });
    const stranger = parts.length > known.length && known.length === 0 && parts[0];
    if (stranger) {
      const text = `${stranger.location}登记的15位旧身份证号码与家庭成员相符而姓名不符，请核对是否同一人。`;
      uncertain.push({ code: 'OLD_NUMBER_OTHER_NAME', text, unitCode });
      continue;
    }
    const [first] = known;
    if (!first) continue;
    const judged = judge(rule, family, known);
    if (judged.doubt) uncertain.push({ code: 'MINOR_SHARE', text: judged.doubt, unitCode });
    items.push({
      unitCode,
      location: first.part.location,
      area: first.part.area,
      via: known.some(({ part }) => part.kind === 'OWNERSHIP') ? 'OWNERSHIP' : 'CAUTION',
      relations: [...new Set(known.map((one) => one.relation))],
      counted: judged.reason === null,
      reason: judged.reason,
    });
  }
  return { ruleVersion: rule.ruleVersion, count: items.filter((item) => item.counted).length, items, uncertain };
}

function judge(
  rule: HousingCountRule,
  family: HousingFamily,
  known: { part: Holding; relation: HousingItem['relations'][number] }[],
): { reason: string | null; doubt?: string } {
  const { district, excludedBy, location } = (known[0] as (typeof known)[number]).part;
  if (!sameRegion(rule, family.district, district)) return { reason: '不在统计区域内' };
  if (excludedBy && rule.expropriated === 'excluded') return { reason: `已作出征收决定（${excludedBy}）` };
  const owned = known.filter(({ part }) => part.kind === 'OWNERSHIP');
  const bought = known.filter(
    ({ part }) =>
      part.kind === 'CAUTION' &&
      ((rule.countCautions !== 'none' && part.cautionKind === 'presale') ||
        (rule.countCautions === 'purchase' && part.cautionKind === 'sale')),
  );
  if (owned.length === 0 && bought.length === 0) return { reason: '预告登记按本口径不计' };
  const holding = owned.length > 0 ? owned : bought;
  const onlyMinors = holding.every(({ relation }) => relation === 'child');
  const others = holding.some(({ part }) => part.coOwners > holding.length);
  if (onlyMinors && others && rule.minorShares === 'excluded') return { reason: '只有未成年子女的份额' };
  if (onlyMinors && others && rule.minorShares === 'uncertain')
    return { reason: null, doubt: `${location}只有未成年子女持有份额，是否计入请税务人员核定。` };
  return { reason: null };
}

const sameRegion = (rule: HousingCountRule, here: string, there: string) =>
  rule.region === 'city' ||
  here === there ||
  rule.districtGroups.some((group) => group.includes(here) && group.includes(there));

function familyDoubts({ marital, marriage, members }: HousingFamily): HousingDoubt[] {
  const doubts: HousingDoubt[] = [];
  if (marriage === 'unknown' || marital === null)
    doubts.push({
      code: 'MARRIAGE_UNKNOWN',
      text: '没有查到婚姻登记记录，也没有家庭成员声明；请申请人签署婚姻和家庭成员声明。',
      unitCode: null,
    });
  if (marital === 'married' && !members.some((one) => one.relation === 'spouse'))
    doubts.push({ code: 'SPOUSE_MISSING', text: '已婚而没有填报配偶，请补充配偶的姓名和身份证号码。', unitCode: null });
  return doubts;
}
