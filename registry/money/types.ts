import type { Actor, Day, District, RuleProfile } from '../common.ts';
import type { HousingCountTerms } from '../rule-values/types.ts';
import type { UnitUse } from '../units/types.ts';

/** What the tax rules need to know of a case. No personal data, so it may travel as process variables. */
export interface TaxFacts {
  caseNo: string;
  profile: RuleProfile;
  contractDate: Day;
  priceFen: number;
  use: UnitUse;
  area: number;
  /** Homes of the buyer's family (buyer, spouse, minor children) in the city, this one included. */
  familyHousingCountAfter: number;
  /** Full years from the seller's registration to the contract date. */
  holdingYears: number;
  /** Seller: held > 5 years and only home of the family (满五唯一). */
  sellerOnlyHomeOverFiveYears: boolean;
  /** Codes of the rule version and of the units counted (codes only). */
  ruleVersion: string;
  countedUnits: string[];
  /** Codes of what the register cannot decide: a tax officer does. Empty = certain. */
  uncertain: HousingDoubt['code'][];
}

/** Whose homes are counted (domain §6.1): buyers, spouse, minor children. */
export interface HousingFamily {
  members: { relation: 'buyer' | 'spouse' | 'child'; name: string; idNo: string }[];
  marital: 'single' | 'married' | 'divorced' | 'widowed' | null;
  /** Marriage record: found at 民政, declared by the family, or neither. */
  marriage: 'record' | 'declared' | 'unknown';
  /** The rule's day: of the contract. */
  contractDate: Day;
  /** Count as the book stood at the end of that day; null = as it stands. */
  asOf: Day | null;
  /** The home that is bought: counted, and its district is the centre of the region. */
  unitCode: string | null;
  district: District;
}

/** The version of rule `housing.count` that a day has: first day and number of the value. */
export interface HousingCountRule extends HousingCountTerms {
  ruleVersion: string;
}

/** A home of the family and whether it counts. No person. */
export interface HousingItem {
  unitCode: string;
  location: string;
  area: number;
  via: 'OWNERSHIP' | 'CAUTION' | 'BOUGHT';
  /** Which members hold it. */
  relations: ('buyer' | 'spouse' | 'child')[];
  counted: boolean;
  /** Why not, in Chinese. */
  reason: string | null;
}

export interface HousingDoubt {
  code: 'MARRIAGE_UNKNOWN' | 'SPOUSE_MISSING' | 'OLD_NUMBER_OTHER_NAME' | 'MINOR_SHARE' | 'NO_RULE';
  /** Chinese: what is not certain and what to do. No names. */
  text: string;
  unitCode: string | null;
}

export interface HousingCount {
  ruleVersion: string;
  /** Counted homes, that which is bought included. */
  count: number;
  items: HousingItem[];
  uncertain: HousingDoubt[];
}

export interface TaxLine {
  kind: 'deed' | 'vat' | 'urban' | 'education' | 'local_education' | 'income';
  baseFen: number;
  /** Decimal as text, e.g. "0.015". */
  rate: string;
  amountFen: number;
}

export type TaxState = 'ASSESSED' | 'PAID' | 'EXEMPT' | 'CLEARED' | 'REJECTED' | 'REFUNDED';
export interface TaxCase {
  caseNo: string;
  taxCaseNo: string;
  state: TaxState;
  lines: TaxLine[];
  totalFen: number;
  clearanceNo: string | null;
  paidAt: Date | null;
  refundNo: string | null;
  /** Why the office's last word does not count, in Chinese; null when nothing is wrong. */
  problem: string | null;
}

export type PaymentState = 'CREATED' | 'SETTLED' | 'FAILED' | 'REFUNDED';
export interface PaymentOrder {
  caseNo: string;
  payOrderNo: string;
  amountFen: number;
  lines: { name: string; count: number; amountFen: number }[];
  state: PaymentState;
  transactionNo: string | null;
  settledAt: Date | null;
  createdAt: Date;
  /** Why the office's last word does not count, in Chinese; null when nothing is wrong. */
  problem: string | null;
}

export interface ContractFiling {
  caseNo: string;
  contractNo: string;
  state: 'FILED' | 'CANCELLED';
  filedAt: Date;
  cancelledAt: Date | null;
  /** The case that filed this very contract before (预告登记 → 本登记); null when this case filed it itself. */
  takenOverFrom: string | null;
}

/** A home that no longer counts though its page still names an owner: its expropriation was decided. */
export interface HousingExclusion {
  unitCode: string;
  location: string;
  /** 征收决定文号. */
  basisNo: string;
  decidedOn: Day;
  /** First day on which it counts again; null = it does not. */
  endedOn: Day | null;
}

export type ExclusionDecision = 'approved' | 'rejected' | 'withdrawn';

export interface ExclusionProposal {
  /** Repeating a proposal under its key changes nothing. */
  changeKey: string;
  /** end: the home counts again, because the decision was revoked or named the wrong home. */
  kind: 'add' | 'end';
  unitCode: string;
  basisNo: string;
  /** add: day of the decision; end: first day on which the home counts again. Not in the future. */
  day: Day;
  source: string;
  reason: string;
}

export interface ExclusionChange extends Omit<ExclusionProposal, 'changeKey'> {
  changeId: string;
  location: string;
  proposedBy: string;
  proposedAt: Date;
  /** Null while it waits. */
  decision: ExclusionDecision | null;
  decidedBy: string | null;
  decidedAt: Date | null;
  decisionNote: string | null;
}

export interface ExclusionsApi {
  /** In force first, at most 500. */
  listExclusions(): Promise<HousingExclusion[]>;
  /** Open ones first, then the newest decisions, at most 200. */
  listExclusionChanges(): Promise<ExclusionChange[]>;
  /** @throws RULE_INVALID */
  proposeExclusion(proposal: ExclusionProposal, by: Actor): Promise<ExclusionChange>;
  /** Approved or rejected by another, withdrawn by who proposed it. @throws RULE_UNKNOWN, RULE_DECIDED, RULE_SAME_PERSON */
  decideExclusion(input: {
    changeId: string;
    decision: ExclusionDecision;
    note?: string | null;
    by: Actor;
  }): Promise<ExclusionChange>;
}

export interface MoneyApi extends ExclusionsApi {
  /** Why this number cannot be filed for the case: other units or parties have it. Chinese, no names; null when nothing is in the way. */
  contractClash(input: { caseNo: string; contractNo: string }): Promise<string | null>;
  /**
   * 网签备案. Idempotent by case and contract number. The same contract filed by an earlier case, now in the register, is taken over.
   * @throws CONTRACT_DUPLICATE what `contractClash` says, CONFLICTING_RESULT this case has another live filing
   */
  recordContractFiling(input: { caseNo: string; contractNo: string; filedAt: Date }): Promise<ContractFiling>;
  /** @throws CONFLICTING_RESULT the filing was taken over: it belongs to what is in the register */
  recordContractCancel(input: { caseNo: string; contractNo: string; reason: string }): Promise<ContractFiling>;
  getContractFiling(caseNo: string): Promise<ContractFiling | null>;

  /** AR-04 缴税用住房套次: counts from the register. */
  countHousing(caseNo: string): Promise<TaxFacts>;
  /** The same for any family: `{count, items, ruleVersion, uncertain}`. */
  countHomes(family: HousingFamily): Promise<HousingCount>;
  /** The count of a running case with its homes and doubts, for the officer who decides. @throws CASE_UNKNOWN */
  housingOfCase(caseNo: string): Promise<HousingCount>;
  /** @throws CONFLICTING_RESULT the number is another case's */
  recordTaxAssessment(input: { caseNo: string; taxCaseNo: string; lines: TaxLine[] }): Promise<TaxCase>;
  /**
   * Callback of the tax office. Writes the row and one outbox row `tax.result`; a second call with the same result writes nothing.
   * @throws ORDER_UNKNOWN no such number, or not that case's
   */
  recordTaxResult(input: {
    /** Whose the office says it is. */
    caseNo?: string;
    taxCaseNo: string;
    state: 'PAID' | 'EXEMPT' | 'REJECTED';
    paidAt?: Date;
    reason?: string;
    /** What the office says was paid. Another sum than assessed leaves the case unpaid, with `problem` (INV-27). */
    paidFen?: number;
  }): Promise<{ first: boolean; taxCase: TaxCase }>;
  /** 完税/减免 proof: what INV-27 asks for at 登簿. */
  recordTaxClearance(input: {
    caseNo: string;
    taxCaseNo: string;
    clearanceNo: string;
    clearedAt: Date;
  }): Promise<TaxCase>;
  recordTaxRefund(input: { caseNo: string; taxCaseNo: string; refundNo: string }): Promise<TaxCase>;
  getTaxCase(caseNo: string): Promise<TaxCase | null>;

  /** @throws CONFLICTING_RESULT the number is another case's */
  recordPaymentOrder(input: {
    caseNo: string;
    payOrderNo: string;
    amountFen: number;
    lines: PaymentOrder['lines'];
  }): Promise<PaymentOrder>;
  /**
   * Callback of the payment office; settles an order once however often it is told. Outbox `payment.settled` or `payment.failed`.
   * @throws ORDER_UNKNOWN no such number, or not that case's
   */
  recordPaymentResult(input: {
    /** Whose the office says it is. */
    caseNo?: string;
    payOrderNo: string;
    state: 'SETTLED' | 'FAILED';
    transactionNo: string;
    at: Date;
    reason?: string;
    /** What the office says was paid. Another sum than asked for leaves the order unpaid, with `problem`. */
    paidFen?: number;
  }): Promise<{ first: boolean; order: PaymentOrder }>;
  /** A settled fee was paid back. Idempotent. */
  recordPaymentRefund(input: { caseNo: string; payOrderNo: string; refundNo: string }): Promise<PaymentOrder>;
  getPaymentOrder(caseNo: string): Promise<PaymentOrder | null>;
}
