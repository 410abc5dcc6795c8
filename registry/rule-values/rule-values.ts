import type { Deps } from '../db/transaction.ts';
import { definitions, governingDays } from './definitions.ts';
import { effectOf } from './effect.ts';
import { decide, listValues, propose } from './proposals.ts';
import { loadRuleBook } from './rule-book.ts';
import type { RulesApi } from './types.ts';

/** Rule profiles as data (domain §"Ten decisions" 1): proposed by one administrator, approved by another, never rewritten. */
export function rulesApi(deps: Deps): RulesApi {
  return {
    definitions: () => definitions,
    governedBy: (definition) => governingDays[definition.governedBy],
    value: async (name, { profile = 'current', day }) => (await loadRuleBook(deps.pool)).value(name, profile, day),
    list: (filter) => listValues(deps, filter),
    propose: (proposal, by) => propose(deps, proposal, by),
    effect: (ruleValueId) => effectOf(deps, ruleValueId),
    decide: (input) => decide(deps, input),
  };
}
