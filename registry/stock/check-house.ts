import { dayOf } from '../calendar/local-time.ts';
import { validateCertificateNo, validateLegacyCertificateNo } from '../validators/certificate-no.ts';
import { upgradeCitizenId } from '../validators/citizen-id.ts';
import { validateIdNumber } from '../validators/id-number.ts';
import { isSeenWhole, unseenName } from '../validators/readable-text.ts';
import { parseShare, validateShares } from '../validators/shares.ts';
import { validateUnitCode } from '../validators/unit-code.ts';
import type { RowFinding, StockValues } from './parse-row.ts';
import type { StockKind } from './templates.ts';

/** One row of a file with its place. */
export interface StockRow {
  fileNo: number;
  line: number;
  kind: StockKind;
  values: StockValues;
  findings: readonly RowFinding[];
}

/** What the check must know beyond the rows of the house itself. */
export interface Surroundings {
  now: Date;
  parcelKnown(parcelCode: string): boolean;
  buildingKnown(parcelCode: string, buildingNo: string): boolean;
  /** Is this number on another house of the batch, or in the register? */
  certificateTaken(certificateNo: string): boolean;
  /** INV-09: months that the law of the day of delivery allows a seizure. */
  longestTerm(deliveredAt: Date): number;
}

export interface HouseFinding extends RowFinding {
  fileNo: number | null;
  line: number | null;
}

/** The identity number as the book keeps it: 15 digits become the 18 of the same person, which is how they are matched. */
export function idNumberOf(idType: string, idNo: string): { idNo: string; old: string | null } {
  const upgraded = idType === 'citizen' ? upgradeCitizenId(idNo) : null;
  return upgraded ? { idNo: upgraded, old: idNo } : { idNo: idNo.toUpperCase(), old: null };
}

/** Everything that is wrong with one house and its rights. Pure. */
export function checkHouse(house: string, rows: readonly StockRow[], around: Surroundings): HouseFinding[] {
  const findings: HouseFinding[] = rows.flatMap((row) =>
    row.findings.map((finding) => ({ ...finding, fileNo: row.fileNo, line: row.line })),
  );
  const say = (row: StockRow | null, severity: RowFinding['severity'], code: string, message: string) =>
    findings.push({ severity, code, message, fileNo: row?.fileNo ?? null, line: row?.line ?? null });
  const of = (kind: StockKind) => rows.filter((row) => row.kind === kind);
  const [unit, ...others] = of('unit');
  if (!unit) say(rows[0] ?? null, 'error', 'UNIT_ROW_MISSING', '权利所在的单元没有出现在“不动产单元”表中。');
  for (const row of others) say(row, 'error', 'UNIT_DUPLICATE', '同一不动产单元号出现多次。');
  if (unit) checkUnit(house, unit, around, say);
  const owners = of('ownership');
  for (const row of owners.slice(1)) say(row, 'error', 'OWNERSHIP_DUPLICATE', '一个单元只能有一项现势所有权。');
  if (unit && owners.length === 0) say(unit, 'warning', 'OWNERSHIP_MISSING', '单元没有所有权登记，按未登记单元入库。');
  for (const row of [...owners, ...of('mortgage')]) checkRight(row, of('holder'), around, say);
  checkHolders(of('holder'), [...owners, ...of('mortgage')], around, say);
  for (const row of of('mortgage')) {
    if (owners.length === 0) say(row, 'error', 'MORTGAGE_WITHOUT_OWNER', '单元没有所有权，不能有抵押权。');
    if ((row.values.termFrom ?? '') > (row.values.termTo ?? '9')) say(row, 'error', 'TERM', '债务履行起始晚于结束。');
  }
  checkSeizures(of('seizure'), around, say);
  return findings;
}

type Say = (row: StockRow | null, severity: RowFinding['severity'], code: string, message: string) => void;

function checkUnit(house: string, unit: StockRow, around: Surroundings, say: Say): void {
  const code = validateUnitCode(house);
  if (!code.ok) {
    say(unit, 'unlinked', 'UNIT_CODE_UNLINKED', '不是 28 位不动产单元号：房屋尚未与宗地挂接。');
    return;
  }
  if (code.value.jurisdiction !== 'handled') {
    say(unit, 'error', 'UNIT_NOT_OURS', '单元不属于本登记机构；原江东区代码请先经对照表转换。');
    return;
  }
  const { parcelCode, buildingNo, fixture } = code.value;
  if (!around.parcelKnown(parcelCode))
    say(unit, 'unlinked', 'LAND_MISSING', '有房无地：宗地不在登记簿，也不在本批“宗地”表中。');
  else if (fixture === 'F' && !around.buildingKnown(parcelCode, buildingNo))
    say(unit, 'error', 'BUILDING_MISSING', '自然幢不在登记簿，也不在本批“自然幢”表中。');
  const { area, innerArea, sharedArea } = unit.values;
  if (innerArea && sharedArea && Math.abs(Number(innerArea) + Number(sharedArea) - Number(area)) > 0.0101)
    say(unit, 'error', 'AREA_SUM', '套内面积与分摊面积之和不等于建筑面积（误差 0.01 ㎡）。');
  else if (!innerArea || !sharedArea)
    say(unit, 'warning', 'AREA_PARTS_MISSING', '缺少套内面积或分摊面积，可入库后补录。');
}

function checkRight(row: StockRow, holders: readonly StockRow[], around: Surroundings, say: Say): void {
  const { certificateNo, registeredAt } = row.values;
  if (registeredAt && new Date(registeredAt) > around.now) say(row, 'error', 'FUTURE', '登记时间晚于今天。');
  if (!certificateNo) return;
  if (around.certificateTaken(certificateNo))
    say(row, 'error', 'CERTIFICATE_TAKEN', '证号与登记簿或本批其他权利重复。');
  const year = Number(dayOf(around.now).slice(0, 4));
  const unified = validateCertificateNo(certificateNo, { currentYear: year });
  if (!unified.ok && /不动产(权|证明)第/.test(certificateNo)) say(row, 'error', 'CERTIFICATE_NO', unified.message);
  else if (!unified.ok && !validateLegacyCertificateNo(certificateNo).ok)
    say(row, 'error', 'CERTIFICATE_NO', '旧证号应为 4 至 60 个字。');
  const own = holders.filter((holder) => holder.values.certificateNo === certificateNo);
  if (own.length === 0) say(row, 'error', 'HOLDER_MISSING', '权利没有权利人。');
  if (row.kind === 'ownership') checkShares(row, own, say);
}

function checkShares(row: StockRow, holders: readonly StockRow[], say: Say): void {
  const { mode } = row.values;
  if (mode === 'single' && holders.length > 1) say(row, 'error', 'MODE', '单独所有只能有一名权利人。');
  if (mode === 'joint' && holders.length < 2) say(row, 'error', 'MODE', '共同共有应有两名以上权利人。');
  if (mode !== 'shares') {
    if (holders.some((holder) => holder.values.share)) say(row, 'error', 'MODE', '不是按份共有，不应填写权利比例。');
    return;
  }
  const shares = holders.flatMap((holder) => {
    const share = holder.values.share ? parseShare(holder.values.share) : null;
    return share?.ok ? [share.value] : [];
  });
  const sum = validateShares(shares);
  if (holders.length < 2 || shares.length !== holders.length)
    say(row, 'error', 'SHARES', '按份共有须逐人填写权利比例。');
  else if (!sum.ok) say(row, 'error', 'SHARES', sum.message);
}

function checkHolders(holders: readonly StockRow[], rights: readonly StockRow[], around: Surroundings, say: Say): void {
  const known = new Set(rights.map((row) => row.values.certificateNo));
  for (const row of holders) {
    if (row.values.certificateNo && !known.has(row.values.certificateNo))
      say(row, 'error', 'RIGHT_MISSING', '权利人所属的证号没有出现在“所有权”或“抵押权”表中。');
    checkPerson(row, around, say);
  }
}

/** Of a holder, or of the debtor of a seizure. */
function checkPerson(row: StockRow, around: Surroundings, say: Say): void {
  const { idType, idNo, name, respondent } = row.values;
  if (!isSeenWhole(name ?? respondent ?? '')) say(row, 'error', 'NAME_UNSEEN', unseenName);
  if (!idType || !idNo) return;
  const kept = idNumberOf(idType, idNo);
  const valid = validateIdNumber(idType, kept.idNo, { today: dayOf(around.now) });
  if (!valid.ok) say(row, 'error', valid.code, `证件号：${valid.message}`);
  else if (kept.old) say(row, 'warning', 'OLD_ID_NUMBER', '15 位旧身份证号：按 18 位入库，旧号留作历史。');
}

function checkSeizures(rows: readonly StockRow[], around: Surroundings, say: Say): void {
  const effective = rows.filter((row) => ['seizure', 'pre_seizure'].includes(row.values.seizureType ?? ''));
  for (const row of effective.slice(1))
    say(row, 'error', 'SEIZURES_OVERLAP', '同一单元只能有一项生效查封，其余应为轮候。');
  if (rows.length > 0 && effective.length === 0)
    say(rows[0] ?? null, 'error', 'QUEUE_WITHOUT_SEIZURE', '只有轮候而没有生效的查封。');
  for (const row of rows) {
    const months = Number(row.values.termMonths);
    const deliveredAt = row.values.deliveredAt ? new Date(row.values.deliveredAt) : around.now;
    const longest = around.longestTerm(deliveredAt);
    if (months < 1 || months > longest) say(row, 'error', 'TERM', `查封期限应为 1 至 ${longest} 个月。`);
    if (deliveredAt > around.now) say(row, 'error', 'FUTURE', '送达时间晚于今天。');
    if (row.values.startsAt && !effective.includes(row)) say(row, 'error', 'QUEUE_TERM', '轮候查封没有起始时间。');
    checkPerson(row, around, say);
  }
}
