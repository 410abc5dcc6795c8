import type { RecordedSurvey } from '../cadastre/types.ts';
import type { ApplicationTerms, MortgageTerms } from '../cases/application-types.ts';
import type { Block, Clock, Day, OwnershipMode, RuleProfile } from '../common.ts';
import type { Action, AppliedOperation } from '../items/items.ts';
import type { Effect, Item } from '../items/types.ts';
import type { Party } from '../people/types.ts';
import type { Publicity } from '../publicity/types.ts';
import type { RuleName, RuleTypes } from '../rule-values/types.ts';
import type { DisposalUnderWay } from '../seizure/disposals-under-way.ts';
import type { UnitFacts } from '../units/types.ts';
import type { ObjectionView, RightView } from './types.ts';

/** All that a rule may look at. Rules are pure: the same input gives the same blocks at intake and at 登簿. */
export interface RuleInput {
  /** The main item. */
  item: Item;
  /** Every item of the case with its operation; the main one first. */
  applied: readonly AppliedOperation[];
  /** Everything the case would do, in the order of writing. */
  actions: readonly Action[];
  today: Day;
  now: ReturnType<Clock['now']>;
  unit: Pick<UnitFacts, 'unitCode' | 'district' | 'use'> & { extinguished: boolean };
  /** Queued and current rights on the unit. */
  rights: readonly RightView[];
  /** Null at the counter, before there is a case. */
  application: ApplicationFacts | null;
  /** Of the page, ended ones included; empty unless the case objects (INV-23). */
  earlierObjections: readonly ObjectionView[];
  /** The page of the parcel's land right, for what begins on a building site: first registration, 在建建筑物抵押, presale. */
  land: LandPage | null;
  /** 分割合并: what the whole case looks like; null for every other case. */
  partition: PartitionFacts | null;
  /** What courts have sold of the home by their notices and the register has not transferred yet (INV-11). */
  disposals: readonly DisposalUnderWay[];
  /** Accepted corrections of others that are running on the unit, by case number (INV-32). */
  runningCorrections: readonly string[];
  /** A dated or local rule as it is on the day that governs the case (registry/rule-values). */
  rule<N extends RuleName>(name: N): RuleTypes[N];
}

/** Land right and what burdens it; `rights` are the live ones. */
export interface LandPage {
  unitCode: string;
  rights: readonly RightView[];
}

/** Of all pages of a 分割 or 合并 together. */
export interface PartitionFacts {
  /** New codes that have a page already. */
  taken: readonly string[];
  /** ㎡, of the old units and of the new ones. */
  areaBefore: number;
  areaAfter: number;
  /** The same people in the same shares own every old unit. */
  sameOwners: boolean;
  /** Every mortgage of one old unit stands on all of them: one contract, one holder. */
  sameMortgages: boolean;
}

export interface ApplicationFacts {
  caseNo: string;
  profile: RuleProfile;
  filedOn: Day;
  /** Null before 受理: then today's rules are asked. */
  acceptedOn: Day | null;
  operation: string | null;
  combined: readonly string[];
  parties: readonly Party[];
  ownershipMode: OwnershipMode | null;
  previousHolders: readonly { name: string; idType: string; idNo: string }[];
  mortgage: MortgageTerms | null;
  terms: ApplicationTerms;
  /** Rights the case is about. */
  targets: readonly string[];
  /** The other mortgage of an exchange of ranks; null when none is asked for or none is there. */
  swapWith: string | null;
  /** The survey that a first registration, a division or a merger rests on. */
  survey: RecordedSurvey | null;
  consents: readonly { rightId: string; kind: string }[];
  /** Set at the 登簿 only: INV-27 is no question before the tax step. */
  taxClearanceId?: string | null;
  /** Set at the 登簿 only: the building was looked at on the spot and found as applied for (条例 §19). */
  siteViewed?: boolean;
  /** Set at the 登簿 only: null = the public has not been asked. */
  publicity?: Publicity | null;
}

export interface Finding {
  block?: Block;
  /** Does not stop: said to the clerk and the citizen. */
  warning?: Block;
}

/** Does the case do any of these? */
export function does(input: Pick<RuleInput, 'actions'>, ...effects: Effect[]): boolean {
  return input.actions.some((action) => effects.includes(action.effect));
}

/** 处分: dispositions that another's prior right may stop. Abandonment counts, destruction and expropriation do not. */
export function disposes(input: RuleInput): boolean {
  return does(input, 'transfer', 'mortgage', 'caution', 'caution_transfer', 'easement', 'residence') || abandons(input);
}

export function abandons({ actions, application }: Pick<RuleInput, 'actions' | 'application'>): boolean {
  return does({ actions }, 'extinguish') && application?.terms.cancellation?.cause === 'abandoned';
}

export function hasConsent({ application }: RuleInput, rightId: string, kind: string): boolean {
  return application?.consents.some((c) => c.rightId === rightId && c.kind === kind) ?? false;
}

/** Identity in the register = document and number and name, the same to the letter. */
export function identityOf(p: { name: string; idType: string; idNo: string }): string {
  return `${p.idType}:${p.idNo.toUpperCase()}:${p.name}`;
}

export function sameIdentities(
  a: readonly { name: string; idType: string; idNo: string }[],
  b: readonly { name: string; idType: string; idNo: string }[],
): boolean {
  const key = (people: typeof a) => people.map(identityOf).sort().join('|');
  return key(a) === key(b);
}

/** The parties of a side. In a combination the lender of the joined mortgage is a side of its own. */
export function sideOf(parties: readonly Party[], role: Party['role']): Party[] {
  return parties.filter((party) => party.role === role);
}

/** Who receives the mortgage of this action: a `mortgagee` where the acquirer is the buyer. */
export function lendersOf(action: Action, parties: readonly Party[]): Party[] {
  return sideOf(parties, action.joined || action.operation.mortgagee ? 'mortgagee' : 'acquirer');
}
