import { type SurveyUnit, UNIT_USES, type UnitUse, validateUnitCode } from '../../../server/api/index.ts';

/** Columns of the 户表, in order, as surveyors deliver it; separated by tabs (pasted from a table), commas or blanks. */
export const SURVEY_COLUMNS = [
  '单元代码',
  '坐落',
  '层',
  '室号',
  '用途',
  '建筑面积',
  '套内面积',
  '分摊面积',
  '分摊土地面积',
] as const;

export interface ReadRow {
  line: number;
  unit: SurveyUnit | null;
  /** What is wrong with the line; null when nothing is. */
  problem: string | null;
}

const useOf = new Map<string, UnitUse>(
  Object.entries(UNIT_USES).flatMap(([use, word]): [string, UnitUse][] => [
    [use, use as UnitUse],
    [word, use as UnitUse],
  ]),
);
useOf.set('车位', 'parking');
useOf.set('共有', 'common');

const number = (text: string | undefined) => (text && /^-?\d+(\.\d{1,2})?$/.test(text) ? Number(text) : undefined);

/** Every line that is not empty or the heading; what can be read becomes a unit. */
export function readRows(text: string): ReadRow[] {
  return text.split(/\r?\n/).flatMap((raw, i): ReadRow[] => {
    const cells = raw.split(/\t|,|，/).map((cell) => cell.trim());
    if (cells.every((cell) => cell === '') || cells[0] === SURVEY_COLUMNS[0]) return [];
    return [readRow(cells, i + 1)];
  });
}

function readRow(cells: string[], line: number): ReadRow {
  const [code = '', location = '', floor, roomNo, useWord = '', area, inner, shared, land] = cells;
  const wrong = (problem: string): ReadRow => ({ line, unit: null, problem });
  const unitCode = validateUnitCode(code);
  if (!unitCode.ok) return wrong(unitCode.message);
  const use = useOf.get(useWord);
  if (location === '') return wrong('请填写坐落。');
  if (!use) return wrong(`用途“${useWord}”不能识别；请填写：${Object.values(UNIT_USES).join('、')}。`);
  const size = number(area);
  if (!size || size <= 0) return wrong('请填写建筑面积，最多两位小数。');
  const [innerArea, sharedArea, apportionedLandArea] = [number(inner), number(shared), number(land)];
  const level = number(floor);
  return {
    line,
    problem: null,
    unit: {
      unitCode: unitCode.value.code,
      location,
      use,
      area: size,
      ...(level === undefined ? {} : { floor: Math.trunc(level) }),
      ...(roomNo ? { roomNo } : {}),
      ...(innerArea === undefined ? {} : { innerArea }),
      ...(sharedArea === undefined ? {} : { sharedArea }),
      ...(apportionedLandArea === undefined ? {} : { apportionedLandArea }),
    },
  };
}
