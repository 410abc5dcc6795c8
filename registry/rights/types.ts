import type { ObjectionGround } from '../cases/application-types.ts';
import type { Day, IdType, Nature, RegisteredMode, Share } from '../common.ts';

export type RightKind = 'OWNERSHIP' | 'MORTGAGE' | 'CAUTION' | 'OBJECTION' | 'SEIZURE' | 'EASEMENT' | 'RESIDENCE';

/** 权属状态 QSZT: QUEUED only for seizures (轮候), CURRENT 现势, HISTORY 历史. */
export type RightStatus = 'QUEUED' | 'CURRENT' | 'HISTORY';

/** A holder as written in the register. `name` and `idNo` are masked (张*, 3302**********0013) unless unmasked with a logged purpose. */
export interface HolderView {
  seq: number;
  name: string;
  idType: IdType;
  idNo: string;
  nature: Nature;
  share: Share | null;
  masked: boolean;
}

interface RightCommon {
  rightId: string;
  unitCode: string;
  status: RightStatus;
  /** 登记类型 DJLX: 100 首次 … 800 查封. */
  regType: number;
  /** 登记原因 DJYY. */
  reason: string;
  caseNo: string | null;
  registeredAt: Date;
  registrar: string;
  endedAt: Date | null;
  endedReason: string | null;
  note: string | null;
  certificateNos: string[];
  holders: HolderView[];
}

export interface OwnershipView extends RightCommon {
  kind: 'OWNERSHIP';
  /** 权利类型 QLLX: `3` 国有建设用地使用权 of land without building, `4` land and house together. */
  rightType: string;
  /** `common`: 业主共有, without holders by name and without certificate. */
  mode: RegisteredMode;
  /** 取得价格, fen. */
  priceFen: number | null;
}
export interface MortgageView extends RightCommon {
  kind: 'MORTGAGE';
  mortgageKind: 'general' | 'maximum';
  /** 被担保主债权数额 or 最高债权额, fen. */
  amountFen: number;
  termFrom: Day;
  termTo: Day;
  rank: number;
  scope: string;
  /** 是否存在禁止或限制转让抵押不动产的约定 (自然资发〔2021〕54号). */
  restrictsTransfer: boolean;
  contractNo: string;
  loanContractNo: string | null;
  /** What the rank is counted from (INV-17, 22): the own register time, a caution's, or that of the mortgage it continues. */
  rankSince: Date;
  /** 最高额: existing claims moved in, fen. */
  existingClaimFen: number | null;
  /** 最高额: the fixed claim (民法典 423); null while it is open. */
  claimFixed: { on: Day; amountFen: number; fact: string } | null;
  /** 在建建筑物抵押. */
  underConstruction: boolean;
}
export type CautionKind = 'presale' | 'sale' | 'presale_mortgage' | 'mortgage';
export interface CautionView extends RightCommon {
  kind: 'CAUTION';
  cautionKind: CautionKind;
  agreementNo: string | null;
  agreedOn: Day | null;
  /** First day on which the real registration can be applied for; null = from the first registration. */
  registrableFrom: Day | null;
  /** Last day of its effect (INV-21: 90 days); null while registration is not yet possible or the day is not known. */
  lapsesOn: Day | null;
  priceFen: number | null;
  /** Mortgage cautions: the claim. */
  claim: { amountFen: number; termFrom: Day; termTo: Day; scope: string; loanContractNo: string } | null;
}
export interface EasementView extends RightCommon {
  kind: 'EASEMENT';
  /** 供役地 bears it, 需役地 has it. */
  side: 'servient' | 'dominant';
  otherUnitCode: string;
  content: string;
  termFrom: Day;
  termTo: Day;
  contractNo: string;
}
export interface ResidenceView extends RightCommon {
  kind: 'RESIDENCE';
  basis: 'contract' | 'will';
  basisNo: string;
  scope: string;
  conditions: string;
  /** Null = for life. */
  termTo: Day | null;
  /** Null = free of charge. */
  priceFen: number | null;
}
export interface ObjectionView extends RightCommon {
  kind: 'OBJECTION';
  matter: string;
  /** 异议事由; null = taken over as found. */
  ground: ObjectionGround | null;
  /** Last of its fifteen days (INV-23). */
  lapsesOn: Day;
  /** Number of the court's 受理通知书 that keeps it beyond them; null = not sued. */
  suitNo: string | null;
}
export interface SeizureView extends RightCommon {
  kind: 'SEIZURE';
  seizureKind: 'seizure' | 'pre_seizure';
  authority: string;
  documentNo: string;
  deliveredAt: Date;
  /** Null while effective; 1… while queued. */
  queueNo: number | null;
  termMonths: number;
  startsAt: Date | null;
  endsAt: Date | null;
  scopeShare: Share | null;
  /** 被执行人, masked like holders. */
  respondent: { name: string; idNo: string };
}
export type RightView =
  | OwnershipView
  | MortgageView
  | CautionView
  | ObjectionView
  | SeizureView
  | EasementView
  | ResidenceView;
