import { type ReportLine, type StandardTable, standardTables } from '../../registry/index.ts';
import type { ReportView } from '../api/quality.ts';
import { toWire } from './to-wire.ts';

const kinds: Record<string, string> = {
  REGISTRATION: '登簿',
  SEIZURE: '查封',
  SEIZURE_RENEWAL: '续封',
  SEIZURE_LIFT: '解封',
  SEIZURE_EXPIRY: '查封到期',
  SEIZURE_DISPOSAL: '查封处置',
  MIGRATION: '补录',
};

function fieldName(table: string | null, field: string | null): string | null {
  const known = table ? (standardTables as Record<string, StandardTable>)[table] : undefined;
  if (!known) return null;
  const name = known.fields.find((one) => one.code === field)?.name;
  return name ? `${known.name} · ${name}` : known.name;
}

export function reportView({ kind, findings, ...line }: ReportLine): ReportView {
  return toWire({
    ...line,
    kindText: kinds[kind] ?? kind,
    findings: findings.map((one) => ({ ...one, fieldName: fieldName(one.table, one.field) })),
  });
}
