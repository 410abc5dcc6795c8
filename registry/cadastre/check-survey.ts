import { dayExists } from '../validators/normalise.ts';
import { districts, validateUnitCode } from '../validators/unit-code.ts';
import type { Survey, SurveyUnit } from './types.ts';

interface Problem {
  field: string;
  code: string;
  message: string;
}

/** More than one building of a big estate; a request that is larger is a mistake. */
export const mostSurveyUnits = 600;

/** Form only, everything at once: what the book says about it is asked while it is written. */
export function checkSurvey(survey: Survey, today: string): Problem[] {
  const problems: Problem[] = [];
  const say = (field: string, code: string, message: string) => problems.push({ field, code, message });
  const units = survey.units ?? [];
  if (survey.surveyNo.trim().length < 4) say('surveyNo', 'SURVEY_NO', '请填写成果编号（至少4位）。');
  if (survey.surveyor.trim() === '') say('surveyor', 'SURVEYOR', '请填写测绘单位。');
  if (!dayExists(survey.surveyedOn) || survey.surveyedOn > today)
    say('surveyedOn', 'SURVEY_DAY', '测绘日期不存在或晚于今天；请按成果报告填写。');
  const land = validateUnitCode(`${survey.parcelCode}W00000000`);
  if (!land.ok) say('parcelCode', land.code, '宗地代码应为19位，请对照宗地图核对。');
  else if (!(land.value.district in districts))
    say('parcelCode', 'UNIT_NOT_OURS', '该宗地不属于本机构登记范围；请核对宗地代码。');
  if (survey.kind === 'parcel' && !survey.parcel)
    say('parcel', 'PARCEL_MISSING', '宗地成果须有坐落、面积、用途和权利性质。');
  if (survey.kind !== 'parcel' && units.length === 0) say('units', 'UNITS_MISSING', '请列出成果中的户（不动产单元）。');
  if (units.length > mostSurveyUnits)
    say('units', 'UNITS_TOO_MANY', `一份成果最多${mostSurveyUnits}户；请按幢分别报送。`);
  if (new Set(units.map((unit) => unit.unitCode)).size !== units.length)
    say('units', 'UNIT_TWICE', '同一单元代码出现了两次；请核对户表。');
  for (const [i, unit] of units.entries()) checkUnit(unit, survey, `units[${i}]`, say);
  return problems;
}

function checkUnit(
  unit: SurveyUnit,
  survey: Survey,
  field: string,
  say: (field: string, code: string, message: string) => void,
): void {
  const code = validateUnitCode(unit.unitCode);
  if (!code.ok) say(`${field}.unitCode`, code.code, code.message);
  else if (code.value.parcelCode !== survey.parcelCode)
    say(`${field}.unitCode`, 'UNIT_ELSEWHERE', `单元${unit.unitCode}不在宗地${survey.parcelCode}上；请核对。`);
  else if (code.value.fixture !== 'F' && survey.kind !== 'partition')
    say(`${field}.unitCode`, 'UNIT_FIXTURE', '房产成果中的户，单元代码第20位应为F。');
  if (unit.location.trim() === '') say(`${field}.location`, 'LOCATION', '请填写坐落。');
  if (!(unit.area > 0)) say(`${field}.area`, 'AREA', '建筑面积应大于0；请按测绘成果填写。');
  const { innerArea, sharedArea } = unit;
  if (typeof innerArea === 'number' && typeof sharedArea === 'number') {
    // 建筑面积 = 套内 + 分摊, to the hundredth (GB/T 17986)
    if (Math.abs(Math.round((innerArea + sharedArea - unit.area) * 100)) > 1)
      say(`${field}.area`, 'AREA_SUM', `单元${unit.unitCode}的建筑面积应等于套内面积加分摊面积。`);
  } else if (typeof innerArea === 'number' || typeof sharedArea === 'number')
    say(`${field}.area`, 'AREA_PARTS', `单元${unit.unitCode}请同时填写套内面积和分摊面积。`);
}
