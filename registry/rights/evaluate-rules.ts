import type { Block, BlockingRow } from '../common.ts';
import type { RuleInput } from './rule-input.ts';
import { shareRules } from './rules/co-ownership-rules.ts';
import { disposedRules } from './rules/disposed-rules.ts';
import {
  abandonmentRules,
  cautionRules,
  closingRules,
  mortgageRules,
  objectionRules,
  residenceRules,
} from './rules/encumbrance-rules.ts';
import { firstRules, siteRules, siteViewRules } from './rules/first-rules.ts';
import { maximumRules, mortgageBanRules, rankRules } from './rules/mortgage-rules.ts';
import { newObjectionRules } from './rules/objection-rules.ts';
import { pageRules } from './rules/page-rules.ts';
import { partitionRules } from './rules/partition-rules.ts';
import { applicantRules, taxRules } from './rules/party-rules.ts';
import { publicityRules } from './rules/publicity-rules.ts';
import { seizureRules } from './rules/seizure-rules.ts';
import { targetRules } from './rules/target-rules.ts';

/** In the order a clerk would ask: may we, is it free, who disposes, how is it held, is the tax paid. */
const rules = [
  pageRules,
  seizureRules,
  disposedRules,
  targetRules,
  firstRules,
  siteRules,
  partitionRules,
  mortgageRules,
  mortgageBanRules,
  rankRules,
  maximumRules,
  cautionRules,
  objectionRules,
  newObjectionRules,
  residenceRules,
  abandonmentRules,
  closingRules,
  applicantRules,
  shareRules,
  taxRules,
  siteViewRules,
  publicityRules,
];

/** Every refusal names the row it comes from; where no right stands in the way it is the case as applied for, or the page itself. */
function rowOf({ application, unit }: RuleInput): BlockingRow {
  return application
    ? { table: 'cases', id: application.caseNo, summary: `业务${application.caseNo}` }
    : { table: 'units', id: unit.unitCode, summary: `登记簿页面${unit.unitCode}` };
}

export function evaluateRules(input: RuleInput): { blocks: Block[]; warnings: Block[] } {
  const findings = rules.flatMap((rule) => rule(input));
  return {
    blocks: findings.flatMap(({ block }) =>
      block ? [{ ...block, blockingRow: block.blockingRow ?? rowOf(input) }] : [],
    ),
    warnings: findings.flatMap((f) => (f.warning ? [f.warning] : [])),
  };
}
