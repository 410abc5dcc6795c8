import type { District, OwnershipMode, RuleProfile } from '../common.ts';
import type { Queryable } from '../db/transaction.ts';
import { one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import type {
  Application,
  ApplicationTerms,
  CaseOutcome,
  CaseStatus,
  Channel,
  ProcessId,
  StartVariables,
} from './types.ts';

export interface CaseRow {
  case_no: string;
  application_key: string;
  application_hash: string;
  item_code: string;
  channel: Channel;
  district: District;
  rule_profile: RuleProfile;
  status: CaseStatus;
  outcome: CaseOutcome | null;
  close_reason: string | null;
  ownership_mode: OwnershipMode | null;
  contract: NonNullable<Application['contract']> | null;
  mortgage: NonNullable<Application['mortgage']> | null;
  name_change: NonNullable<Application['nameChange']> | null;
  tax_family: NonNullable<Application['taxFamily']> | null;
  operation: string | null;
  combined: string[];
  terms: ApplicationTerms;
  cert_medium: StartVariables['certMedium'];
  separate_certs: boolean;
  start_variables: StartVariables;
  filed_at: Date;
  filed_by: string;
  accepted_at: Date | null;
  accepted_by: string | null;
  entered_at: Date | null;
  withdrawal_requested_at: Date | null;
  recheck_needed: boolean;
  inquiry: Record<string, unknown> | null;
  archive_no: string | null;
  closed_at: Date | null;
  process_id: ProcessId;
  organisation_id: string | null;
  process_instance_key: string | null;
  bpmn_process_id: string | null;
}

export function caseUnknown(caseNo: string): RegistryError {
  return new RegistryError('CASE_UNKNOWN', `没有业务${caseNo}；请核对业务号。`);
}

/**
 * Takes the case for this transaction. Every change of a case starts here, so changes of one case queue up.
 * Lock order everywhere: case → units by code → numbers → chain head.
 */
export async function lockCase(db: Queryable, caseNo: string): Promise<CaseRow> {
  const row = await one<CaseRow>(db, 'SELECT * FROM registry.cases WHERE case_no = $1 FOR NO KEY UPDATE', [caseNo]);
  if (!row) throw caseUnknown(caseNo);
  return row;
}

export async function lockOpenCase(db: Queryable, caseNo: string): Promise<CaseRow> {
  const row = await lockCase(db, caseNo);
  if (row.status === 'CLOSED')
    throw new RegistryError('CASE_CLOSED', `业务${caseNo}已办结，不能再修改；如需办理请重新申请。`);
  return row;
}

export async function unitCodesOf(db: Queryable, caseNo: string): Promise<string[]> {
  const { rows } = await db.query<{ unit_code: string }>(
    'SELECT unit_code FROM registry.case_units WHERE case_no = $1 ORDER BY unit_code COLLATE "C"',
    [caseNo],
  );
  return rows.map((row) => row.unit_code);
}
