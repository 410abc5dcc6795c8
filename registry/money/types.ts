import type { Day, RuleProfile } from '../common.ts';
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

export interface MoneyApi {
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
  recordTaxAssessment(input: { caseNo: string; taxCaseNo: string; lines: TaxLine[] }): Promise<TaxCase>;
  /** Callback of the tax office. Writes the row and one outbox row `tax.result`; a second call with the same result writes nothing. */
  recordTaxResult(input: {
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

  recordPaymentOrder(input: {
    caseNo: string;
    payOrderNo: string;
    amountFen: number;
    lines: PaymentOrder['lines'];
  }): Promise<PaymentOrder>;
  /** Callback of the payment office; settles an order once however often it is told. Outbox `payment.settled` or `payment.failed`. */
  recordPaymentResult(input: {
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
