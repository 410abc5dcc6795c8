import type { Actor, Day, District } from '../common.ts';

/**
 * What somebody is told on paper: his mortgage followed the home to a new owner (INV-18) · the home under his 最高额抵押 was seized
 * (INV-20) · the other co-owners disposed of the home (INV-26) · the office itself corrects the register (实施细则 §81).
 */
export type LetterKind = 'mortgage_followed' | 'mortgage_seized' | 'co_owner_disposed' | 'ex_officio';

/** open: no paper yet · issued: numbered and sealed · posted: on its way · told: the addressee had it. */
export type LetterState = 'open' | 'issued' | 'posted' | 'told';

/** `person`: handed over · `announced`: 公告送达, for whom no letter reaches. */
export type LetterWay = 'mail' | 'person' | 'announced';

export interface LetterPosting {
  way: LetterWay;
  postedOn: Day;
  /** 邮件号, 送达回证号, or where it was published. */
  trackingNo: string;
  address: string;
  postedBy: string;
}

export interface PrintedLetter {
  letterId: string;
  kind: LetterKind;
  state: LetterState;
  district: District;
  unitCode: string;
  location: string;
  /** Of the case, or of the seizure (CF…). */
  reference: string;
  /** Null for a seizure. */
  caseNo: string | null;
  /** Masked. */
  addressee: string;
  createdAt: Date;
  letterNo: string | null;
  issuedAt: Date | null;
  postings: LetterPosting[];
  toldAt: Date | null;
  receiptNo: string | null;
  /** 依职权更正: end of the holder's working days. */
  termEndsAt: Date | null;
}

/** What the paper says, in clear: for the renderer alone. */
export interface LetterFacts {
  letterId: string;
  kind: LetterKind;
  letterNo: string;
  issuedAt: Date;
  district: District;
  reference: string;
  caseNo: string | null;
  addressee: string;
  unitCode: string;
  location: string;
  /** 登记证明号 or 证书号 of the addressee's right. */
  certificateNo: string | null;
  rightRegisteredAt: Date;
  /** mortgage_followed, co_owner_disposed: when it was entered. */
  enteredAt: Date | null;
  /** mortgage_seized. */
  seizure: { authority: string; documentNo: string; startsAt: Date } | null;
  /** ex_officio: what is wrong, and by what proof. */
  correction: { error: string; evidenceNo: string } | null;
  /** Working days of rule `publicity.days`. */
  termDays: number | null;
}

export interface LetterPaper {
  bytes: Uint8Array;
  seal: { sealId: string; signatureNo: string; certSerial: string; signedAt: string; [extra: string]: string };
}

export interface LetterFilter {
  /** Null = all. */
  district: District | null;
  state: LetterState;
  kind?: LetterKind | null;
  /** Beginning of a unit code, 文号, business or seizure number; anything of the location. */
  text?: string;
  /** The last letter of the page before, whatever has become of it. */
  after?: string | null;
  /** Rows of a page, 1 … 200; default 50. */
  limit?: number;
}
export interface LetterPage {
  items: PrintedLetter[];
  /** `after` of the next page; null = this is the last. */
  next: string | null;
}

/** A letter's sealed paper without its bytes. */
export interface SealedLetter {
  letterId: string;
  letterNo: string;
  sha256: string;
  size: number;
  issuedAt: Date;
  issuedBy: string;
  seal: LetterPaper['seal'];
}

export interface PrintedLettersApi {
  /** Newest first, a page at a time. Without those that nobody need post any more. */
  list(filter: LetterFilter): Promise<LetterPage>;
  count(district: District | null): Promise<Record<Exclude<LetterState, 'told'>, number>>;
  /** @throws LETTER_UNKNOWN */
  get(letterId: string): Promise<PrintedLetter>;
  /** Draws the number once and says what the paper must say; audited. @throws LETTER_UNKNOWN */
  issue(letterId: string, by: Actor): Promise<LetterFacts>;
  /** The first sealed paper stays. */
  putPaper(letterId: string, paper: LetterPaper): Promise<void>;
  /** Null before it is sealed; reading is audited. */
  getPaper(letterId: string, by: Actor): Promise<{ letterNo: string; bytes: Buffer } | null>;
  /** The sealed letters of a case, by number. */
  sealedOf(caseNo: string): Promise<SealedLetter[]>;
  /** Again when it came back. @throws LETTER_NOT_READY before it is sealed, LETTER_TOLD, LETTER_INVALID for a day that is none */
  posted(
    letterId: string,
    input: { way: LetterWay; postedOn: Day; trackingNo: string; address: string },
    by: Actor,
  ): Promise<void>;
  /**
   * What the law makes of the notice runs from `toldAt`: the claim of a 最高额抵押 grows no further, the holder's days before a
   * correction begin. @throws LETTER_NOT_READY before it was posted, LETTER_TOLD, LETTER_INVALID
   */
  told(letterId: string, input: { toldAt: Date; receiptNo: string; claimFen?: number }, by: Actor): Promise<void>;
}
