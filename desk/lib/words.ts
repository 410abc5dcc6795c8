import { type Material, REASONS, type UnitState } from '../../server/api/index.ts';

/** Words for codes that the server sends as they are. */

/** Tone of a unit's state; its word and what it blocks come from the server. */
export const UNIT_TONES: Record<UnitState, '' | 'tag-ok' | 'tag-near' | 'tag-over'> = {
  NORMAL: 'tag-ok',
  MORTGAGED: 'tag-near',
  CAUTIONED: 'tag-near',
  OBJECTED: 'tag-near',
  RESIDED: 'tag-near',
  EASEMENT: 'tag-near',
  SEIZED: 'tag-over',
  PRE_SEIZED: 'tag-over',
  DISPOSED: 'tag-over',
  RESTRICTED: 'tag-over',
  EXTINGUISHED: 'tag-over',
};

export const OWNERSHIP_MODES: Record<string, string> = {
  single: '单独所有',
  joint: '共同共有',
  shares: '按份共有',
  common: '业主共有',
};
export const PARTY_NATURES: Record<string, string> = {
  person: '个人',
  company: '企业',
  institution: '事业单位',
  government: '国家机关',
  other: '其他',
};
export const PAY_MODES: Record<string, string> = {
  full: '全款',
  loan: '商业贷款',
  fund: '公积金贷款',
  mixed: '组合贷款',
};
export const MARITAL = { single: '未婚', married: '已婚', divorced: '离异', widowed: '丧偶' };
export const CERT_MEDIUM: Record<string, string> = { electronic: '电子证照', paper: '纸质证书', both: '电子和纸质' };
export const DELIVERY: Record<string, string> = { window: '窗口领取', none: '不需领取', mail: '邮寄' };
export const MORTGAGE_KINDS: Record<string, string> = { general: '一般抵押', maximum: '最高额抵押' };
export const MATERIAL_SOURCES: Record<Material['source'], string> = {
  shared: '部门共享',
  upload: '申请人提交',
  scan: '申请人提交',
  registry: '登记簿',
  generated: '系统生成',
};
export const CAUTION_KINDS: Record<string, string> = {
  presale: '预购商品房预告',
  sale: '存量房转让预告',
  presale_mortgage: '预购商品房抵押预告',
  mortgage: '抵押预告',
};

const reasons: Record<string, string> = {
  ...Object.fromEntries(
    [...REASONS.reject, ...REASONS.supplement, ...REASONS.refuse].map((one) => [one.code, one.text]),
  ),
  SUPPLEMENT_OVERDUE: '逾期未补正',
  SUPERSEDED_BY_SEIZURE: '办理期间不动产被查封',
};

/** The words of a reason's code; a reason that is already a sentence stays as it is. */
export const reasonText = (code: string): string => reasons[code] ?? code;
