import {
  CANCELLATION_CAUSES,
  CAUSES_OF,
  GRANT_METHODS,
  ITEM_REASONS,
  OBJECTION_GROUNDS,
  TRANSFER_REASONS,
  UNIT_USES,
} from '../../../server/api/index.ts';
import type { ItemShape } from './intake-form.ts';

/** What has been typed or ticked in one block, by key of the field. */
type TypedBlock = Readonly<Record<string, string | boolean | undefined>>;

/** Questions of the blocks that only some items ask, as data: what is asked, how it is typed, what it becomes. */
export interface BlockField {
  /** Key in the block; `a.b` for a part of its own that is left out when nothing in it was filled in. */
  key: string;
  label: string;
  kind: 'text' | 'day' | 'yuan' | 'area' | 'select' | 'check' | 'target';
  optional?: true;
  placeholder?: string;
  maxLength?: number;
  options?: (shape: ItemShape) => { value: string; label: string }[];
  /** Asked only here. */
  when?: (shape: ItemShape) => boolean;
  /** Asked only as long as this has been chosen in the block. */
  whileTyped?: (typed: TypedBlock) => boolean;
}

const worded = (codes: readonly string[], words: Record<string, string>) =>
  codes.map((value) => ({ value, label: words[value] ?? value }));
const day = (key: string, label: string, more: Partial<BlockField> = {}): BlockField => ({
  key,
  label,
  kind: 'day',
  ...more,
});
const text = (key: string, label: string, more: Partial<BlockField> = {}): BlockField => ({
  key,
  label,
  kind: 'text',
  ...more,
});
const optional = { optional: true } as const;
const reasonsOf = (shape: ItemShape) => ITEM_REASONS[shape.itemCode] ?? [];
/** BDC-07 坐落门牌: nothing but the address. */
const isAddress = (shape: ItemShape) => shape.itemCode === 'BDC-07';
const notAddress = (shape: ItemShape) => !isAddress(shape);
const isOrder = (shape: ItemShape) => shape.itemCode === 'BDC-14';

const causes = (shape: ItemShape) =>
  shape.effects.flatMap((effect) => CAUSES_OF[effect] ?? []).filter((cause, i, all) => all.indexOf(cause) === i);

export const BLOCK_TITLES: Record<string, string> = {
  transfer: '转移依据',
  facts: '变更（更正）内容',
  mortgageChange: '抵押权变更',
  mortgageTransfer: '债权转让',
  caution: '预告登记约定',
  cautionChange: '预告登记变更',
  cancellation: '注销依据',
  easement: '地役权合同',
  residence: '居住权',
  correction: '登记错误',
  objection: '异议',
  reissue: '换发（补发）',
  landGrant: '土地出让（划拨）',
  first: '房产实测绘',
  partition: '分割合并',
};

export const BLOCK_FIELDS: Record<string, BlockField[]> = {
  landGrant: [
    {
      key: 'method',
      label: '取得方式',
      kind: 'select',
      options: () => worded(Object.keys(GRANT_METHODS), GRANT_METHODS),
    },
    text('contractNo', '出让合同（划拨决定书）编号', { maxLength: 60 }),
    day('signedOn', '合同（决定书）日期'),
    { key: 'priceFen', label: '土地出让金（划拨不填）', kind: 'yuan', ...optional },
    day('termFrom', '使用期限起（划拨不填）', optional),
    day('termTo', '使用期限止（划拨不填）', optional),
  ],
  first: [
    text('surveyNo', '房产实测绘成果编号', { maxLength: 60, placeholder: '先在“权籍成果”中入库' }),
    text('completionNo', '竣工验收备案编号', { ...optional, maxLength: 60 }),
  ],
  partition: [
    text('surveyNo', '分割合并成果编号', { maxLength: 60, placeholder: '先在“权籍成果”中入库' }),
    text('reason', '分割（合并）原因', { maxLength: 200 }),
  ],
  transfer: [
    {
      key: 'reason',
      label: '转移原因',
      kind: 'select',
      options: (shape) => worded(reasonsOf(shape), TRANSFER_REASONS),
      when: (shape) => reasonsOf(shape).length > 1,
    },
    {
      key: 'unnotarised',
      label: '没有公证（公示期满后审核登簿）',
      kind: 'check',
      when: (shape) => reasonsOf(shape).includes('inheritance'),
    },
    text('basisNo', '公证书、合同、遗嘱、协议或文书编号', { maxLength: 80 }),
    day('effectiveOn', '签订（生效、死亡）日期'),
    { key: 'valueFen', label: '价值（没有可不填，由税务核定）', kind: 'yuan', ...optional },
    text('court.authority', '执行法院（协助执行时）', { ...optional, maxLength: 60, when: isOrder }),
    text('court.noticeNo', '协助执行通知书文号', { ...optional, maxLength: 60, when: isOrder }),
    {
      key: 'court.wholeDisposal',
      label: '处置整个不动产（首封解除，轮候失效；只处置被执行人份额的不勾，改勾“仅转让共有份额”）',
      kind: 'check',
      when: isOrder,
    },
    {
      key: 'court.partOfShare',
      label: '只处置该份额的一部分（同时勾“仅转让共有份额”；其余仍归被执行人，排列在后的轮候查封转为查封）',
      kind: 'check',
      when: isOrder,
    },
  ],
  facts: [
    text('reason', '变更（更正）原因', { maxLength: 200 }),
    text('basisNo', '批文、测绘成果或合同编号', { maxLength: 60, when: notAddress }),
    text('basisNo', '门牌（地名）证明编号', { maxLength: 60, when: isAddress }),
    { key: 'area', label: '建筑面积（㎡）', kind: 'area', when: notAddress, ...optional },
    { key: 'innerArea', label: '套内面积（㎡）', kind: 'area', when: notAddress, ...optional },
    { key: 'sharedArea', label: '分摊面积（㎡）', kind: 'area', when: notAddress, ...optional },
    {
      key: 'use',
      label: '用途',
      kind: 'select',
      when: notAddress,
      ...optional,
      options: () => worded(Object.keys(UNIT_USES), UNIT_USES),
    },
    text('location', '坐落', { ...optional, maxLength: 200, when: notAddress }),
    text('location', '变更后的坐落', { maxLength: 200, when: isAddress }),
    day('landTermTo', '土地使用期限至', { ...optional, when: notAddress }),
    {
      key: 'ownershipMode',
      label: '共有性质改为',
      kind: 'select',
      when: notAddress,
      ...optional,
      options: () => worded(['joint', 'shares'], { joint: '共同共有', shares: '按份共有' }),
    },
  ],
  mortgageChange: [
    text('reason', '变更原因', { maxLength: 200 }),
    { key: 'amountFen', label: '变更后数额', kind: 'yuan', ...optional },
    day('termFrom', '变更后起日', optional),
    day('termTo', '变更后止日', optional),
    text('scope', '变更后担保范围', { ...optional, maxLength: 200 }),
    { key: 'swapRankWith.rightId', label: '与哪个抵押权互换顺位', kind: 'target', ...optional },
    day('claimFixed.on', '债权确定日期（最高额）', optional),
    { key: 'claimFixed.amountFen', label: '确定的债权数额', kind: 'yuan', ...optional },
    text('claimFixed.fact', '债权确定的事实', { ...optional, maxLength: 200 }),
  ],
  mortgageTransfer: [
    text('assignmentNo', '债权转让协议编号', { maxLength: 60 }),
    day('assignedOn', '转让日期'),
    day('debtorNoticedOn', '通知债务人日期'),
    { key: 'partial', label: '只转让部分债权', kind: 'check' },
    { key: 'agreedToMove', label: '约定最高额抵押权随部分债权转移', kind: 'check' },
  ],
  caution: [
    text('agreementNo', '预告登记约定编号', { maxLength: 60 }),
    day('agreedOn', '约定日期'),
    day('registrableFrom', '能够申请本登记的日期（之后90日失效）', optional),
  ],
  cautionChange: [
    text('reason', '变更内容和原因', { maxLength: 200 }),
    day('registrableFrom', '能够申请本登记的日期改为', optional),
  ],
  cancellation: [
    { key: 'cause', label: '注销原因', kind: 'select', options: (shape) => worded(causes(shape), CANCELLATION_CAUSES) },
    day('endedOn', '权利消灭日期'),
    text('evidenceNo', '证明材料编号', { ...optional, maxLength: 60 }),
  ],
  easement: [
    {
      key: 'side',
      label: '本单元是',
      kind: 'select',
      options: () =>
        worded(['servient', 'dominant'], { servient: '供役地（供他人利用）', dominant: '需役地（利用他人）' }),
    },
    text('otherUnitCode', '对方单元代码', { maxLength: 40 }),
    text('content', '地役权内容', { maxLength: 200, placeholder: '如 通行、铺设管线' }),
    day('termFrom', '起日'),
    day('termTo', '止日'),
    text('contractNo', '地役权合同编号', { maxLength: 60 }),
  ],
  objection: [
    {
      key: 'ground',
      label: '异议事由',
      kind: 'select',
      options: () => worded(Object.keys(OBJECTION_GROUNDS), OBJECTION_GROUNDS),
    },
    text('matter', '异议事项：登记簿哪里有错误', { maxLength: 300 }),
    text('evidenceNo', '证明材料编号', { maxLength: 60 }),
  ],
  residence: [
    {
      key: 'basis',
      label: '设立方式',
      kind: 'select',
      options: () => worded(['contract', 'will'], { contract: '居住权合同', will: '遗嘱' }),
    },
    text('basisNo', '合同（遗嘱）编号', { maxLength: 60 }),
    text('scope', '居住范围', { maxLength: 200, placeholder: '如 整套、南侧卧室及共用部分' }),
    text('conditions', '居住条件和要求', { maxLength: 500, placeholder: '没有约定的填“无”' }),
    day('termTo', '期限至（终身居住不填）', optional),
    { key: 'priceFen', label: '有偿金额（无偿不填）', kind: 'yuan', ...optional },
  ],
  correction: [
    text('error', '登记簿哪里写错、应当是什么', { maxLength: 300 }),
    text('evidenceNo', '证明错误的材料编号', { maxLength: 60 }),
    { key: 'exOfficio', label: '依职权更正（通知权利人，公告期满后登簿）', kind: 'check' },
    {
      key: 'holderConsents',
      label: '登记簿权利人书面同意更正',
      kind: 'check',
      whileTyped: ({ exOfficio }) => exOfficio !== true,
    },
  ],
  reissue: [
    {
      key: 'cause',
      label: '换发（补发）原因',
      kind: 'select',
      options: () =>
        worded(['damaged', 'old_style', 'lost', 'other'], {
          damaged: '证书破损',
          old_style: '旧版证书换新',
          lost: '证书遗失（先公告，期满补发）',
          other: '其他',
        }),
    },
    { key: 'oldReturned', label: '已收回原证书', kind: 'check', whileTyped: ({ cause }) => cause !== 'lost' },
    text('lossStatementNo', '权利人遗失声明的编号或日期', {
      maxLength: 60,
      whileTyped: ({ cause }) => cause === 'lost',
    }),
  ],
};

/** The fields that this item really asks for. */
export function fieldsOf(block: string, shape: ItemShape): BlockField[] {
  return (BLOCK_FIELDS[block] ?? []).filter((field) => field.when?.(shape) ?? true);
}

/** Whether what has been chosen so far leaves this field to be asked. */
export const isAsked = (field: BlockField, typed: TypedBlock): boolean => field.whileTyped?.(typed) ?? true;
