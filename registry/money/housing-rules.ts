import type { Day } from '../common.ts';
import type { Queryable } from '../db/transaction.ts';
import { one } from '../db/transaction.ts';
import type { HousingCountTerms } from '../rule-values/types.ts';
import type { HousingCountRule } from './types.ts';

/** Rule `housing.count` of a day, read along with the number of the value (as `registry.rule_value`); null before the first one. */
export async function housingRuleOn(db: Queryable, day: Day): Promise<HousingCountRule | null> {
  const row = await one<{ rule_version: string; value: HousingCountTerms }>(
    db,
    `SELECT valid_from || '/' || rule_value_id AS rule_version, value FROM registry.rule_values
     WHERE decision = 'approved' AND name = 'housing.count' AND profile = '*' AND $1::date >= valid_from AND (valid_to IS NULL OR $1::date <= valid_to)
     ORDER BY decided_at DESC, rule_value_id DESC LIMIT 1`,
    [day],
  );
  return row && { ruleVersion: row.rule_version, ...row.value };
}
