import type { Actor, Day, District } from '../common.ts';
import type { UnitState, UnitUse } from '../units/types.ts';

/** 权利性质 QLXZ of state-owned construction land, by name: 出让, 划拨, 作价出资（入股）, 租赁, 授权经营. */
export type GrantMethod = 'assignment' | 'allocation' | 'contribution' | 'lease' | 'authorised';

/** 房屋性质 FWXZ by name: 市场化商品房, 动迁房, 配套商品房, 公租房, 廉租房, 限价房, 经适房, 定销房, 集资房, 福利房, 其他. */
export type HouseNature =
  | 'market'
  | 'resettlement'
  | 'supporting'
  | 'public_rental'
  | 'low_rent'
  | 'price_capped'
  | 'affordable'
  | 'directed'
  | 'fund_raised'
  | 'welfare'
  | 'other';

/**
 * What a survey is about: `parcel` 宗地, `predicted` 房产预测绘 (before the presale), `surveyed` 房产实测绘 (after completion),
 * `partition` 分割合并.
 */
export type SurveyKind = 'parcel' | 'predicted' | 'surveyed' | 'partition';

export interface SurveyParcel {
  location: string;
  /** ㎡. */
  area: number;
  /** 用途, e.g. 城镇住宅用地. */
  landUse: string;
  /** 权利性质 in words, e.g. 出让. */
  landNature: string;
  termFrom?: Day | null;
  termTo?: Day | null;
  landGrade?: string | null;
  plotRatio?: number | null;
  /** 建筑密度, %. */
  buildingDensity?: number | null;
  /** 建筑限高, m. */
  heightLimit?: number | null;
  /** 四至. */
  bounds?: { east: string; south: string; west: string; north: string } | null;
  mapSheet?: string | null;
  cadastreNo?: string | null;
  /** Use of the land itself as a unit (W). */
  use?: UnitUse;
}

export interface SurveyBuilding {
  /** 幢号, 4 digits. */
  buildingNo: string;
  projectName?: string | null;
  buildingName?: string | null;
  structure: string;
  totalFloors: number;
  floorsAbove?: number | null;
  floorsBelow?: number | null;
  completedOn?: Day | null;
  /** m. */
  height?: number | null;
  /** 占地面积, ㎡. */
  footprintArea?: number | null;
  plannedUse?: string | null;
}

export interface SurveyUnit {
  unitCode: string;
  location: string;
  /** 逻辑幢号, 4 digits; `0001` when the building has one entrance. */
  logicalNo?: string | null;
  floor?: number | null;
  roomNo?: string | null;
  use: UnitUse;
  /** 建筑面积 = 套内 + 分摊 (± 0.01), ㎡. */
  area: number;
  innerArea?: number | null;
  sharedArea?: number | null;
  /** 分摊土地面积, ㎡. */
  apportionedLandArea?: number | null;
  layout?: string | null;
  houseNature?: HouseNature | null;
  floorPlanNo?: string | null;
}

/** 权籍调查成果 as the surveyor delivers it. */
export interface Survey {
  /** 成果编号; the same number again with the same content changes nothing. */
  surveyNo: string;
  kind: SurveyKind;
  /** 宗地代码, 19 characters. */
  parcelCode: string;
  /** 测绘单位. */
  surveyor: string;
  surveyedOn: Day;
  parcel?: SurveyParcel;
  buildings?: SurveyBuilding[];
  units?: SurveyUnit[];
}

export interface RecordedSurvey extends Survey {
  district: District;
  recordedAt: Date;
  recordedBy: string;
}

/** One line of the 楼盘表. */
export interface BuildingUnit {
  unitCode: string;
  location: string;
  floor: number | null;
  roomNo: string | null;
  use: UnitUse;
  area: number;
  areaBasis: 'predicted' | 'surveyed';
  /** Ownership is registered. */
  registered: boolean;
  states: UnitState[];
}

/** 楼盘表: everything on a parcel, or in one building of it. */
export interface BuildingTable {
  parcelCode: string;
  /** Page of the land itself; null when there is none in the book. */
  landUnitCode: string | null;
  units: BuildingUnit[];
  /** Newest first. */
  surveys: { surveyNo: string; kind: SurveyKind; surveyedOn: Day; units: number }[];
}

export interface CadastreApi {
  /**
   * Takes a survey in: writes the parcel, buildings and pages that do not exist yet, all without registration. What is registered
   * stays as it is: its facts change by 登簿. Throws RegistryError SURVEY_INVALID with every problem, SURVEY_CONFLICT when the
   * number stands for something else already.
   */
  recordSurvey(survey: Survey, by: Actor): Promise<{ surveyNo: string; firstTime: boolean; newUnits: string[] }>;
  getSurvey(surveyNo: string): Promise<RecordedSurvey | null>;
  /** Of the building of a unit, or of the whole parcel for a page of land. Null when there is no such unit. */
  buildingTable(unitCode: string): Promise<BuildingTable | null>;
}
