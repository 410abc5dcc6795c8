import { dayExists } from '../validators/normalise.ts';
import { validateUnitCode } from '../validators/unit-code.ts';
import { type BlockCheck, isAmount, isPastDay } from './validate-blocks.ts';

/** BDC-01: 出让合同 or 划拨决定书. */
export function validateLandGrant({ input: { landGrant }, today, say }: BlockCheck): void {
  if (!landGrant) {
    say('landGrant', 'LAND_GRANT_MISSING', '请填写土地出让合同（划拨决定书）的内容。');
    return;
  }
  if (landGrant.contractNo.trim() === '')
    say('landGrant.contractNo', 'LAND_GRANT_NO', '请填写出让合同（划拨决定书）编号。');
  if (!isPastDay(landGrant.signedOn, today))
    say('landGrant.signedOn', 'LAND_GRANT_DAY', '合同（决定书）日期不存在或晚于今天；请按文件填写。');
  const { termFrom, termTo } = landGrant;
  if (landGrant.method === 'assignment') {
    if (!isAmount(landGrant.priceFen)) say('landGrant.priceFen', 'LAND_PRICE', '出让的，请填写土地出让金。');
    if (!termFrom || !termTo) say('landGrant.termTo', 'LAND_TERM', '出让的，请填写使用期限的起止日期。');
  } else if ((landGrant.priceFen ?? 0) !== 0 && !isAmount(landGrant.priceFen))
    say('landGrant.priceFen', 'LAND_PRICE', '取得价格不能小于0；没有价格的请不填。');
  for (const day of [termFrom, termTo])
    if (day && !dayExists(day)) say('landGrant.termTo', 'LAND_TERM', '土地使用期限的日期不存在；请按合同填写。');
  if (termFrom && termTo && termFrom >= termTo)
    say('landGrant.termTo', 'LAND_TERM', '土地使用期限的起始日应早于终止日；请按合同核对。');
}

export function validateFirst({ input: { first }, say }: BlockCheck): void {
  if (!first || first.surveyNo.trim() === '')
    say('first', 'FIRST_SURVEY_MISSING', '请填写房产实测绘成果编号（先在“权籍成果”中入库）。');
}

/** 分割 from one unit, 合并 from several on one parcel. */
export function validatePartition({ input, applied, say }: BlockCheck): void {
  const { partition } = input;
  if (!partition || partition.surveyNo.trim() === '')
    say('partition', 'PARTITION_SURVEY_MISSING', '请填写分割合并的权籍调查成果编号（先在“权籍成果”中入库）。');
  else if (partition.reason.trim() === '') say('partition.reason', 'PARTITION_REASON', '请填写分割（合并）的原因。');
  const merges = applied.some(({ operation }) => operation.code === 'merge');
  if (merges && input.unitCodes.length < 2)
    say('unitCodes', 'MERGE_UNITS', '合并须列明两个以上要合并的单元；请补充单元。');
  if (!merges && input.unitCodes.length !== 1) say('unitCodes', 'DIVIDE_UNIT', '分割一次只办一个单元；请分别申请。');
  const parcels = new Set(
    input.unitCodes.map((code) => {
      const unit = validateUnitCode(code);
      return unit.ok ? unit.value.parcelCode : code;
    }),
  );
  if (parcels.size > 1) say('unitCodes', 'MERGE_PARCELS', '合并的单元须在同一宗地上；请核对单元代码。');
}
