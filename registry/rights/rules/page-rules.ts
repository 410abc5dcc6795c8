import type { Block } from '../../common.ts';
import { districts } from '../../validators/unit-code.ts';
import { currentOwnership } from '../load-rights.ts';
import { disposes, does, type Finding, type RuleInput } from '../rule-input.ts';
import type { OwnershipView } from '../types.ts';

/** The office, the item and the page themselves: may this be applied for here at all? */
export function pageRules(input: RuleInput): Finding[] {
  const { applied, unit, application } = input;
  const findings: Finding[] = [];
  const refuse = (block: Omit<Block, 'blockingRow'>) => findings.push({ block: { ...block, blockingRow: null } });
  if (!(unit.district in districts))
    refuse({
      rule: 'UNIT-JURISDICTION',
      code: 'NOT_OUR_JURISDICTION',
      message: `单元${unit.unitCode}不属于本机构登记范围。`,
      advice: '请书面告知申请人向不动产所在地的登记机构申请。',
    });
  for (const { item } of applied) {
    const profile = application?.profile ?? 'current';
    if (!item.enabled || !item.profiles.includes(profile) || input.rule('items.not_offered').includes(item.code))
      refuse({
        rule: 'ITEM-ENABLED',
        code: 'ITEM_NOT_ENABLED',
        message: `事项“${item.name}”在本系统尚未开办。`,
        advice: '请改选已开办的事项，或按线下流程办理。',
      });
  }
  if (unit.extinguished)
    refuse({
      rule: 'INV-05',
      code: 'UNIT_RESTRICTED',
      message: '该单元的登记簿已注销关闭。',
      advice: '请核对单元号；如系误注销，请申请更正登记。',
    });
  return [...findings, ...registeredRules(input), ...kindRules(input), ...correctionRules(input)];
}

/** The ownership that says what kind of page this is. */
const ownerRow = (owner: OwnershipView | null): Block['blockingRow'] =>
  owner && { table: 'rights', id: owner.rightId, summary: `现权利 ${owner.certificateNos[0] ?? ''}` };

/** INV-03 连续登记: nothing before 首次登记, except cautions on a presale and what lives on a mortgage of a building under construction. */
function registeredRules(input: RuleInput): Finding[] {
  const { rights, unit, applied } = input;
  const owner = currentOwnership(rights, unit.unitCode);
  const refuse = (rule: string, message: string, advice: string): Finding[] => [
    { block: { rule, code: 'UNIT_RESTRICTED', message, advice, blockingRow: ownerRow(owner) } },
  ];
  const presale = applied.some(({ operation }) => operation.cautionKind?.startsWith('presale'));
  if (presale && owner)
    return refuse(
      'ITEM-PRESALE',
      '该单元已办理所有权首次登记，不再是预购商品房。',
      '请直接办理转移登记（BDC-09），或存量房预告登记（BDC-26）。',
    );
  if (does(input, 'first')) {
    // The page of the land goes over into the homes: it must have its right.
    const closesLand = unit.unitCode[19] === 'W' && applied[0]?.item.right === '4';
    return owner && !closesLand
      ? refuse('INV-03', '该单元已办理首次登记，不能再次首次登记。', '请核对单元；权利有变化的，请申请变更或转移登记。')
      : [];
  }
  const site = applied.some(({ item }) => item.code === 'BDC-22');
  if (site && owner && owner.rightType !== '3')
    return refuse(
      'ITEM-SITE',
      '该单元已办理所有权首次登记，不再是在建建筑物。',
      '请改选抵押权首次登记（BDC-17、BDC-18）。',
    );
  if (site) return [];
  const onCaution = does(input, 'caution_change', 'caution_transfer', 'caution_cancel');
  const converts = applied.some(({ operation }) => operation.code === 'convert');
  const onConstruction =
    !converts &&
    does(input, 'mortgage_change', 'mortgage_transfer', 'mortgage_cancel') &&
    rights.some((r) => r.kind === 'MORTGAGE' && r.status === 'CURRENT' && r.underConstruction);
  if (!owner && !presale && !onCaution && !onConstruction)
    return refuse(
      'INV-03',
      '该单元尚未办理所有权首次登记，不能办理其他登记。',
      '请先申请首次登记（BDC-05），完成后再申请本事项。',
    );
  return [];
}

/** What says that the book is wrong is for every page, whatever it registers (民法典 220). */
const corrects = ['correction', 'objection', 'objection_cancel'] as const;

/** Land without building has items of its own; a parking space is no home; a home is no parking space. */
function kindRules(input: RuleInput): Finding[] {
  const { item, unit, rights } = input;
  const owner = currentOwnership(rights, unit.unitCode);
  const findings: Finding[] = [];
  const refuse = (rule: string, message: string, advice: string) =>
    findings.push({ block: { rule, code: 'UNIT_RESTRICTED', message, advice, blockingRow: ownerRow(owner) } });
  if (owner && item.right === '3' && owner.rightType !== '3')
    refuse('ITEM-LAND', '该单元登记的是土地和房屋，不是单独的土地使用权。', '请改选房屋的同类事项（BDC-07、BDC-16）。');
  if (owner && item.right === '4' && owner.rightType === '3' && !does(input, 'reissue', 'first', ...corrects))
    refuse('ITEM-LAND', '该单元登记的是单独的土地使用权，没有房屋。', '请改选土地的同类事项（BDC-02、BDC-04）。');
  if (owner?.mode === 'common' && !does(input, ...corrects))
    refuse(
      'ITEM-COMMON',
      '该单元是建筑区划内业主共有部分，随专有部分一并转移，不能单独办理登记（民法典 273）。',
      '请改按业主的专有部分申请；记载有误的，请申请更正登记（BDC-29）。',
    );
  if (item.feeClass === 'parking' && unit.use !== 'parking' && unit.use !== 'storage')
    refuse('ITEM-PARKING', '该单元不是车库、车位或储藏室。', '房屋买卖请改选转移登记（BDC-09、BDC-10）。');
  if (does(input, 'residence') && unit.use !== 'residential')
    refuse('INV-24', '居住权只能设立在住宅上（民法典 366）。', '请核对单元；非住宅请以租赁等方式约定。');
  return findings;
}

/** INV-32 (local, switchable): while a correction is accepted, other disposals of the unit wait. */
function correctionRules(input: RuleInput): Finding[] {
  const [caseNo] = input.runningCorrections;
  const waits = disposes(input) || does(input, 'partition');
  if (!caseNo || !waits || !input.rule('correction.suspends')) return [];
  return [
    {
      block: {
        rule: 'INV-32',
        code: 'REG_CONFLICT',
        message: '该单元正在办理更正登记，办结前暂停办理处分登记。',
        advice: '请等更正登记办结后再申请；更正业务可按业务号查询进度。',
        blockingRow: { table: 'cases', id: caseNo, summary: `更正登记业务${caseNo}` },
      },
    },
  ];
}
