import { appliedOperations } from '../../../registry/index.ts';

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

/** What a reviewer checks beyond the common points, by what the case does to the page. */
const BY_EFFECT: Record<string, Point[]> = {
  inherit: [
    { code: 'deed', text: '公证书经核验真实（非公证的，死亡、亲属关系和遗嘱或协议齐全），被继承人与登记簿权利人一致' },
    { code: 'heirs', text: '全部继承人、份额与公证书或协议一致，放弃人未列入；继承人全部为本次出售的卖方' },
  ],
  transfer: [
    { code: 'tax', text: '契税等已缴纳或依法免征（登簿前必须齐备）' },
    { code: 'mortgage', text: '已抵押的，转让不受限制或抵押权人已同意' },
  ],
  rename: [{ code: 'proof', text: '姓名（名称）变更证明来源可靠，前后为同一主体' }],
  facts: [{ code: 'approval', text: '批文、测绘成果或合同有效，变更后的记载与其一致' }],
  correction: [
    { code: 'error', text: '登记错误事实清楚，证明材料来源可靠或权利人书面同意（实施细则 §79）' },
    { code: 'ownership', text: '更正不涉及权属转移' },
  ],
  reissue: [{ code: 'old', text: '原证书已收回，证号与登记簿一致，权利内容未变' }],
  extinguish: [
    { code: 'end_proof', text: '灭失、放弃、收回或征收材料齐全；放弃的，他项权利人已书面同意' },
    { code: 'site', text: '灭失的，必要时已实地查看（条例 §19）' },
  ],
  mortgage: [
    { code: 'mortgagor', text: '抵押人为登记簿现权利人（全体），合并办理的为受让人' },
    { code: 'contract_info', text: '主债权及抵押合同信息表完整，数额、期限明确' },
    { code: 'object', text: '抵押财产不属于法律禁止抵押的范围（民法典 399）' },
  ],
  mortgage_change: [
    { code: 'agreement', text: '变更协议由抵押权人和抵押人签署，变更内容明确' },
    { code: 'harmed', text: '影响其他抵押权人的，已取得其书面同意（民法典 409）' },
  ],
  mortgage_transfer: [
    { code: 'assignment', text: '债权转让协议有效，已通知债务人（民法典 546）' },
    { code: 'maximum', text: '最高额抵押的，债权已确定或另有约定（民法典 421）' },
  ],
  mortgage_cancel: [{ code: 'claim_ended', text: '债权消灭或放弃抵押权的证明由登记的抵押权人出具' }],
  caution: [
    { code: 'agreement', text: '当事人已约定预告登记，约定与合同一致（民法典 221）' },
    { code: 'debtor', text: '义务人为开发企业或登记簿现权利人' },
  ],
  caution_change: [{ code: 'agreement', text: '变更协议由预告登记双方签署' }],
  caution_transfer: [{ code: 'assignment', text: '债权随预告登记一并转让，义务人已知悉' }],
  caution_cancel: [{ code: 'end_proof', text: '预告登记权利人放弃、债权消灭或法律文书的材料齐全' }],
  easement: [{ code: 'contract', text: '地役权合同内容、期限明确，供役地和需役地权利人一致' }],
  easement_change: [{ code: 'agreement', text: '变更协议由双方签署，两个单元同时变更' }],
  easement_transfer: [{ code: 'dominant', text: '地役权随需役地一并转让（民法典 380）' }],
  easement_cancel: [{ code: 'end_proof', text: '地役权消灭的材料齐全，两个单元同时注销' }],
  residence: [
    { code: 'contract', text: '居住权合同或遗嘱有效，范围、条件、期限明确（民法典 367）' },
    { code: 'collision', text: '与已有居住权的范围不冲突' },
  ],
  residence_change: [{ code: 'agreement', text: '变更协议由居住权人和所有权人签署，居住权人不变（民法典 369）' }],
  objection_cancel: [{ code: 'end_proof', text: '异议人放弃异议，或人民法院裁定不予受理、驳回其请求的文书已生效' }],
  residence_cancel: [{ code: 'end_proof', text: '期限届满、死亡、放弃等材料齐全' }],
};

/** What only some items add. */
const BY_ITEM: Record<string, Point[]> = {
  'BDC-09': [{ code: 'contract', text: '商品房买卖合同已网签备案，买方与预告登记权利人一致（有预告登记的）' }],
  'BDC-10': [
    { code: 'transferor', text: '转让方与登记簿现权利人一致，共有的符合三分之二或全体同意' },
    { code: 'contract', text: '买卖合同已网签备案，当事人、价款、不动产一致' },
  ],
  'BDC-11': [
    { code: 'deed', text: '公证书经核验真实，被继承人与登记簿权利人一致' },
    { code: 'heirs', text: '全部继承人、份额与公证书一致，放弃人未列入' },
  ],
  'BDC-12': [{ code: 'deed', text: '赠与合同有效，赠与人与登记簿现权利人（全体）一致' }],
  'BDC-13': [{ code: 'deed', text: '约定、离婚协议与婚姻登记信息一致，份额明确' }],
  'BDC-14': [{ code: 'order', text: '法律文书已生效；协助执行的只作形式审查（法发〔2004〕5号）' }],
  'BDC-32': [{ code: 'contract', text: '买卖合同已网签备案，车位（库）单元与合同一致' }],
  'BDC-35': [
    { code: 'contract', text: '买卖合同已网签备案，当事人、价款、不动产一致' },
    { code: 'escrow', text: '新旧贷款银行已达成一致，资金已监管（自然资发〔2023〕29号）' },
  ],
};

/** F-REVIEW 审核要点: common, of the item, then of everything the case does; the codes are kept with the decision. */
export function checklistFor(theCase: { itemCode: string; operation: string | null; combined: string[] }): Point[] {
  const points = [...COMMON, ...(BY_ITEM[theCase.itemCode] ?? [])];
  for (const { operation } of appliedOperations(theCase))
    for (const effect of operation.effects) points.push(...(BY_EFFECT[effect] ?? []));
  return points.filter((point, i) => points.findIndex((other) => other.code === point.code) === i);
}
