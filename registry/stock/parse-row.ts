import { dayExists, normaliseDocumentNo, toHalfWidth } from '../validators/normalise.ts';
import { parseShare } from '../validators/shares.ts';
import type { StockColumn, StockTemplate } from './templates.ts';

/** A cell as a CSV or a workbook gives it. */
export type StockCell = string | number | boolean | Date | null | undefined;
export type StockValues = Readonly<Record<string, string>>;

export interface RowFinding {
  severity: 'error' | 'unlinked' | 'warning';
  code: string;
  message: string;
}

/**
 * A row in our keys; every value is text in one form: days `YYYY-MM-DD`, instants ISO 8601, money in fen, areas with two decimals. What
 * cannot be read is a finding, and its key is left out. Findings name header and rule, never the value: it may be a person's.
 */
export function parseStockRow(
  template: StockTemplate,
  cells: Readonly<Record<string, StockCell>>,
): { values: StockValues; findings: RowFinding[] } {
  const values: Record<string, string> = {};
  const findings: RowFinding[] = [];
  for (const column of template.columns) {
    const text = textOf(cells[column.header]);
    if (text === '') {
      if (column.required) findings.push(error('MISSING', `“${column.header}”必填。`));
      continue;
    }
    const value = read(column, text);
    if (value === null) findings.push(error(codeOf(column), `“${column.header}”${wanted(column)}。`));
    else values[column.key] = value;
  }
  return { values, findings };
}

/** Blanks and full-width letters do not count in these. */
const codes = new Set(['unitCode', 'parcelCode', 'buildingNo', 'idNo']);

const error = (code: string, message: string): RowFinding => ({ severity: 'error', code, message });

function textOf(cell: StockCell): string {
  if (cell === null || cell === undefined) return '';
  // A workbook's dates come as midnight UTC of the day, or as a local time written into UTC.
  if (cell instanceof Date) return cell.toISOString().slice(0, 19).replace('T00:00:00', '').replace('T', ' ');
  return String(cell).trim();
}

function read({ type, key }: StockColumn, text: string): string | null {
  if (typeof type === 'object') return type.words[text] ?? null;
  switch (type) {
    case 'integer':
      return /^-?\d{1,6}$/.test(text) ? text : null;
    case 'area':
      return /^\d{1,10}(\.\d{1,2}0*)?$/.test(text) && Number(text) > 0 ? Number(text).toFixed(2) : null;
    case 'money':
      return /^\d{1,13}(\.\d{1,2})?$/.test(text) ? fenOf(text) : null;
    case 'day':
      return dayIn(text);
    case 'instant':
      return instantOf(text);
    case 'share':
      return parseShare(text).ok ? toHalfWidth(text) : null;
    default:
      if (key === 'certificateNo') return normaliseDocumentNo(text);
      return codes.has(key) ? toHalfWidth(text).replace(/\s/g, '').toUpperCase() : text;
  }
}

function fenOf(yuan: string): string {
  const [whole = '0', cents = ''] = yuan.split('.');
  return String(Number(whole) * 100 + Number(cents.padEnd(2, '0')));
}

function dayIn(text: string): string | null {
  const found = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text);
  if (!found) return null;
  const day = `${found[1]}-${found[2]?.padStart(2, '0')}-${found[3]?.padStart(2, '0')}`;
  return dayExists(day) ? day : null;
}

/** Local time; a day alone is its midnight. */
function instantOf(text: string): string | null {
  const [dayText = '', time = '00:00:00'] = text.split(/[ T]/);
  const day = dayIn(dayText);
  if (!day || !/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?$/.test(time)) return null;
  return new Date(`${day}T${time.length === 5 ? `${time}:00` : time}+08:00`).toISOString();
}

const codeOf = ({ type }: StockColumn) => (typeof type === 'object' ? 'ENUM' : type.toUpperCase());

function wanted({ type }: StockColumn): string {
  if (typeof type === 'object') return `不在字典内，请填名称而不是代码：${Object.keys(type.words).join('、')}`;
  switch (type) {
    case 'area':
      return '应为大于 0、不超过两位小数的平方米数';
    case 'money':
      return '应为元，不超过两位小数';
    case 'day':
      return '不是存在的日期，应如 2019-05-01';
    case 'instant':
      return '不是存在的时间，应如 2019-05-01 09:30:00';
    case 'share':
      return '应为分数，如 1/3';
    default:
      return '应为整数';
  }
}
