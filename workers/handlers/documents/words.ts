/** Codes of the register in the words of a form or certificate. */

export const ID_TYPE_WORDS: Record<string, string> = {
  citizen: '居民身份证',
  hkmt: '港澳台居民证件',
  passport: '护照',
  household: '户口簿',
  officer: '军官证',
  orgcode: '组织机构代码证',
  uscc: '统一社会信用代码',
  other: '其他证件',
};
export const PROMISE_WORDS = {
  IMM: '10 个工作分钟',
  '60m': '60 个工作分钟',
  '1WD': '1 个工作日',
  '5WD': '5 个工作日',
  '15WD': '15 个工作日',
} as const;
export const SOURCE_WORDS = {
  shared: '部门共享',
  upload: '申请人提交',
  scan: '申请人提交',
  registry: '登记簿',
  generated: '系统生成',
} as const;
export const ROLE_WORDS: Record<string, string> = {
  acquirer: '权利人',
  acquirer_agent: '权利人代理人',
  obligor: '义务人',
  obligor_agent: '义务人代理人',
  mortgagee: '抵押权人',
  mortgagee_agent: '抵押权人代理人',
  debtor: '债务人',
};
export const MODE_WORDS: Record<string, string> = {
  single: '单独所有',
  joint: '共同共有',
  shares: '按份共有',
  common: '业主共有',
};
export const USE_WORDS: Record<string, string> = {
  residential: '住宅',
  commercial: '商业',
  office: '办公',
  industrial: '工业',
  parking: '车位、车库',
  storage: '储藏室',
  common: '业主共有部分',
};
export const PAY_MODE_WORDS: Record<string, string> = {
  full: '全款',
  loan: '商业贷款',
  fund: '公积金贷款',
  mixed: '组合贷款',
};
export const MEDIUM_WORDS: Record<string, string> = {
  electronic: '电子证书',
  paper: '纸质证书',
  both: '电子和纸质证书',
};
export const DELIVERY_WORDS: Record<string, string> = {
  window: '窗口领取',
  none: '无需领取（电子证照）',
  mail: '邮寄',
};
export const INQUIRY_WORDS: Record<string, string> = {
  trueIntention: '申请登记是否为申请人真实意思？',
  leased: '不动产是否已出租？',
  residenceRight: '不动产上是否设有居住权？',
  mortgageeInformed: '是否已告知抵押权人？',
};

/** Reasons that stand on notices and decisions. */
export const REASON_WORDS: Record<string, string> = {
  NOT_OUR_JURISDICTION: '申请登记的不动产不属于本登记机构登记范围',
  UNIT_RESTRICTED: '申请登记的不动产存在依法限制登记的情形',
  LOAN_NOT_APPROVED: '贷款银行系统没有该贷款的审批记录',
  CLAIM_NOT_ENDED: '贷款银行系统显示该笔债权尚未消灭',
  CONSENT_MISSING: '没有权利人同意查询本不动产的有效授权',
  SIGNER_OVERDUE: '抵押人、共有人或债务人在规定期限内没有全部签署',
  SIGNER_DECLINED: '抵押人、共有人或债务人不同意签署',
  IDENTITY_MISMATCH: '申请人身份核验不一致',
  IDENTITY_UNAVAILABLE: '申请人身份未能核验',
  NOT_APPLICABLE: '申请事项依法不属于登记事项',
  MATERIAL_INCOMPLETE: '申请材料不齐全',
  MATERIAL_INVALID: '申请材料不符合法定形式',
  DIFFICULT_CASE: '经会商，申请事项不符合登记条件',
  SUPPLEMENT_OVERDUE: '在规定期限内未补正申请材料',
  BREAKS_LAW: '申请登记的内容违反法律、行政法规规定',
  DISPUTE: '申请登记的不动产存在尚未解决的权属争议',
  TERM_EXCEEDED: '申请登记的不动产权利超过规定期限',
  OTHER_STATUTORY: '法律、行政法规规定不予登记的其他情形',
};
