import type { Block } from '../common.ts';
import type { RuleInput } from './rule-input.ts';
import { cautionRules, mortgageRules, objectionRules } from './rules/encumbrance-rules.ts';
import { pageRules } from './rules/page-rules.ts';
import { shareRules, taxRules, transferorRules } from './rules/party-rules.ts';
import { seizureRules } from './rules/seizure-rules.ts';

/** In the order a clerk would ask: may we, is it free, who disposes, how is it held, is the tax paid. */
const rules = [
  pageRules,
  seizureRules,
  mortgageRules,
  cautionRules,
  objectionRules,
  transferorRules,
  shareRules,
  taxRules,
];

export function evaluateRules(input: RuleInput): { blocks: Block[]; warnings: Block[] } {
  const findings = rules.flatMap((rule) => rule(input));
  return {
    blocks: findings.flatMap((f) => (f.block ? [f.block] : [])),
    warnings: findings.flatMap((f) => (f.warning ? [f.warning] : [])),
  };
}
