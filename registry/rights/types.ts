import type { Day, IdType, Nature, OwnershipMode, Share } from '../common.ts';

export type RightKind = 'OWNERSHIP' | 'MORTGAGE' | 'CAUTION' | 'OBJECTION' | 'SEIZURE';

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
  mode: OwnershipMode;
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
}
export interface CautionView extends RightCommon {
  kind: 'CAUTION';
  cautionKind: 'presale' | 'sale' | 'presale_mortgage' | 'mortgage';
}
export interface ObjectionView extends RightCommon {
  kind: 'OBJECTION';
  matter: string;
  lapsesOn: Day;
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
export type RightView = OwnershipView | MortgageView | CautionView | ObjectionView | SeizureView;
