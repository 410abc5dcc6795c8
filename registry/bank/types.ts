import type { Actor, Day, IdType } from '../common.ts';

/** What the owner lets the bank look at the home for. */
export type ConsentPurpose = 'mortgage' | 'purchase';

export interface ConsentView {
  consentNo: string;
  organisationId: string;
  unitCode: string;
  /** 坐落. */
  location: string;
  purpose: ConsentPurpose;
  state: 'asked' | 'given' | 'refused' | 'expired' | 'used';
  requestedAt: Date;
  expiresAt: Date;
  usedByCase: string | null;
}

export interface CaseLoan {
  caseNo: string;
  organisationId: string;
  loanNo: string;
  state: 'PENDING' | 'DISBURSED' | 'REFUSED';
  settledAt: Date | null;
  payoffProofNo: string | null;
}

export interface SignerView {
  partyNo: number;
  state: 'invited' | 'signed' | 'declined';
  at: Date;
}

/** F-CONTRACTINFO as it stands: dates and signatures of the newest round. */
export interface ContractInfo {
  round: number;
  loanSignedOn: Day;
  mortgageSignedOn: Day;
  note: string | null;
  enteredBy: string;
  enteredAt: Date;
  signers: SignerView[];
}

/** Rank of a unit for this case: as the bank confirmed it, and as 登簿 would write it now. */
export interface RankView {
  unitCode: string;
  confirmed: number | null;
  now: number;
}

/** What stands behind a link of a text message. Names are masked; shown only with the code sent to the phone. */
export type LinkContent =
  | { kind: 'consent'; bank: string; purpose: ConsentPurpose; unitCode: string; location: string; expiresAt: Date }
  | {
      kind: 'signature';
      bank: string;
      itemName: string;
      signer: string;
      unitCodes: string[];
      location: string;
      amountFen: number | null;
      mortgageKind: 'general' | 'maximum' | null;
      termFrom: Day | null;
      termTo: Day | null;
      scope: string | null;
      restrictsTransfer: boolean | null;
      loanSignedOn: Day;
      mortgageSignedOn: Day;
      priceFen: number | null;
      expiresAt: Date;
    };

export interface LinkState {
  kind: LinkContent['kind'];
  /** open: a code can be asked for. */
  state: 'open' | 'closed' | 'expired';
  /** The last four digits are hidden too: 138*****. */
  phone: string;
  expiresAt: Date;
}

/** Subject of the bank's flow (domain §5.2). Tokens and codes are returned once and kept as hashes. */
export interface BankApi {
  /**
   * The bank asks an owner for a look at his home. Who does not own the home gets the same refusal whatever is wrong.
   * @throws CONSENT_INVALID
   */
  askConsent(
    input: {
      organisationId: string;
      unitCode: string;
      purpose: ConsentPurpose;
      owner: { name: string; idType: IdType; idNo: string; phone: string };
    },
    by: Actor,
  ): Promise<{ consentNo: string; token: string; phone: string; expiresAt: Date }>;
  /** The consent behind a code that the owner told the bank. @throws CONSENT_INVALID for every other code */
  findConsent(organisationId: string, code: string): Promise<ConsentView>;
  /** The consent that a case was filed with; null when it was filed without. */
  consentOfCase(caseNo: string): Promise<ConsentView | null>;
  /** Has a running case of this bank used up a consent for this home? */
  runsOnConsent(organisationId: string, unitCode: string): Promise<boolean>;

  /** Without the code: only that there is such a link. @throws LINK_UNKNOWN */
  linkState(token: string): Promise<LinkState>;
  /** A new code for the phone of the link. @throws LINK_UNKNOWN, LINK_CLOSED, CODE_LIMIT */
  drawCode(token: string): Promise<{ businessNo: string; phone: string; code: string; nth: number }>;
  /** @throws LINK_UNKNOWN, LINK_CLOSED, CODE_WRONG, CODE_LIMIT */
  openLink(token: string, code: string): Promise<LinkContent>;
  /** Gives or refuses a consent. Given: the code for the bank, shown once. @throws as openLink */
  answerConsent(token: string, code: string, give: boolean): Promise<{ consentCode: string | null }>;
  /** Signs or declines. The last signature, or a refusal, tells the process (outbox `signers.done`). @throws as openLink */
  answerSignature(token: string, code: string, sign: boolean): Promise<{ signed: boolean }>;

  /** F-CONTRACTINFO. Confirms the ranks of today with it. Idempotent by taskKey. @throws CONTRACT_INFO_INVALID */
  saveContractInfo(input: {
    caseNo: string;
    taskKey: string;
    loanSignedOn: Day;
    mortgageSignedOn: Day;
    note?: string | null;
    by: Actor;
  }): Promise<void>;
  contractInfo(caseNo: string): Promise<ContractInfo | null>;
  /** A link for every natural person who must sign the newest table; a repeated call makes new links. */
  inviteSigners(caseNo: string): Promise<{ partyNo: number; token: string; phone: string; expiresAt: Date }[]>;

  /** 银行复核. Idempotent by taskKey. @throws SEPARATION_OF_DUTIES for the clerk of the case, CONFLICTING_RESULT for another decision */
  recordCheck(input: {
    caseNo: string;
    taskKey: string;
    decision: 'approve' | 'return' | 'drop';
    note?: string | null;
    by: Actor;
  }): Promise<void>;
  /** Who may not check: the same rule as the trigger, for 403 before the form opens. @throws SEPARATION_OF_DUTIES */
  assertMayCheck(caseNo: string, actor: Actor): Promise<void>;

  ranks(caseNo: string): Promise<RankView[]>;
  /** The bank accepts the ranks of now (顺位变化确认). Idempotent by taskKey. */
  confirmRanks(input: { caseNo: string; taskKey: string; by: Actor }): Promise<void>;

  loan(caseNo: string): Promise<CaseLoan | null>;
  /** Result of the loan by callback. Outbox `loan.disbursed` | `loan.refused`. Told twice it changes nothing. @throws ORDER_UNKNOWN, CONFLICTING_RESULT */
  recordLoanResult(input: {
    caseNo: string;
    loanNo: string;
    organisationId: string;
    state: 'DISBURSED' | 'REFUSED';
    eventId: string;
    at: Date;
  }): Promise<{ first: boolean }>;
  recordPayoff(input: { caseNo: string; proofNo: string }): Promise<void>;
  /** Phones of the current owners of the case's homes: for messages only. */
  ownerPhones(caseNo: string): Promise<{ personId: string; phone: string }[]>;
}
