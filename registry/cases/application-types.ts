import type { GrantMethod } from '../cadastre/types.ts';
import type { Day, IdType, OwnershipMode, Share } from '../common.ts';
import type { UnitUse } from '../units/types.ts';
import type { Officer } from '../validators/officers.ts';

/** Somebody as the register writes him now: a holder under his old name, a deceased, a party named in a judgment. */
export interface RegisteredPerson {
  name: string;
  idType: IdType;
  idNo: string;
}

/** 登记原因 of a transfer that is no plain sale; decides the tax table's `relation` (domain §6.1). */
export type TransferReason =
  | 'sale'
  | 'gift'
  | 'inheritance'
  | 'bequest'
  | 'marital_agreement'
  | 'divorce'
  | 'share_change'
  | 'judgment'
  | 'arbitration'
  | 'enforcement'
  | 'contribution'
  | 'company_merger'
  | 'company_division'
  | 'restructuring'
  | 'exchange'
  | 'resettlement';

/** BDC-11 … 15, and the sale of one co-owner's share (BDC-10). */
export interface TransferTerms {
  reason: TransferReason;
  /** Number of the deed: 公证书、赠与合同、离婚协议、裁判文书. */
  basisNo: string;
  /** Day of the contract, of the document's effect, or of the death: the tax obligation arises on it (契税法 §9). */
  effectiveOn: Day;
  /** Value for the tax office where there is no price, fen. */
  valueFen?: number | null;
  /** Holders who do not apply themselves: the deceased, or the parties whom the judgment names. */
  previous?: RegisteredPerson[];
  /** BDC-11: inheritance without notary; the public is asked for fifteen working days first (操作规范 1.8.6). */
  unnotarised?: boolean;
  /** Only the shares of the disposing co-owners move; the others stay (INV-26). */
  shareOnly?: boolean;
  /** Day on which the other co-owners were told of the sale of a share (民法典 306). */
  preemptionNoticedOn?: Day;
  /** BDC-14 by a court: its own seizure gives way; whole disposal ends the queue, with `shareOnly` that of the share (INV-11, 16). */
  court?: {
    authority: string;
    noticeNo: string;
    wholeDisposal: boolean;
    /** With `shareOnly`: of the one debtor's share only what the buyers take; the rest stays his (法发〔2004〕5号 §20). */
    partOfShare?: boolean;
    /** Filed by the court itself (CT-07): two officers with both certificates, as with every notice (法发〔2004〕5号 §2, domain §5.3). */
    officers?: Officer[];
  };
}

/**
 * BDC-11 together with BDC-10: the heirs of the registered owner sell. Heirs by law or by will only: a bequest to somebody else
 * owes deed tax of its own (契税法 §2, §6) and is registered first.
 */
export interface InheritanceTerms {
  /** Registered owners who have died, as the register writes them. */
  deceased: RegisteredPerson[];
  /** Number of the 继承权公证书; without notary of the will or of the heirs' agreement. */
  basisNo: string;
  diedOn: Day;
  /** Without notary; the public is asked for fifteen working days first (操作规范 1.8.6). */
  unnotarised: boolean;
  /** How the heirs hold what they inherit. */
  mode: OwnershipMode;
  /** The sellers who inherit, by their numbers among the parties; a co-owner who only sells is none of them. */
  heirs: { partyNo: number; share?: Share | null }[];
  /** Of owners by shares: only what the deceased held moves (INV-25, 26). */
  shareOnly?: boolean;
  /** Heirs who have given up, with their declaration (民法典 1124). */
  renunciations?: (RegisteredPerson & { statementNo: string })[];
}

/** 《主债权合同及抵押合同信息表》. For 最高额: amount = 最高债权额, term = 债权确定期间. */
export interface MortgageTerms {
  mortgageKind: 'general' | 'maximum';
  amountFen: number;
  termFrom: Day;
  termTo: Day;
  scope: string;
  restrictsTransfer: boolean;
  loanContractNo: string;
  mortgageContractNo: string;
  /** 最高额: claims that existed before and are moved in, fen; not above the amount. */
  existingClaimFen?: number;
}

/** BDC-19, 23, 35c: only what changes. */
export interface MortgageChangeTerms {
  reason: string;
  amountFen?: number;
  termFrom?: Day;
  termTo?: Day;
  scope?: string;
  restrictsTransfer?: boolean;
  /** The target mortgage and the other one exchange their ranks (民法典 409). */
  swapRankWith?: RightTarget;
  /** 最高额抵押 债权确定 (民法典 423). */
  claimFixed?: { on: Day; amountFen: number; fact: string };
}

export interface MortgageTransferTerms {
  assignmentNo: string;
  assignedOn: Day;
  /** 民法典 546: without notice the assignment does not bind the debtor. */
  debtorNoticedOn: Day;
  /** Only part of the claims moves (INV-20). */
  partial: boolean;
  /** 最高额: the parties agreed that the mortgage moves with a part of the claims (民法典 421). */
  agreedToMove?: boolean;
}

export interface CautionTerms {
  agreementNo: string;
  agreedOn: Day;
  /** First day on which the real registration can be applied for; the caution lapses 90 days later (INV-21). */
  registrableFrom?: Day | null;
}

export interface CautionChangeTerms {
  reason: string;
  registrableFrom?: Day | null;
  amountFen?: number;
  termTo?: Day;
}

export type CancellationCause =
  | 'claim_ended'
  | 'waived'
  | 'realised'
  | 'legal_document'
  | 'destroyed'
  | 'abandoned'
  | 'expropriated'
  | 'expired'
  | 'death'
  | 'agreement'
  | 'fulfilled';

export interface CancellationTerms {
  cause: CancellationCause;
  /** Day on which the right ended in substance. */
  endedOn: Day;
  evidenceNo?: string;
}

export interface EasementTerms {
  /** 供役地: bears the right. */
  servientUnitCode: string;
  /** 需役地: has the right. */
  dominantUnitCode: string;
  content: string;
  termFrom: Day;
  termTo: Day;
  contractNo: string;
}

export interface ResidenceTerms {
  basis: 'contract' | 'will';
  basisNo: string;
  /** 居住范围, e.g. 整套, 南侧卧室. */
  scope: string;
  conditions: string;
  /** Null = for life (民法典 370). */
  termTo?: Day | null;
  /** Null = free of charge (民法典 368). */
  priceFen?: number | null;
}

/** BDC-08 and BDC-29: only what changes. */
export interface FactsTerms {
  reason: string;
  basisNo: string;
  area?: number;
  innerArea?: number;
  sharedArea?: number;
  use?: UnitUse;
  location?: string;
  /** End of the land's term. */
  landTermTo?: Day;
  /** 共有性质: the acquirers then carry the shares. */
  ownershipMode?: OwnershipMode;
}

export interface CorrectionTerms {
  /** What the register says wrongly and why. */
  error: string;
  evidenceNo: string;
  /** The holder agrees in writing, or the error is plain (实施细则 §79). */
  holderConsents: boolean;
  /** 依职权更正 (实施细则 §81): the office itself corrects; the holder is told and has fifteen working days. */
  exOfficio?: boolean;
}

/** 异议事由: who owns, how much, false papers, area or place, another's right on it. */
export type ObjectionGround = 'owner' | 'share' | 'forged' | 'area' | 'burden' | 'other';

export interface ObjectionTerms {
  ground: ObjectionGround;
  /** What the register says wrongly, in the objector's words (YYSX). */
  matter: string;
  evidenceNo: string;
}

export interface ReissueTerms {
  /** `lost`: 补发, after a public notice of fifteen working days (实施细则 §22). */
  cause: 'damaged' | 'old_style' | 'other' | 'lost';
  /** The old paper was handed in and is destroyed. */
  oldReturned: boolean;
  /** `lost`: number or date of the holder's 遗失声明. */
  lossStatementNo?: string;
  /** Numbers of the papers that were live when it was filed; set by the filing. */
  replaces?: string[];
}

/** BDC-01: what the land was granted by; the parcel itself comes from its survey. */
export interface LandGrantTerms {
  method: GrantMethod;
  /** 出让合同 or 划拨决定书. */
  contractNo: string;
  signedOn: Day;
  /** 土地出让金, fen; null for 划拨. */
  priceFen?: number | null;
  termFrom?: Day | null;
  /** Null = without a term (划拨). */
  termTo?: Day | null;
}

/** BDC-05, 06: the surveyed areas (房产实测绘) that the homes are registered with. */
export interface FirstTerms {
  surveyNo: string;
  /** 建设工程竣工验收备案 number. */
  completionNo?: string;
}

/** BDC-08 分割, 合并: the new units are those of the survey. */
export interface PartitionTerms {
  surveyNo: string;
  reason: string;
}

/** A right on the page: by its number in the register page, or by the number of its certificate or proof. Exactly one. */
export interface RightTarget {
  rightId?: string;
  certificateNo?: string;
}

/** Everything an application says besides parties and money; kept as filed. */
export interface ApplicationTerms {
  transfer?: TransferTerms;
  inheritance?: InheritanceTerms;
  mortgageChange?: MortgageChangeTerms;
  mortgageTransfer?: MortgageTransferTerms;
  caution?: CautionTerms;
  cautionChange?: CautionChangeTerms;
  cancellation?: CancellationTerms;
  easement?: EasementTerms;
  residence?: ResidenceTerms;
  facts?: FactsTerms;
  correction?: CorrectionTerms;
  objection?: ObjectionTerms;
  reissue?: ReissueTerms;
  landGrant?: LandGrantTerms;
  first?: FirstTerms;
  partition?: PartitionTerms;
}
