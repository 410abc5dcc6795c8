import type { Actor, Block, Day, District } from '../common.ts';
import type {
  CautionView,
  EasementView,
  MortgageView,
  ObjectionView,
  OwnershipView,
  ResidenceView,
  RightKind,
  SeizureView,
} from '../rights/types.ts';
import type { FrozenClaim } from '../seizure/freeze-claims.ts';

/** Derived from the rights, never stored; several may hold at once. */
export type UnitState =
  | 'NORMAL'
  | 'MORTGAGED'
  | 'CAUTIONED'
  | 'OBJECTED'
  | 'RESIDED'
  | 'EASEMENT'
  | 'SEIZED'
  | 'PRE_SEIZED'
  /** 已处置待过户: a court has sold it, or a share of it, and the transfer is not entered yet. */
  | 'DISPOSED'
  | 'RESTRICTED'
  | 'EXTINGUISHED';

export interface UnitQuery {
  /** Free text: unit code (blanks allowed), certificate number, or part of the address. */
  text?: string;
  district?: District;
  /** Default 20, at most 100. */
  limit?: number;
}

export interface UnitSummary {
  unitCode: string;
  district: string;
  /** 坐落. */
  location: string;
  /** 建筑面积, ㎡. */
  area: number;
  use: UnitUse;
  states: UnitState[];
  certificateNos: string[];
  registerVersion: number;
  /** Found by this code of the dissolved 江东区: to be compared with the papers and confirmed (§5.13-16). Null otherwise. */
  legacyCode: string | null;
}

/** `common`: 建筑区划内业主共有部分 (FDCQ3). */
export type UnitUse = 'residential' | 'commercial' | 'office' | 'industrial' | 'parking' | 'storage' | 'common';

export interface UnitFacts {
  unitCode: string;
  parcelCode: string;
  district: string;
  location: string;
  projectName: string | null;
  buildingNo: string | null;
  floor: number | null;
  totalFloors: number | null;
  roomNo: string | null;
  use: UnitUse;
  structure: string | null;
  /** 建筑面积 = 套内 + 分摊 (± 0.01). */
  area: number;
  innerArea: number | null;
  sharedArea: number | null;
  /** 权利性质, e.g. 出让. */
  landNature: string;
  landUse: string;
  landTermTo: Day | null;
  completedOn: Day | null;
}

export interface UnitHistoryLine {
  at: Date;
  kind: RightKind;
  /** Chinese sentence without personal data. */
  text: string;
  caseNo: string | null;
  certificateNos: string[];
}

/** The page of the book. */
export interface UnitPage {
  unit: UnitFacts;
  registerVersion: number;
  asOf: Date;
  states: UnitState[];
  ownership: OwnershipView | null;
  /** By rank. */
  mortgages: MortgageView[];
  /** INV-20: of 最高额抵押 under an effective seizure, the first notice first. */
  frozenClaims: FrozenClaim[];
  cautions: CautionView[];
  easements: EasementView[];
  residences: ResidenceView[];
  objections: ObjectionView[];
  /** Effective first, then the queue. */
  seizures: SeizureView[];
  /** Newest first. */
  history: UnitHistoryLine[];
  /** Running cases on this unit (number and item only). */
  runningCases: { caseNo: string; itemCode: string }[];
  /** Chinese sentence per state that says what it blocks. */
  effects: { state: UnitState; text: string }[];
}

export interface UnitCheck {
  allowed: boolean;
  blocks: Block[];
  warnings: Block[];
  registerVersion: number;
  /** BPMN error to throw when not allowed. */
  errorCode: 'UNIT_RESTRICTED' | 'NOT_OUR_JURISDICTION' | null;
}

export interface UnmaskRequest {
  actor: Actor;
  /** Why the names are needed; kept in the audit log. */
  purpose: string;
  caseNo?: string;
}

export interface UnitsApi {
  findUnits(query: UnitQuery): Promise<UnitSummary[]>;
  /** Null when no such unit. With `at`, the page as it stood then. Without `unmask`, names and numbers are masked. */
  unitPage(unitCode: string, options?: { at?: Date; unmask?: UnmaskRequest }): Promise<UnitPage | null>;
  /** All rules for starting `itemCode` on the unit (INV-03, 06, 18, 21, 23, 28 …). With `caseNo`, also that case's parties and consents. */
  checkUnit(input: { unitCode: string; itemCode: string; operation?: string; caseNo?: string }): Promise<UnitCheck>;
  /**
   * Compares the register versions with those seen at acceptance, or at the last approval by a reviewer (which accepts the
   * new ones), and re-runs every rule. Writes nothing, so a repeated job gets the same answer.
   */
  recheckCase(caseNo: string): Promise<{ changed: boolean; blocks: Block[]; registerVersion: number }>;
}
