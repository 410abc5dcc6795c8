/** Reasons for supplement, refusal and non-acceptance offered by the forms. */
export const REASONS = {
  reject: [
    { code: 'NOT_OUR_JURISDICTION', text: '不属于本机构登记范围' },
    { code: 'UNIT_RESTRICTED', text: '不动产存在依法限制登记的情形' },
    { code: 'IDENTITY_MISMATCH', text: '申请人身份核验不一致' },
    { code: 'NOT_APPLICABLE', text: '申请事项依法不属于登记事项' },
  ],
  supplement: [
    { code: 'MATERIAL_INCOMPLETE', text: '申请材料不齐全' },
    { code: 'MATERIAL_INVALID', text: '申请材料不符合法定形式' },
  ],
  refuse: [
    { code: 'BREAKS_LAW', text: '违反法律、行政法规规定' },
    { code: 'DISPUTE', text: '存在尚未解决的权属争议' },
    { code: 'TERM_EXCEEDED', text: '申请登记的不动产权利超过规定期限' },
    { code: 'OTHER_STATUTORY', text: '法律、行政法规规定不予登记的其他情形' },
  ],
} as const;
