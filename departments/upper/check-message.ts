import { dictionary, violation } from './dictionary.ts';
import type { Finding, Message, MessageRow } from './message.ts';

/** Tables, fields, types, lengths and enumerations against the dictionary; every finding, not only the first. */
export function checkMessage(message: Message): Finding[] {
  const findings: Finding[] = [];
  for (const [table, rows] of Object.entries(message.data)) {
    const fields = dictionary[table];
    if (!fields) {
      findings.push({ table, field: null, unitCode: null, code: 'TABLE_UNKNOWN', message: `没有数据表${table}` });
      continue;
    }
    for (const row of rows) findings.push(...checkRow(table, fields, row));
  }
  return findings;
}

function checkRow(table: string, fields: Readonly<Record<string, string>>, row: MessageRow): Finding[] {
  const unitCode = row.BDCDYH ?? null;
  const wrong = Object.entries(fields).flatMap(([field, rule]): Finding[] => {
    const found = violation(rule, row[field]);
    return found ? [{ table, field, unitCode, code: found.code, message: `${table}.${field}：${found.message}` }] : [];
  });
  const strange = Object.keys(row)
    .filter((field) => !Object.hasOwn(fields, field))
    .map((field) => ({ table, field, unitCode, code: 'FIELD_UNKNOWN', message: `${table}没有字段${field}` }));
  return [...wrong, ...strange];
}
