import type { Actor, Day, RuleProfile } from '../common.ts';
import type { UnitUse } from '../units/types.ts';

/** 住房套次 (S14, domain §5.8, §6.1): which homes of a family count for its taxes. */
export interface HousingCountTerms {
  /** Homes of the whole city, or only of the group of the district in which the home that is bought lies. */
  region: 'city' | 'district_group';
  /** With `district_group`: district codes; a district in no group is its own. */
  districtGroups: string[][];
  /** Which units are homes. */
  uses: UnitUse[];
  /** Bought homes that are not registered yet: none, those of a presale, or every 转让预告 too. */
  countCautions: 'none' | 'presale' | 'purchase';
  /** Homes of which the family has only a share that a minor child holds. */
  minorShares: 'counted' | 'excluded' | 'uncertain';
  /** Homes whose expropriation was decided. */
  expropriated: 'counted' | 'excluded';
}

/** Every dated or local rule that the register reads, with the type of its value. What each means is in `definitions.ts`. */
export interface RuleTypes {
  'mortgage.consent_always': boolean;
  'mortgage.consent_before': Day;
  'caution.lapse_days': number;
  'objection.lapse_days': number;
  'correction.suspends': boolean;
  'seizure.term_months': number;
  'seizure.allows_rename': boolean;
  'seizure.allows_mortgage_cancel': boolean;
  'registrar.third_person': boolean;
  'items.not_offered': string[];
  'tax.only_home_years': number;
  'housing.count': HousingCountTerms;
  'escalation.decide_minutes': number;
  'supplement.days': number;
  'publicity.days': number;
  'quality.online_threshold': number;
  'sla.imm_minutes': number;
  'sla.warn_minutes_percent': number;
  'sla.warn_days_percent': number;
  'sla.statutory_days': number;
  'sla.counter_stop': 'registered' | 'issued';
  'hall.calls': number;
  'hall.call_gap': number;
  'hall.restore_after': number;
  'answers.payment': number;
  'answers.tax': number;
  'answers.escrow': number;
  'answers.loanbank': number;
  'answers.utility': number;
}
export type RuleName = keyof RuleTypes;

/** The form of a value; also what the screen draws its field from. */
export type ValueForm =
  | { kind: 'boolean'; yes: string; no: string }
  | { kind: 'integer'; min: number; max: number; unit: string }
  | { kind: 'day' }
  | { kind: 'choice'; options: { value: string; label: string }[] }
  | { kind: 'items' }
  | { kind: 'housing' };

/**
 * Which day decides what rule governs: the application's, 受理, the registration, 登簿 (asked again there), the contract, the
 * delivery of a court's notice, the first day the real registration can be applied for, or the day something happens.
 */
export type GoverningDay =
  | 'filing'
  | 'acceptance'
  | 'registration'
  | 'entry'
  | 'contract'
  | 'delivery'
  | 'registrable'
  | 'event';

export interface RuleDefinition {
  name: RuleName;
  title: string;
  group: string;
  /** What the rule does, one sentence, Chinese. */
  help: string;
  /** Its own value in each profile; otherwise one for all (`*`). */
  perProfile: boolean;
  governedBy: GoverningDay;
  form: ValueForm;
}

export type RuleScope = RuleProfile | '*';
export type RuleDecision = 'approved' | 'rejected' | 'withdrawn';

/** One row of a rule's history. */
export interface RuleValue {
  ruleValueId: string;
  name: RuleName;
  profile: RuleScope;
  value: unknown;
  validFrom: Day;
  /** Last day; null = until something newer is approved. */
  validTo: Day | null;
  source: string;
  reason: string;
  proposedBy: string;
  proposedAt: Date;
  /** Null while it waits. */
  decision: RuleDecision | null;
  decidedBy: string | null;
  decidedAt: Date | null;
  decisionNote: string | null;
}

export interface RuleProposal {
  /** Repeating a proposal under its key changes nothing. */
  proposalKey: string;
  name: string;
  profile: RuleScope;
  value: unknown;
  validFrom: Day;
  validTo?: Day | null;
  source: string;
  reason: string;
}

/** What an approval would do to the cases that are running. */
export interface RuleEffect {
  /** Running cases there are, and how many were looked at (at most 2 000). */
  running: number;
  examined: number;
  /** Those for which the register would decide otherwise on `asOf`. */
  affected: { caseNo: string; itemName: string; before: string[]; after: string[] }[];
  /** The later of today and the first day of the new value. */
  asOf: Day;
  /** Chinese: from which day on the value governs what, and that nothing entered changes. */
  summary: string;
}

export interface RulesApi {
  definitions(): readonly RuleDefinition[];
  /** Words of the day that decides: 受理日, 登簿日 … */
  governedBy(definition: RuleDefinition): string;
  /** The value in force on a day. Throws RULE_MISSING. */
  value<N extends RuleName>(name: N, at: { profile?: RuleProfile; day: Day }): Promise<RuleTypes[N]>;
  /** Every row of every rule (or of one), newest first: the history is the table. */
  list(filter?: { name?: RuleName; open?: boolean }): Promise<RuleValue[]>;
  /** Begins the day after its approval at the earliest. Throws RULE_INVALID with `problems`. */
  propose(proposal: RuleProposal, by: Actor): Promise<RuleValue>;
  /** Throws RULE_UNKNOWN. Reads only. */
  effect(ruleValueId: string): Promise<RuleEffect>;
  /**
   * Approves or rejects (another person than the proposer) or withdraws (the proposer). The same decision again answers the same.
   * Throws RULE_UNKNOWN, RULE_DECIDED, RULE_SAME_PERSON, RULE_INVALID (it would begin today or before).
   */
  decide(input: { ruleValueId: string; decision: RuleDecision; note?: string | null; by: Actor }): Promise<RuleValue>;
}
