/** Second-hand home 一路通 (domain §5.4): what the register keeps beside the registration. */

import type { District } from '../common.ts';

export type UtilityServiceName = 'water' | 'power' | 'gas' | 'tv' | 'broadband';
export type UtilityState = 'CHOSEN' | 'SUBMITTED' | 'WAITING' | 'DONE' | 'SKIPPED' | 'FAILED_MANUAL';
export type UtilityResultCode = 'DONE' | 'ARREARS' | 'ACCOUNT_NOT_FOUND' | 'NAME_MISMATCH' | 'OUT_OF_AREA';

/** F-UTILITY, one service. A missing account number never blocks the registration. */
export interface UtilityChoice {
  service: UtilityServiceName;
  accountNo?: string | null;
  /** Consent to share the parties' data with this provider; without it the service cannot be chosen. */
  consented: boolean;
  reading?: number | null;
  arrearsPolicy?: 'seller_pays' | 'buyer_takes_over';
  paymentAccount?: string | null;
  /** Broadband only. */
  action?: 'transfer' | 'terminate' | 'install' | null;
}

/** 户籍: the register only tells the police. */
export interface HukouChoice {
  movedOut: boolean;
  moveIn: boolean;
}

export interface UtilityTransfer {
  caseNo: string;
  service: UtilityServiceName;
  accountNo: string | null;
  reading: number | null;
  arrearsPolicy: 'seller_pays' | 'buyer_takes_over';
  paymentAccount: string | null;
  action: 'transfer' | 'terminate' | 'install' | null;
  state: UtilityState;
  resultCode: string | null;
  orderNo: string | null;
  amountFen: number | null;
  showProof: boolean;
  changedAt: Date;
}

export interface EscrowAccountRow {
  caseNo: string;
  escrowNo: string;
  amountFen: number;
  state: 'OPEN' | 'FUNDED' | 'RELEASED' | 'REFUNDED' | 'FAILED';
}

export interface HukouNoticeRow {
  movedOut: boolean;
  moveIn: boolean;
  receiptNo: string | null;
  occupied: boolean | null;
}

/** Transfers of one service that no company has finished yet. */
export interface PendingUtilities {
  service: UtilityServiceName;
  count: number;
  /** Since when the oldest one stands as it is. */
  oldest: Date;
  /** Of them on a daily batch file, because the company was down. */
  onBatchFile: number;
}

export interface YilutongApi {
  /** After 登簿, by service, of one district or the city. */
  pendingUtilities(district: District | null): Promise<PendingUtilities[]>;
  transfers(caseNo: string): Promise<UtilityTransfer[]>;
  transferOf(caseNo: string, service: UtilityServiceName): Promise<UtilityTransfer>;
  history(
    caseNo: string,
  ): Promise<{ service: UtilityServiceName; state: UtilityState; resultCode: string | null; at: Date }[]>;
  /** The company took the order. Idempotent by order number. */
  recordOrder(input: { caseNo: string; service: UtilityServiceName; orderNo: string }): Promise<void>;
  /** Refused at once, or down (`UTILITY_UNAVAILABLE`): why the transfer waits. */
  recordProblem(input: {
    caseNo: string;
    service: UtilityServiceName;
    code: string;
    amountFen?: number | null;
  }): Promise<void>;
  /**
   * Callback or poll. A result counts once; of an order that was replaced it is nothing, of one that is not known (yet)
   * it is ORDER_UNKNOWN. Outbox `utility.result`.
   */
  recordUtilityResult(input: {
    caseNo: string;
    orderNo: string;
    result: UtilityResultCode;
    amountFen?: number | null;
  }): Promise<{ first: boolean }>;
  /** From the progress page, while the number is not found. Outbox `utility.account.corrected`. */
  correctAccount(input: { caseNo: string; service: UtilityServiceName; accountNo: string }): Promise<void>;
  /** From the progress page, while arrears are open. Outbox `utility.arrears.paid`. */
  reportArrearsPaid(input: { caseNo: string; service: UtilityServiceName }): Promise<void>;
  /** The company's clerk: the buyer takes the debt over, or the register's proof is shown with the next order. */
  settleWithCompany(input: {
    caseNo: string;
    service: UtilityServiceName;
    buyerTakesOver?: boolean;
    showProof?: boolean;
  }): Promise<void>;
  /** Final; said twice it changes nothing. */
  conclude(input: {
    caseNo: string;
    service: UtilityServiceName;
    state: 'DONE' | 'SKIPPED' | 'FAILED_MANUAL';
    code: string | null;
  }): Promise<void>;
  /** P30D: what has no end is left to people. */
  closeUnfinished(caseNo: string): Promise<UtilityServiceName[]>;
  /** COMPLETED when everything chosen is done or skipped; the closed case says so from then on. */
  settle(caseNo: string): Promise<'COMPLETED' | 'COMPLETED_WITH_PENDING'>;
  queueBatch(input: { caseNo: string; service: UtilityServiceName }): Promise<{ day: string }>;

  /** @throws CONFLICTING_RESULT the number is another case's */
  recordEscrowOpened(input: { caseNo: string; escrowNo: string; amountFen: number }): Promise<void>;
  /**
   * Callback, poll or refund. `caseNo`: whose account the bank says it is. Outbox `escrow.funded`, `escrow.released`.
   * @throws ORDER_UNKNOWN no such account, or not that case's
   */
  recordEscrowState(input: {
    caseNo?: string;
    escrowNo: string;
    state: EscrowAccountRow['state'];
    at: Date;
  }): Promise<{ first: boolean }>;
  escrowOf(caseNo: string): Promise<EscrowAccountRow | null>;

  hukouOf(caseNo: string): Promise<HukouNoticeRow | null>;
  recordHukouTold(input: { caseNo: string; receiptNo: string | null; occupied: boolean }): Promise<void>;

  /** The applicant agrees with the tax as assessed. Outbox `tax.confirmed`. @throws NOT_WAITING */
  confirmTax(input: { caseNo: string; partyNo: number }): Promise<void>;
  taxConfirmed(caseNo: string): Promise<boolean>;

  /** A new link to the progress page for one party; earlier ones of the same party end. */
  makeProgressLink(input: { caseNo: string; partyNo: number; phone: string }): Promise<string>;
  /** Without the code: which case the link leads to. @throws LINK_UNKNOWN, LINK_CLOSED */
  progressLink(token: string): Promise<{ caseNo: string; partyNo: number }>;
  /** With the code sent to the party's own phone. @throws LINK_UNKNOWN, LINK_CLOSED, CODE_WRONG, CODE_LIMIT */
  openProgressLink(token: string, code: string): Promise<{ caseNo: string; partyNo: number }>;
}
