/**
 * Words used here
 *
 * notice    协助执行／查询通知书 with its papers, filed by an officer in the court's portal
 * sign      签发 by the court's approver: from this instant the notice is delivered (送达), whoever looks at it later
 * decide    what the register made of a delivered notice: effective, queued, renewed, lifted, disposed, answered or returned
 * receipt   回执: the sealed answer of the registry
 */

import type { Actor, Day, District, IdType, Share } from '../common.ts';
import type { Seal } from '../documents/types.ts';
import type { SlaClass } from '../items/types.ts';
import type { SealedLetter } from '../letters/types.ts';
import type { DisposalExtent } from '../seizure/types.ts';
import type { Officer } from '../validators/officers.ts';

export type NoticeKind = 'query' | 'seize' | 'pre_seize' | 'renew' | 'lift' | 'dispose';
export type NoticeState =
  | 'FILED'
  | 'UNSIGNED'
  | 'DELIVERED'
  | 'EFFECTIVE'
  | 'QUEUED'
  | 'RENEWED'
  | 'LIFTED'
  /** What was sold is kept for its taker; BDC-14 transfers it. */
  | 'DISPOSED'
  | 'ANSWERED'
  | 'RETURNED';

/** One of the CT series: what a court asks, with which papers, and what it leaves. */
export interface CourtItem {
  code: `CT-0${1 | 2 | 3 | 4 | 5 | 6 | 7}`;
  name: string;
  /** How it arrives; null = not by a notice of its own: the queue decides (CT-03). */
  notice: NoticeKind | null;
  /** The registration item that carries it out. */
  itemCode: 'BDC-14' | null;
  slaClass: SlaClass;
  papers: { kind: CourtPaperKind; name: string; required: boolean }[];
  /** 财税〔2016〕79号: 查封 and what follows it is free; CT-07 pays as BDC-14. */
  feeClass: 'none' | 'ownership';
  /** What it leaves in the register; a query leaves a line in the log. */
  effect: 'query' | 'seizure' | 'queued_seizure' | 'pre_seizure' | 'renewal' | 'lift' | 'disposal';
  legalBasis: string;
}

/** What the officer wrote. Personal data: stays in the register. */
export interface NoticeContent {
  /** 案号 of the court (§3.5). */
  documentNo: string;
  /** 执行案件名 */
  caseName?: string;
  officers: Officer[];
  /** 协助执行（查询）通知书 no. */
  assistanceNo?: string;
  /** 裁定书 no. and date. */
  orderNo?: string;
  orderDate?: Day;
  /** 申请执行人 */
  applicant?: string;
  /** 被执行人 */
  respondent?: { name: string; idNo: string };
  /** seize, pre_seize; query by unit. */
  unitCodes?: string[];
  scopeShare?: Share | null;
  termMonths?: number;
  /** renew: ties another 案号 of the court to the seizure. */
  originalDocumentNo?: string;
  courtInsists?: boolean;
  disposal?: NoticeDisposal;
  remarks?: string;
}

/** dispose: 过户, 解除查封 and 注销抵押 as the order lists them (domain §5.7). */
export interface NoticeDisposal {
  extent: DisposalExtent;
  /** 成交价, 抵债金额. */
  priceFen: number;
  /** 买受人, or the creditor who takes it for his claim (以物抵债). */
  takers: Taker[];
  /** Proofs of the mortgages that the order cancels; the others go with the home (民法典 406). */
  cancelledProofs: string[];
}

export interface Taker {
  nature: 'person' | 'company';
  name: string;
  idType: IdType;
  idNo: string;
  phone?: string;
  /** Of the home; wherever shares are held afterwards. */
  share?: Share;
}

/** order 裁定书 · assistance 协助通知书 · third_party 第三人书面确认 · transfer 上级法院或移送执行文书 · deal 成交确认书. */
export type CourtPaperKind = 'order' | 'assistance' | 'third_party' | 'transfer' | 'deal';
/** The court's, and the registry's own answers. */
export type NoticePaperKind = CourtPaperKind | 'receipt' | 'result' | 'return';

export interface NewNotice {
  /** Makes a repeated click harmless. */
  noticeKey: string;
  kind: NoticeKind;
  courtId: string;
  /** renew, lift, dispose: the seizure. */
  targetRightId?: string | null;
  content: NoticeContent;
  papers: { kind: NoticePaperKind; title: string; mediaType: string; bytes: Uint8Array }[];
}

export interface NoticePaper {
  paperId: string;
  kind: NoticePaperKind;
  title: string;
  mediaType: string;
  sha256: string;
  createdAt: Date;
  sealed: boolean;
}

export interface PriorSeizure {
  authority: string;
  documentNo: string;
  state: 'EFFECTIVE' | 'QUEUED';
  startsAt: Date | null;
  endsAt: Date | null;
}

/** One unit of the answer: what the court must be told in writing (法发〔2004〕5号). */
export interface MeasuredUnit {
  unitCode: string;
  location: string;
  state: 'EFFECTIVE' | 'QUEUED' | 'RENEWED' | 'LIFTED' | 'DISPOSED';
  queueNo: number | null;
  startsAt: Date | null;
  endsAt: Date | null;
  /** Effective and queued ones before it. */
  prior: PriorSeizure[];
  mortgages: { rank: number; amountFen: number; mortgagee: string }[];
  otherStates: string[];
}

export interface NoticeResult {
  units: MeasuredUnit[];
  /** renew: delivered after the end, entered as a new seizure at the tail. */
  late?: boolean;
  /** Running cases that were told to stop. */
  affectedCases?: number;
  query?: QueryResult;
  disposal?: DisposalOutcome;
}

/** What the court is told of its disposal. */
export interface DisposalOutcome {
  extent: DisposalExtent;
  /** Of the home, by its debtor; null unless a part was sold. */
  kept: Share | null;
  /** Those that lapsed with its own seizure, as they stood before, and those of the queue that have taken its place. */
  lapsed: PriorSeizure[];
  promoted: PriorSeizure[];
  /** Mortgages that the transfer will cancel. */
  cancelled: { certificateNo: string; mortgagee: string; amountFen: number }[];
}

export interface QueriedUnit {
  unitCode: string;
  location: string;
  area: number;
  use: string;
  owners: { name: string; idNo: string; share: Share | null }[];
  mode: string;
  mortgages: { rank: number; amountFen: number; mortgagee: string; contractNo: string }[];
  seizures: (PriorSeizure & { queueNo: number | null })[];
  cautions: { kind: string; holders: string[] }[];
  objections: { matter: string; holders: string[] }[];
  residences: { scope: string; holders: string[] }[];
  /** What courts have sold and the register has not transferred yet, a sentence each; absent from answers of before. */
  disposals?: string[];
}
export interface QueryResult {
  found: boolean;
  units: QueriedUnit[];
}

export interface NoticeView {
  noticeNo: string;
  kind: NoticeKind;
  state: NoticeState;
  courtId: string;
  authority: string;
  district: District;
  documentNo: string;
  unitCodes: string[];
  targetRightId: string | null;
  content: NoticeContent;
  filedAt: Date;
  filedBy: string;
  signedBy: string | null;
  deliveredAt: Date | null;
  decidedAt: Date | null;
  result: NoticeResult | null;
  /** Why it went back, in Chinese. */
  reasons: string[];
  /** dispose: the case that transfers it; null until it is filed. */
  caseNo: string | null;
  /** 审查建议 and warnings beside the answer. */
  advice: string[];
  /** The court's own receipt number for our answer; null until it was handed over. */
  receiptNo: string | null;
  processInstanceKey: string | null;
  papers: NoticePaper[];
}

/** Facts for the form check; flags only. */
export interface NoticeFormFacts {
  noticeKind: NoticeKind;
  deliveredOn: Day;
  hasOrder: boolean;
  hasAssistance: boolean;
  hasTransferPaper: boolean;
  officersComplete: boolean;
  documentNoValid: boolean;
  documentOfThisCourt: boolean;
  numbersGiven: boolean;
  termMonths: number;
  unitsKnown: boolean;
  respondentNamed: boolean;
  respondentOwns: boolean;
  thirdPartyConfirmed: boolean;
  courtInsists: boolean;
  targetOfThisCourt: boolean;
}

/** A live seizure of one court, with its place and remaining time. */
export interface CourtSeizure {
  rightId: string;
  unitCode: string;
  location: string;
  seizureKind: 'seizure' | 'pre_seizure';
  documentNo: string;
  state: 'EFFECTIVE' | 'QUEUED';
  queueNo: number | null;
  deliveredAt: Date;
  termMonths: number;
  startsAt: Date | null;
  endsAt: Date | null;
  /** Whole days until the end; null while queued. */
  daysLeft: number | null;
  scopeShare: Share | null;
  respondent: { name: string; idNo: string };
  /** Who stands before it. */
  ahead: PriorSeizure[];
}

export type Decision =
  | { kind: 'decided'; state: NoticeState; queueNo: number | null }
  | { kind: 'returned'; reasons: string[] }
  /** An earlier-delivered notice on the same unit is not decided yet. */
  | { kind: 'waiting' };

/** What the archive keeps of a notice beside its papers, as the register has it. */
export interface ArchivedNotice {
  /** JSON of the register: the digest of `content` stands in the event of the filing, that of `result` in the event of the decision. */
  content: string;
  result: string | null;
  papers: (NoticePaper & {
    size: number;
    createdBy: string;
    seal: (Omit<Seal, 'signedAt'> & { signedAt: string }) | null;
  })[];
}

export interface CourtApi {
  listItems(): CourtItem[];
  fileNotice(input: NewNotice, actor: Actor): Promise<{ noticeNo: string; firstTime: boolean }>;
  /** Delivery: the instant is the server's, later than every other delivery in the city. Two people: filer ≠ signer. */
  signNotice(noticeNo: string, actor: Actor): Promise<{ deliveredAt: Date; firstTime: boolean }>;
  /** The approver sends it back to the officer; nothing was delivered. */
  declineNotice(noticeNo: string, actor: Actor): Promise<void>;
  linkInstance(noticeNo: string, processInstanceKey: string): Promise<void>;
  getNotice(noticeNo: string): Promise<NoticeView | null>;
  findByInstance(processInstanceKey: string): Promise<NoticeView | null>;
  /** Newest first. `text`: beginning of the number, anything of the 案号 or the court's name. */
  listNotices(filter: {
    courtId?: string;
    district?: District;
    text?: string;
    state?: NoticeState[];
    limit?: number;
  }): Promise<NoticeView[]>;
  formFacts(noticeNo: string): Promise<NoticeFormFacts>;
  /** Carries a delivered notice out, or returns it with the register's reason. Idempotent. */
  decideNotice(noticeNo: string): Promise<Decision>;
  returnNotice(noticeNo: string, codes: readonly string[]): Promise<void>;
  /**
   * BDC-14 of a disposal that was decided, with the papers of the court. Idempotent. Null = it cannot be filed as the notice has it (a mortgage
   * is gone meanwhile, say): then the taker applies at the window.
   */
  openTransfer(noticeNo: string): Promise<{ caseNo: string | null }>;
  getPaper(paperId: string): Promise<{ noticeNo: string; paper: NoticePaper; bytes: Buffer } | null>;
  /** One of a kind for each notice: a second one is not written. */
  putPaper(noticeNo: string, paper: NewNotice['papers'][number]): Promise<NoticePaper>;
  recordPaperSeal(paperId: string, seal: Seal): Promise<void>;
  recordReceipt(noticeNo: string, receiptNo: string): Promise<void>;
  /** Owners of the homes that the notice has freed; phones are for the message only. */
  ownersFreedBy(noticeNo: string): Promise<{ personId: string; phone: string }[]>;
  /** Ten minutes without an answer. `first` is false when it was recorded before or the answer is out. */
  raiseAlarm(noticeNo: string): Promise<{ first: boolean }>;
  archived(noticeNo: string): Promise<ArchivedNotice | null>;
  /** Sealed letters to mortgagees whose mortgage the seizures of this notice stopped (INV-20), by number. */
  sealedLettersOf(noticeNo: string): Promise<SealedLetter[]>;
  seizuresOf(courtId: string): Promise<CourtSeizure[]>;
}
