/**
 * Words used here
 *
 * effective   查封 or 预查封 with a running term (rights.status CURRENT)
 * queued      轮候: waits behind effective ones in order of delivery, has no term (INV-07, 10)
 * promote     a queued one becomes effective when nothing before it meets its share any more (INV-08, 16)
 * settle      write every end of term that has passed, whoever comes first: timer, sweep or the next notice
 */
import type { Actor, BlockingRow, Day, IdType, Nature, Share } from '../common.ts';
import type { Officer } from '../validators/officers.ts';

export interface SeizureOrder {
  /** Idempotency key of the notice, e.g. the number of its receipt. */
  noticeNo: string;
  unitCodes: string[];
  seizureKind: 'seizure' | 'pre_seizure';
  /** 查封机关. */
  authority: string;
  /** The court's id when it works through its portal. */
  courtId?: string | null;
  /** 案号, e.g. （2026）浙0203执123号. */
  documentNo: string;
  /** 送达时间: server time of receipt (default now). Decides the order. */
  deliveredAt?: Date;
  /** ≤ 36 (INV-09). */
  termMonths: number;
  scopeShare?: Share | null;
  respondent: { name: string; idNo: string };
  applicant?: string | null;
  /** Two officers with their certificate numbers. */
  officers: Officer[];
  orderDocumentNo?: string;
  orderDate?: Day;
  /** 查封规定 §2: a third party confirmed in writing that the property is the debtor's. */
  thirdPartyConfirmed?: boolean;
  /** INV-13: the court was told of a mismatch and insists; it is entered with a 审查建议. */
  courtInsists?: boolean;
}

export interface SeizureEntry {
  unitCode: string;
  rightId: string;
  state: 'EFFECTIVE' | 'QUEUED';
  queueNo: number | null;
  startsAt: Date | null;
  endsAt: Date | null;
}

export type SeizureRefusalCode =
  | 'ALREADY_TRANSFERRED'
  | 'RESPONDENT_MISMATCH'
  | 'UNIT_NOT_FOUND'
  | 'NOTICE_INVALID'
  | 'ALREADY_QUEUED'
  | 'DELIVERED_BEFORE_ENTRY'
  | 'PAGE_CLOSED'
  | 'EARLIER_NOTICE_PENDING'
  | 'NOT_FOUND'
  | 'NOT_SEIZING_AUTHORITY'
  | 'ALREADY_ENDED'
  | 'NOT_EFFECTIVE'
  | 'NOTICE_NUMBER_USED'
  | 'SEIZED_BY_OTHERS'
  | 'PART_INVALID'
  | 'ALREADY_DISPOSED';

export interface SeizureRefusal {
  kind: 'refused';
  rule: string;
  code: SeizureRefusalCode;
  message: string;
  advice: string;
  /** The entry that stands in the way; null for faults of the notice itself. */
  blockingRow: BlockingRow | null;
}

export type SeizureResult =
  | {
      kind: 'entered';
      deliveredAt: Date;
      registeredAt: Date;
      entries: SeizureEntry[];
      /** Running cases that were told by outbox. */
      affectedCases: string[];
      firstTime: boolean;
    }
  | SeizureRefusal;

/** A queued seizure that has become effective. */
export interface Promotion {
  rightId: string;
  authority: string;
  documentNo: string;
  startsAt: Date;
  endsAt: Date;
}

export interface LiftOrder {
  noticeNo: string;
  rightId: string;
  authority: string;
  documentNo: string;
  /** Delivery of the lifting papers (default now): promoted terms begin here. */
  liftedAt?: Date;
  /** Why somebody else than the seizing court may lift: a superior court, or papers of a transfer (移送). */
  basis?: 'superior' | 'transferred';
}
/** What the court has disposed of by its order: the whole home, all that its debtor has, or a part of that. */
export type DisposalExtent = 'whole' | 'share' | 'part';

export interface DisposalOrder {
  noticeNo: string;
  /** The effective seizure that is carried out. */
  rightId: string;
  /** Who disposes; left out: the court that seized. Another one needs a basis, as for a lift. */
  authority?: string;
  basis?: 'superior' | 'transferred';
  documentNo: string;
  extent: DisposalExtent;
  /** `part`: how much of the home, e.g. 1/4 of it from a debtor who has 1/2; he keeps the rest. */
  part?: Share | null;
  /** Delivery of the notice (default now): promoted terms begin here. */
  disposedAt?: Date;
  /** Who takes it by the order (买受人, 抵债的申请执行人): until his transfer is entered nobody else does. */
  takers?: { nature: Nature; name: string; idType: IdType; idNo: string }[];
}
export type DisposalResult =
  | {
      kind: 'disposed';
      lapsedIds: string[];
      promotions: Promotion[];
      /** What the debtor keeps of the home; null unless a part was disposed of. */
      kept: Share | null;
      firstTime: boolean;
    }
  | SeizureRefusal;

export type LiftResult =
  | { kind: 'lifted'; promoted: Promotion | null; promotions: Promotion[]; firstTime: boolean }
  | SeizureRefusal;

export interface RenewalOrder {
  noticeNo: string;
  rightId: string;
  authority: string;
  courtId?: string | null;
  documentNo: string;
  /** 原案号: ties another 案号 of the same court to the seizure (案号 chain). */
  originalDocumentNo?: string | null;
  termMonths: number;
  deliveredAt?: Date;
  officers: SeizureOrder['officers'];
}
export type RenewalResult =
  | { kind: 'renewed'; previousEnd: Date; newEnd: Date; firstTime: boolean }
  /** Delivered after the end: entered as a new seizure at the tail of the queue. */
  | { kind: 'late'; entered: Extract<SeizureResult, { kind: 'entered' }> }
  | SeizureRefusal;

/** `waiting`: a renewal was delivered in time and is not decided yet; ask again. */
export type ExpiryResult =
  | { kind: 'expired'; promotions: Promotion[] }
  | { kind: 'running'; endsAt: Date }
  | { kind: 'waiting' }
  | { kind: 'ended'; how: 'EXPIRED' | 'LIFTED' | 'DISPOSED' };

/** What a watch needs to know of one seizure; no personal data. */
export interface SeizureTerm {
  rightId: string;
  unitCode: string;
  state: 'QUEUED' | 'EFFECTIVE' | 'EXPIRED' | 'LIFTED' | 'DISPOSED';
  courtId: string | null;
  authority: string;
  documentNo: string;
  noticeNo: string;
  startsAt: Date | null;
  endsAt: Date | null;
}

export interface SeizuresApi {
  enterSeizure(order: SeizureOrder, actor: Actor): Promise<SeizureResult>;
  /** 解除查封; what it sets free is promoted in the same transaction (INV-08). */
  liftSeizure(input: LiftOrder, actor: Actor): Promise<LiftResult>;
  /** 续封: before the end by the same court; late = a new seizure at the tail (INV-09). */
  renewSeizure(input: RenewalOrder, actor: Actor): Promise<RenewalResult>;
  /** The timer's question at the end of a term. Safe at any time: only what is over is ended. */
  expireSeizure(rightId: string): Promise<ExpiryResult>;
  /** A watch for seizures in force that were never told to the engine: migrated stock. Answers how many. */
  watchUnwatched(limit: number): Promise<number>;
  /** Nightly: ends every term that has passed. Reaches the state that the timers reach. */
  sweep(limit?: number): Promise<{ units: number; expired: number; promoted: number }>;
  /**
   * INV-11: the court disposed of the property. Whole: the effective seizure and every one behind it lapse; a share: it and the
   * 轮候 against the same debtor, the rest promotes (INV-16); a part of a share: it alone, the 轮候 go on to what is left
   * (法发〔2004〕5号 §20). The transfer itself is CT-07; until it is entered what was sold is kept for its taker (INV-11, 12).
   */
  disposeSeizure(order: DisposalOrder, actor: Actor): Promise<DisposalResult>;
  term(rightId: string): Promise<SeizureTerm | null>;
  /** Seizures whose courts are to be told: all that lapsed together with a disposed one, and itself when its page was closed. */
  lapsedWith(rightId: string): Promise<SeizureTerm[]>;
}
