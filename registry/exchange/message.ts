import type { Share } from '../common.ts';
import { nameOf, numberOf } from './codebooks.ts';
import { type Field, standardTables, type Table, type TableCode, tableCodes } from './standard.ts';

export type Cell = string | number | boolean | Date | Share | readonly string[] | null;
/** One row in our words: column → value; what is unknown is null. */
export type FactRow = Readonly<Record<string, Cell>>;
export type FactRows = Partial<Record<TableCode, readonly FactRow[]>>;

/** One row in the standard's: field code → text; what is unknown is left out. */
export type MessageRow = Readonly<Record<string, string>>;

/** What is reported of one entry (登簿), the same in JSON and XML. Every value is text, so that no parser rounds a number or drops a zero. */
export interface ReportMessage {
  head: {
    /** 报文编号: the entry's own number; the same number is the same report. */
    messageNo: string;
    /** 业务类型: kind of the entry. */
    kind: string;
    caseNo: string;
    /** 区县代码 QXDM. */
    district: string;
    registeredAt: string;
    /** BDCDYH of every page of the entry, joined by 、. */
    unitCodes: string;
  };
  data: Partial<Record<TableCode, MessageRow[]>>;
}

const offsetMs = 8 * 3_600_000;
/** ISO 8601 with +08:00 and milliseconds. */
export const localIso = (instant: Date): string =>
  `${new Date(instant.getTime() + offsetMs).toISOString().slice(0, 23)}+08:00`;

const listMark = '、';

/** Fen as a decimal of `unit` fen, exactly: 1050 fen are 10.50 元. */
function decimal(fen: number, digits: number): string {
  const text = String(Math.abs(fen)).padStart(digits + 1, '0');
  return `${fen < 0 ? '-' : ''}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

function write(field: Field, value: Exclude<Cell, null>): string | null {
  if (typeof field.type === 'object') return numberOf(field.type.book, String(value)) ?? `?${String(value)}`;
  switch (field.type) {
    case 'area':
      return Number(value).toFixed(2);
    case 'yuan':
      return decimal(Number(value), 2);
    case 'wan':
      return decimal(Number(value), 6);
    case 'instant':
      return localIso(value as Date);
    case 'share':
      return `${(value as Share).n}/${(value as Share).d}`;
    case 'yesNo':
      return value ? '1' : '0';
    case 'list':
      return (value as readonly string[]).length === 0 ? null : (value as readonly string[]).join(listMark);
    default:
      return String(value);
  }
}

function read(field: Field, text: string): Cell {
  if (typeof field.type === 'object') return nameOf(field.type.book, text) ?? text.replace(/^\?/, '');
  switch (field.type) {
    case 'integer':
    case 'area':
      return Number(text);
    case 'yuan':
    case 'wan':
      return Number(text.replace('.', ''));
    case 'instant':
      return new Date(text);
    case 'share': {
      const [n, d] = text.split('/').map(Number);
      return { n: n ?? 0, d: d ?? 1 };
    }
    case 'yesNo':
      return text === '1';
    case 'list':
      return text.split(listMark);
    default:
      return text;
  }
}

/** A list that is empty and a text that is empty are not sent; they come back as unknown. */
const isUnknown = (value: Cell | undefined) =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

function encodeRow(table: Table, row: FactRow): MessageRow {
  return Object.fromEntries(
    table.fields.flatMap((field) => {
      const value = row[field.column];
      if (value === undefined || value === null || isUnknown(value)) return [];
      const text = write(field, value);
      return text === null ? [] : [[field.code, text]];
    }),
  );
}

function decodeRow(table: Table, row: MessageRow): FactRow {
  return Object.fromEntries(
    table.fields.map((field) => {
      const text = row[field.code];
      return [field.column, text === undefined || text === '' ? null : read(field, text)];
    }),
  );
}

/** Our facts in the standard's codes. Tables without rows are left out. */
export function encodeRows(facts: FactRows): ReportMessage['data'] {
  return Object.fromEntries(
    tableCodes.flatMap((code) => {
      const rows = facts[code] ?? [];
      return rows.length === 0 ? [] : [[code, rows.map((row) => encodeRow(standardTables[code], row))]];
    }),
  );
}

/** The other way: every column of a table is there, null when it was not sent. */
export function decodeRows(data: ReportMessage['data']): FactRows {
  return Object.fromEntries(
    tableCodes.flatMap((code) => {
      const rows = data[code] ?? [];
      return rows.length === 0 ? [] : [[code, rows.map((row) => decodeRow(standardTables[code], row))]];
    }),
  );
}
