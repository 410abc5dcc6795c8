import type { AppliedOperation } from '../items/items.ts';
import type { ApplicationBlock } from '../items/types.ts';
import { dayExists } from '../validators/normalise.ts';
import { validateUnitCode } from '../validators/unit-code.ts';
import type { Application, RightTarget } from './types.ts';
import type { Say } from './validate-application.ts';
import { validateFirst, validateLandGrant, validatePartition } from './validate-first.ts';
import { validateInheritance } from './validate-inheritance.ts';
import { validateMortgage, validateMortgageChange, validateMortgageTransfer } from './validate-mortgage.ts';
import { validateTransfer } from './validate-transfer.ts';

/** What a check of one block looks at. */
export interface BlockCheck {
  input: Application;
  applied: AppliedOperation[];
  today: string;
  say: Say;
}

/** Form only, of one block that an operation of the case asks for; a missing block is one finding with its advice. */
export function validateBlock(block: ApplicationBlock, check: BlockCheck): void {
  validators[block](check);
}

const validators: Record<ApplicationBlock, (check: BlockCheck) => void> = {
  contract: validateContract,
  ownership: ({ input, say }) => {
    if (!input.ownershipMode) say('ownershipMode', 'OWNERSHIP_MODE', '请选择共有方式：单独所有、共同共有或按份共有。');
  },
  // The count of homes works without it; a family that is not named is the buyer alone (domain §6.1).
  taxFamily: () => undefined,
  transfer: validateTransfer,
  inheritance: validateInheritance,
  nameChange: validateNameChange,
  facts: validateFacts,
  mortgage: validateMortgage,
  mortgageChange: validateMortgageChange,
  mortgageTransfer: validateMortgageTransfer,
  caution: validateCaution,
  cautionChange: ({ input, say }) => {
    if (!input.cautionChange?.reason.trim()) say('cautionChange', 'CAUTION_CHANGE', '请填写预告登记变更的内容和原因。');
  },
  cancellation: validateCancellation,
  easement: validateEasement,
  residence: validateResidence,
  correction: validateCorrection,
  objection: validateObjection,
  reissue: validateReissue,
  landGrant: validateLandGrant,
  first: validateFirst,
  partition: validatePartition,
  targets: validateTargets,
};

/** Square metres of one unit at most. */
const MOST_AREA = 10_000_000;

/** An amount in fen. */
export function isAmount(value: number | null | undefined): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

/** A day that exists and is not in the future. */
export function isPastDay(day: string | undefined, today: string): boolean {
  return day !== undefined && dayExists(day) && day <= today;
}

function validateContract({ input: { contract }, today, say }: BlockCheck): void {
  if (!contract) {
    say('contract', 'CONTRACT_MISSING', '请填写买卖合同的价款和签订日期。');
    return;
  }
  if (!isAmount(contract.priceFen)) say('contract.priceFen', 'PRICE', '成交价款应大于0；请按合同填写。');
  if (!dayExists(contract.signedOn)) say('contract.signedOn', 'CONTRACT_DAY', '合同签订日期不存在；请按合同填写。');
  else if (contract.signedOn > today)
    say('contract.signedOn', 'CONTRACT_DAY_FUTURE', '合同签订日期晚于今天；请核对合同。');
}

function validateNameChange({ input, say }: BlockCheck): void {
  const change = input.nameChange;
  const acquirers = input.parties.filter((party) => party.role === 'acquirer').length;
  if (!change || change.previous.length === 0)
    say('nameChange', 'NAME_CHANGE_MISSING', '请填写变更前的姓名（名称）和证件号，须与登记簿一致。');
  else if (change.previous.length !== acquirers)
    say(
      'nameChange.previous',
      'NAME_CHANGE_COUNT',
      '变更前后的权利人人数须相同，并按登记簿顺序一一对应；人数变化请办理转移登记。',
    );
  else if (change.reason.trim() === '')
    say('nameChange.reason', 'NAME_CHANGE_REASON', '请填写变更原因，如：公安机关更名。');
}

function validateFacts({ input: { facts, itemCode }, say }: BlockCheck): void {
  if (!facts) {
    say('facts', 'FACTS_MISSING', '请填写要变更（更正）的内容和依据文件。');
    return;
  }
  const { reason, basisNo, ...changed } = facts;
  if (reason.trim() === '') say('facts.reason', 'FACTS_REASON', '请填写变更（更正）原因。');
  if (basisNo.trim() === '') say('facts.basisNo', 'FACTS_BASIS', '请填写批文、测绘成果或合同的编号。');
  if (Object.values(changed).every((value) => value === undefined))
    say('facts', 'FACTS_NOTHING', '没有填写任何变化；请填写面积、用途、坐落、土地期限或共有方式中的一项。');
  // BDC-07 in the class of minutes: the same home under a new address; everything else is BDC-08.
  if (
    itemCode === 'BDC-07' &&
    Object.entries(changed).some(([name, value]) => name !== 'location' && value !== undefined)
  )
    say('facts', 'FACTS_ADDRESS_ONLY', '坐落（门牌）变更只能改坐落；面积、用途、期限、共有性质变了的，请办理BDC-08。');
  const { area, innerArea, sharedArea } = facts;
  for (const [field, value] of Object.entries({ area, innerArea, sharedArea })) {
    const problem = value === undefined ? null : areaProblem(field, value);
    if (problem) say(`facts.${field}`, 'AREA', problem);
  }
  if (area !== undefined && innerArea !== undefined && sharedArea !== undefined) {
    // 建筑面积 = 套内 + 分摊, to the hundredth (GB/T 17986)
    if (Math.abs(Math.round((innerArea + sharedArea - area) * 100)) > 1)
      say('facts.area', 'AREA_SUM', '建筑面积应等于套内面积加分摊面积；请按测绘成果核对。');
  } else if (innerArea !== undefined || sharedArea !== undefined) {
    say('facts.area', 'AREA_PARTS', '面积变更请同时填写建筑面积、套内面积和分摊面积。');
  }
  if (facts.landTermTo !== undefined && !dayExists(facts.landTermTo))
    say('facts.landTermTo', 'LAND_TERM', '土地使用期限的终止日期不存在；请按合同填写。');
}

/** As the survey writes it: two decimals, and not more than any building has. The shared part may be nothing. */
function areaProblem(field: string, area: number): string | null {
  if (field === 'area' && !(area > 0)) return '建筑面积应大于0；请按测绘成果填写。';
  if (!(area >= 0)) return '套内和分摊面积不能小于0；请按测绘成果填写。';
  if (area > MOST_AREA) return `面积不能超过${MOST_AREA}平方米；请按测绘成果核对。`;
  return Math.abs(area * 100 - Math.round(area * 100)) > 1e-4 ? '面积最多保留两位小数；请按测绘成果填写。' : null;
}

function validateCaution({ input: { caution }, today, say }: BlockCheck): void {
  if (!caution) {
    say('caution', 'CAUTION_MISSING', '请填写预告登记约定的编号和日期。');
    return;
  }
  if (caution.agreementNo.trim() === '') say('caution.agreementNo', 'CAUTION_NO', '请填写预告登记约定的编号。');
  if (!isPastDay(caution.agreedOn, today))
    say('caution.agreedOn', 'CAUTION_DAY', '约定日期不存在或晚于今天；请按约定填写。');
  if (caution.registrableFrom && !dayExists(caution.registrableFrom))
    say('caution.registrableFrom', 'CAUTION_REGISTRABLE', '能够申请本登记的日期不存在；请按约定填写。');
}

function validateCancellation({ input: { cancellation }, today, say }: BlockCheck): void {
  if (!cancellation) {
    say('cancellation', 'CANCELLATION_MISSING', '请选择注销原因并填写权利消灭的日期。');
    return;
  }
  if (!isPastDay(cancellation.endedOn, today))
    say('cancellation.endedOn', 'CANCELLATION_DAY', '权利消灭的日期不存在或晚于今天；请按证明材料填写。');
}

function validateEasement({ input, say }: BlockCheck): void {
  const { easement, unitCodes } = input;
  if (!easement) {
    say('easement', 'EASEMENT_MISSING', '请填写地役权合同的内容、期限和供役地、需役地。');
    return;
  }
  if (easement.content.trim() === '')
    say('easement.content', 'EASEMENT_CONTENT', '请填写地役权的内容，如：通行、铺设管线。');
  if (easement.contractNo.trim() === '') say('easement.contractNo', 'EASEMENT_NO', '请填写地役权合同编号。');
  if (!dayExists(easement.termFrom) || !dayExists(easement.termTo) || easement.termFrom > easement.termTo)
    say('easement.termTo', 'TERM', '地役权期限的起始日不能晚于结束日；请按合同核对。');
  const pair = [easement.servientUnitCode, easement.dominantUnitCode].map((code) => {
    const result = validateUnitCode(code);
    return result.ok ? result.value.code : code;
  });
  const named = unitCodes.map((code) => {
    const result = validateUnitCode(code);
    return result.ok ? result.value.code : code;
  });
  if (pair[0] === pair[1] || named.length !== 2 || pair.some((code) => !named.includes(code)))
    say('easement', 'EASEMENT_UNITS', '地役权申请须列明两个单元：一个供役地、一个需役地，且与申请的单元一致。');
}

function validateResidence({ input: { residence }, today, say }: BlockCheck): void {
  if (!residence) {
    say('residence', 'RESIDENCE_MISSING', '请填写居住权的范围、条件和期限。');
    return;
  }
  if (residence.basisNo.trim() === '')
    say('residence.basisNo', 'RESIDENCE_BASIS', '请填写居住权合同（遗嘱）的编号或日期。');
  if (residence.scope.trim() === '')
    say('residence.scope', 'RESIDENCE_SCOPE', '请填写居住范围，如：整套、南侧卧室及共用部分。');
  if (residence.conditions.trim() === '')
    say('residence.conditions', 'RESIDENCE_CONDITIONS', '请填写居住条件和要求（民法典 367）；没有约定的填“无”。');
  if (residence.termTo && (!dayExists(residence.termTo) || residence.termTo < today))
    say('residence.termTo', 'RESIDENCE_TERM', '居住权期限的终止日期不存在或早于今天；终身居住的请不填。');
  if (residence.priceFen !== undefined && residence.priceFen !== null && !isAmount(residence.priceFen))
    say('residence.priceFen', 'RESIDENCE_PRICE', '约定有偿的，金额应大于0；无偿的请不填。');
}

function validateCorrection({ input: { correction }, say }: BlockCheck): void {
  if (!correction) {
    say('correction', 'CORRECTION_MISSING', '请填写登记簿的错误和证明材料。');
    return;
  }
  if (correction.error.trim() === '') say('correction.error', 'CORRECTION_ERROR', '请写明登记簿哪里写错、应当是什么。');
  if (correction.evidenceNo.trim() === '')
    say('correction.evidenceNo', 'CORRECTION_EVIDENCE', '请填写证明登记错误的材料编号。');
}

function validateObjection({ input: { objection }, say }: BlockCheck): void {
  if (!objection) {
    say('objection', 'OBJECTION_MISSING', '请选择异议事由，写明登记簿的错误和证明材料。');
    return;
  }
  if (objection.matter.trim() === '') say('objection.matter', 'OBJECTION_MATTER', '请写明异议事项：登记簿哪里有错误。');
  if (objection.evidenceNo.trim() === '')
    say('objection.evidenceNo', 'OBJECTION_EVIDENCE', '请填写证明登记簿错误的材料编号（实施细则 §82）。');
}

function validateReissue({ input: { reissue }, say }: BlockCheck): void {
  if (!reissue) {
    say('reissue', 'REISSUE_MISSING', '请选择换发原因。');
    return;
  }
  if (reissue.cause === 'lost') {
    if (!reissue.lossStatementNo?.trim())
      say('reissue.lossStatementNo', 'REISSUE_LOSS', '证书遗失的，请填写权利人遗失声明的编号或日期（实施细则 §22）。');
    if (reissue.oldReturned) say('reissue.oldReturned', 'REISSUE_OLD', '原证书已交回的不是遗失；请改选换发原因。');
    return;
  }
  if (!reissue.oldReturned)
    say('reissue.oldReturned', 'REISSUE_OLD', '换发须交回原证书；证书遗失的请选“遗失补发”，公告期满后补发。');
}

function validateTargets({ input, applied, say }: BlockCheck): void {
  const targets = input.targets ?? [];
  const named = applied.find(({ operation }) => operation.blocks.includes('targets'));
  const what = named?.operation.effects.includes('objection_cancel')
    ? '异议登记'
    : targetNames[named?.item.right ?? ''];
  if (targets.length === 0)
    say('targets', 'TARGET_MISSING', `请选择要办理的${what ?? '权利'}（登记证明号，或登记簿上的该项权利）。`);
  for (const [i, target] of targets.entries())
    if (!isTarget(target)) say(`targets[${i}]`, 'TARGET', '请填写登记证明号。');
}

export function isTarget(target: RightTarget): boolean {
  return Boolean(target.rightId?.trim()) !== Boolean(target.certificateNo?.trim());
}

const targetNames: Record<string, string> = {
  mortgage: '抵押权',
  caution: '预告登记',
  '19': '地役权',
  JZQ: '居住权',
  '4': '证书或登记证明',
};
