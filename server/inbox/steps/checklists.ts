interface Point {
  code: string;
  text: string;
}

const COMMON: Point[] = [
  { code: 'identity', text: '申请人身份已核验，与申请材料一致' },
  { code: 'unit', text: '不动产坐落、面积、用途与登记簿一致' },
  { code: 'intention', text: '询问记录完整，申请为真实意思表示' },
  { code: 'restriction', text: '不动产没有查封、异议等限制本次登记的情形' },
];

/** What a reviewer checks beyond the common points, by item. */
const BY_ITEM: Record<string, Point[]> = {
  'BDC-07': [{ code: 'proof', text: '姓名（名称）变更证明来源可靠，前后为同一主体' }],
  'BDC-10': [
    { code: 'transferor', text: '转让方与登记簿现权利人（全体）一致' },
    { code: 'contract', text: '买卖合同已网签备案，当事人、价款、不动产一致' },
    { code: 'tax', text: '契税等已缴纳或依法免征（登簿前必须齐备）' },
    { code: 'mortgage', text: '已抵押的，转让不受限制或抵押权人已同意' },
  ],
  'BDC-17': [
    { code: 'mortgagor', text: '抵押人为登记簿现权利人（全体）' },
    { code: 'contract', text: '主债权及抵押合同信息表完整，数额、期限明确' },
    { code: 'object', text: '抵押财产不属于法律禁止抵押的范围（民法典 399）' },
  ],
};

/** F-REVIEW 审核要点 by item; the codes are kept with the decision. */
export const checklistFor = (itemCode: string): Point[] => [...COMMON, ...(BY_ITEM[itemCode] ?? [])];
