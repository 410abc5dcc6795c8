/** Vocabulary shared by every subject of the register. */

/** The register's only source of time. `platform/clock.ts` has the implementations. */
export interface Clock {
  now(): Date;
}

/** The six districts handled (GB/T 2260). 330204 江东 is legacy: readable, not handled. */
export type District = '330203' | '330205' | '330206' | '330211' | '330212' | '330213';

/** Calendar day `YYYY-MM-DD` in Asia/Shanghai. */
export type Day = string;

/** A rational share: 1/3 is `{ n: 1, d: 3 }`, never a float. */
export interface Share {
  n: number;
  d: number;
}

/** People of the centre and of the offices in its hall. */
export type StaffRole =
  | 'window_acceptor'
  | 'reviewer'
  | 'registrar'
  | 'cert_clerk'
  | 'tax_officer'
  | 'trade_officer'
  | 'archivist'
  | 'supervisor'
  | 'sysadmin'
  | 'analyst'
  | 'auditor';

/** People of other offices, who work on cases from outside. */
export type PartnerRole =
  | 'bank_clerk'
  | 'bank_checker'
  | 'court_officer'
  | 'court_approver'
  | 'police_hukou'
  | 'utility_water'
  | 'utility_power'
  | 'utility_gas'
  | 'utility_tv'
  | 'utility_broadband';

export type Role = StaffRole | PartnerRole;

/** Who does something. Workers act as `systemActor`; callbacks of other offices as role `department`. */
export interface Actor {
  userId: string;
  role: Role | 'system' | 'department' | 'applicant';
  /** null = not bound to a district. */
  district: District | null;
}

/** Legal rule set: law of today or of the seed year. */
export type RuleProfile = 'current' | '2019';

/** 证件种类 ZJZL by name (TD/T 1066): identity card, HK/Macao/Taiwan, passport, household book, officer, org code, business licence. */
export type IdType = 'citizen' | 'hkmt' | 'passport' | 'household' | 'officer' | 'orgcode' | 'uscc' | 'other';

/** 权利人类型 QLRLX. */
export type Nature = 'person' | 'company' | 'institution' | 'government' | 'other';

/** 共有方式 GYFS: 单独 single, 共同 joint (no shares), 按份 shares (Σ = 1). */
export type OwnershipMode = 'single' | 'joint' | 'shares';

/** As it stands in the register: besides, 业主共有 `common`, held by all owners of the estate and by nobody by name (FDCQ3). */
export type RegisteredMode = OwnershipMode | 'common';

/** Why something may not happen: the rule, the row that stands in the way and what to do. No personal data inside. */
export interface Block {
  /** `INV-06` … of domain §4.2, or `ITEM-…`/`UNIT-…` for plain preconditions. */
  rule: string;
  code: RefusalCode;
  /** One Chinese sentence: what is wrong. */
  message: string;
  /** One Chinese sentence: what to do now. */
  advice: string;
  blockingRow: BlockingRow | null;
}

export interface BlockingRow {
  /** Table without schema, e.g. `rights`. */
  table: string;
  id: string;
  /** Short Chinese description without personal data, e.g. `查封（2026）浙0203执123号`. */
  summary: string;
}

export type RefusalCode =
  | 'UNIT_RESTRICTED'
  | 'NOT_OUR_JURISDICTION'
  | 'UNIT_NOT_FOUND'
  | 'REG_CONFLICT'
  | 'TRANSFEROR_MISMATCH'
  | 'TAX_CLEARANCE_MISSING'
  | 'CONSENT_MISSING'
  | 'CASE_NOT_READY'
  | 'CASE_WITHDRAWN'
  | 'CASE_CLOSED'
  | 'SEPARATION_OF_DUTIES'
  | 'ITEM_NOT_ENABLED'
  | 'SHARES_INVALID';
