export type QualityFindingCode =
  | 'OWNER_MISSING'
  | 'HOLDER_ID'
  | 'OLD_ID_NUMBER'
  | 'OLD_CERTIFICATE'
  | 'REPORT_REJECTED'
  | 'AREA_PARTS'
  | 'STRUCTURE'
  | 'LAND_NATURE'
  | 'LAND_TERM'
  | 'FLOOR_OR_ROOM'
  | 'COMPLETED_ON';

export interface QualityFinding {
  code: QualityFindingCode;
  /** Points off 100. */
  weight: number;
  text: string;
  /** Lawful way to put it right. */
  remedy: 'complete' | 'correct' | 'resend';
}

export interface UnitQuality {
  unitCode: string;
  location: string;
  score: number;
  findings: QualityFinding[];
  /** Below the threshold: not for online and partner handling. */
  blocked: boolean;
  /** Cases at the window that want it put right. */
  wantedBy: string[];
  assessedAt: Date;
}

export interface QualityApi {
  /** Assesses the unit now. Null when there is no such unit. */
  assess(unitCode: string): Promise<UnitQuality | null>;
  /** Assessed units below 100, the worst first; those that a window waits for before all. */
  listLow(filter: { district?: string | null; limit?: number }): Promise<UnitQuality[]>;
  threshold(): Promise<number>;
  /** Assesses the next `limit` units after this code whose page has changed since, or that never were; the last code, null at the end. */
  sweep(after: string, limit: number): Promise<string | null>;
}
