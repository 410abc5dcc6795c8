import type { Day } from '../common.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import type { HousingCountRule, MoneyApi } from './types.ts';

interface Row {
  rule_version: string;
  valid_from: string;
  valid_to: string | null;
  region: HousingCountRule['region'];
  district_groups: string[][];
  uses: HousingCountRule['uses'];
  count_cautions: HousingCountRule['countCautions'];
  minor_shares: HousingCountRule['minorShares'];
  expropriated: HousingCountRule['expropriated'];
  source: string;
}

const toRule = (row: Row): HousingCountRule => ({
  ruleVersion: row.rule_version,
  validFrom: row.valid_from,
  validTo: row.valid_to,
  region: row.region,
  districtGroups: row.district_groups,
  uses: row.uses,
  countCautions: row.count_cautions,
  minorShares: row.minor_shares,
  expropriated: row.expropriated,
  source: row.source,
});

const columns = `rule_version, valid_from::text, valid_to::text, region, district_groups, uses, count_cautions, minor_shares, expropriated, source`;

/** The version that holds on a day; null before the first one. */
export async function housingRuleOn(db: Queryable, day: Day): Promise<HousingCountRule | null> {
  const { rows } = await db.query<Row>(
    `SELECT ${columns} FROM registry.housing_count_rules WHERE daterange(valid_from, valid_to) @> $1::date`,
    [day],
  );
  return rows[0] ? toRule(rows[0]) : null;
}

export function housingRulesApi({ pool }: Deps): Pick<MoneyApi, 'listHousingRules'> {
  return {
    async listHousingRules() {
      const { rows } = await pool.query<Row>(`SELECT ${columns} FROM registry.housing_count_rules ORDER BY valid_from`);
      return rows.map(toRule);
    },
  };
}
