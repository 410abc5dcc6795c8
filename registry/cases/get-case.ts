import { revisionSql } from '../calendar/load-calendar.ts';
import type { Actor, IdType, Nature } from '../common.ts';
import type { FromJson } from '../db/rows-as-json.ts';
import type { Deps } from '../db/transaction.ts';
import { number, one } from '../db/transaction.ts';
import { getItem } from '../items/items.ts';
import { recordAudit } from '../people/audit.ts';
import { maskIdNo, maskName, maskPhone } from '../people/mask.ts';
import { type SlaJson, slaJsonSql, slaOfJson } from '../sla/ledger.ts';
import type { CaseRow } from './case-row.ts';
import { type MaterialsRow, toMaterial } from './materials.ts';
import type {
  ApplicationTerms,
  CaseFilter,
  CasePartyView,
  CaseSummary,
  CaseView,
  PartyRole,
  RegisteredPerson,
  ReviewRow,
} from './types.ts';

interface SummaryRow extends CaseRow {
  unit_codes: string[];
  location: string;
  party_names: { role: string; name: string; nature: string }[];
}

const summarySql = `
  SELECT c.*,
    (SELECT array_agg(unit_code ORDER BY unit_code) FROM registry.case_units u WHERE u.case_no = c.case_no) AS unit_codes,
    (SELECT location FROM registry.units u WHERE u.unit_code = c.start_variables->>'unitCode') AS location,
    (SELECT jsonb_agg(jsonb_build_object('role', role, 'name', name, 'nature', nature) ORDER BY party_no) FROM registry.case_parties p
      WHERE p.case_no = c.case_no AND role IN ('acquirer', 'obligor')) AS party_names
  FROM registry.cases c`;

function toSummary(row: SummaryRow): CaseSummary {
  const acquirersFirst = (row.party_names ?? []).toSorted((a, b) => (a.role < b.role ? -1 : a.role > b.role ? 1 : 0));
  return {
    caseNo: row.case_no,
    itemCode: row.item_code,
    itemName: getItem(row.item_code).name,
    channel: row.channel,
    district: row.district,
    status: row.status,
    outcome: row.outcome,
    unitCodes: row.unit_codes,
    location: row.location,
    parties: acquirersFirst.map((p) => maskName(p.name, p.nature)),
    filedAt: row.filed_at,
    filedBy: row.filed_by,
    processId: row.process_id,
    organisationId: row.organisation_id,
    acceptedAt: row.accepted_at,
    acceptedBy: row.accepted_by,
    enteredAt: row.entered_at,
    closedAt: row.closed_at,
    processInstanceKey: row.process_instance_key,
  };
}

export async function listCases({ pool }: Deps, filter: CaseFilter): Promise<CaseSummary[]> {
  const text = filter.text?.trim() || null;
  const { rows } = await pool.query<SummaryRow>(
    `${summarySql}
     WHERE ($1::text IS NULL OR c.district = $1) AND ($2::text[] IS NULL OR c.status = ANY ($2)) AND ($3::text IS NULL OR c.item_code = $3)
       AND ($4::text IS NULL OR EXISTS (SELECT 1 FROM registry.case_units u WHERE u.case_no = c.case_no AND u.unit_code = $4))
       AND ($5::text IS NULL OR c.process_instance_key = $5) AND ($6::timestamptz IS NULL OR c.filed_at < $6)
       AND ($7::text IS NULL OR c.case_no LIKE $7 || '%' OR EXISTS (
         SELECT 1 FROM registry.case_units cu JOIN registry.units u USING (unit_code)
         WHERE cu.case_no = c.case_no AND (u.unit_code LIKE $7 || '%' OR u.location LIKE '%' || $7 || '%')))
       AND ($9::text IS NULL OR c.organisation_id = $9)
     ORDER BY c.filed_at DESC, c.case_no DESC LIMIT $8`,
    [
      filter.district ?? null,
      filter.status ?? null,
      filter.itemCode ?? null,
      filter.unitCode ?? null,
      filter.processInstanceKey ?? null,
      filter.before ?? null,
      text ? text.replace(/[\\%_]/g, '\\$&') : null,
      Math.max(1, Math.min(filter.limit ?? 50, 500)),
      filter.organisationId ?? null,
    ],
  );
  return rows.map(toSummary);
}

/** The case with all that `getCase` shows of it. */
interface WholeRow extends SummaryRow {
  certificate_nos: string[];
  versions: Record<string, number> | null;
  target_right_ids: string[];
  parties: FromJson<PartyViewRow>[] | null;
  material_rows: MaterialsRow[] | null;
  review_rows: FromJson<ReviewsRow>[] | null;
  sla: SlaJson;
  calendar_revision: string;
}

/** One statement: a case is read so often that a round trip for each of its nine parts was a third of the server's work. */
const wholeSql = `
  SELECT whole.*,
    ARRAY(SELECT certificate_no FROM registry.certificates k WHERE k.case_no = whole.case_no ORDER BY 1) AS certificate_nos,
    (SELECT json_object_agg(unit_code, version_seen) FROM registry.case_units u WHERE u.case_no = whole.case_no AND version_seen IS NOT NULL) AS versions,
    ARRAY(SELECT right_id::text FROM registry.case_targets t WHERE t.case_no = whole.case_no ORDER BY right_id) AS target_right_ids,
    (SELECT json_agg(p ORDER BY p.party_no) FROM (
       SELECT p.*, i.result, i.verify_no, i.at FROM registry.case_parties p
       LEFT JOIN LATERAL (SELECT * FROM registry.identity_checks i WHERE i.case_no = p.case_no AND i.party_no = p.party_no ORDER BY at DESC LIMIT 1) i ON true
       WHERE p.case_no = whole.case_no) p) AS parties,
    (SELECT json_agg(m ORDER BY position) FROM registry.case_materials m WHERE m.case_no = whole.case_no) AS material_rows,
    (SELECT json_agg(r ORDER BY at, task_key) FROM registry.reviews r WHERE r.case_no = whole.case_no AND step <> 'intake') AS review_rows,
    ${slaJsonSql('whole.case_no')} AS sla,
    ${revisionSql} AS calendar_revision
  FROM (${summarySql} WHERE c.case_no = $1) whole`;

/** Null when there is no such case. Masked, unless `unmask` says who wants to know and why; that is logged. */
export async function getCase(
  { pool, clock }: Deps,
  caseNo: string,
  options: { unmask?: { actor: Actor; purpose: string } } = {},
): Promise<CaseView | null> {
  const row = await one<WholeRow>(pool, wholeSql, [caseNo]);
  if (!row) return null;
  if (options.unmask) await recordAudit(pool, clock.now(), { ...options.unmask, action: 'unmask.case', caseNo });
  return {
    ...toSummary(row),
    bpmnProcessId: row.bpmn_process_id,
    ruleProfile: row.rule_profile,
    startVariables: row.start_variables,
    partyDetails: (row.parties ?? []).map((party) => partyView(party, options.unmask === undefined)),
    ownershipMode: row.ownership_mode,
    contract: row.contract
      ? {
          contractNo: row.contract.contractNo ?? null,
          priceFen: row.contract.priceFen,
          signedOn: row.contract.signedOn,
          payMode: row.contract.payMode,
        }
      : null,
    mortgage: row.mortgage,
    operation: row.operation,
    combined: row.combined,
    terms: options.unmask ? row.terms : maskTerms(row.terms),
    targetRightIds: row.target_right_ids,
    separateCerts: row.separate_certs,
    materials: (row.material_rows ?? []).map(toMaterial),
    inquiry: row.inquiry,
    reviews: (row.review_rows ?? []).map(toReview),
    registerVersions: row.versions ?? {},
    withdrawalRequestedAt: row.withdrawal_requested_at,
    recheckNeeded: row.recheck_needed,
    certificateNos: row.certificate_nos,
    archiveNo: row.archive_no,
    closeReason: row.close_reason,
    sla: await slaOfJson(pool, row.sla, row.calendar_revision, clock.now()),
  };
}

/** Former holders named in the deed are people like the parties. */
function maskTerms(terms: ApplicationTerms): ApplicationTerms {
  const { transfer, inheritance } = terms;
  return {
    ...terms,
    ...(transfer?.previous ? { transfer: { ...transfer, previous: masked(transfer.previous) } } : {}),
    ...(inheritance
      ? {
          inheritance: {
            ...inheritance,
            deceased: masked(inheritance.deceased),
            ...(inheritance.renunciations ? { renunciations: masked(inheritance.renunciations) } : {}),
          },
        }
      : {}),
  };
}

const masked = <P extends RegisteredPerson>(people: readonly P[]): P[] =>
  people.map((one) => ({
    ...one,
    name: maskName(one.name, one.idType === 'uscc' ? 'company' : 'person'),
    idNo: maskIdNo(one.idNo),
  }));

export async function organisationOf({ pool }: Deps, caseNo: string): Promise<string | null> {
  const row = await one<{ organisation_id: string | null }>(
    pool,
    'SELECT organisation_id FROM registry.cases WHERE case_no = $1',
    [caseNo],
  );
  return row?.organisation_id ?? null;
}

interface PartyViewRow {
  party_no: number;
  role: PartyRole;
  nature: Nature;
  name: string;
  id_type: IdType;
  id_no: string;
  phone: string | null;
  share_n: string | null;
  share_d: string | null;
  result: NonNullable<CasePartyView['identity']>['result'] | null;
  verify_no: string | null;
  at: Date;
}

function partyView(row: FromJson<PartyViewRow>, masked: boolean): CasePartyView {
  return {
    partyNo: row.party_no,
    role: row.role,
    nature: row.nature,
    name: masked ? maskName(row.name, row.nature) : row.name,
    idType: row.id_type,
    idNo: masked ? maskIdNo(row.id_no) : row.id_no,
    phone: masked ? maskPhone(row.phone) : row.phone,
    share: row.share_n === null ? null : { n: number(row.share_n), d: number(row.share_d) },
    masked,
    identity: row.result === null ? null : { result: row.result, verifyNo: row.verify_no, at: new Date(row.at) },
  };
}

interface ReviewsRow {
  task_key: string;
  step: ReviewRow['step'];
  decision: string;
  reason_code: string | null;
  opinion: string | null;
  user_id: string;
  at: Date;
}

function toReview(r: FromJson<ReviewsRow>): ReviewRow {
  return {
    taskKey: r.task_key,
    step: r.step,
    decision: r.decision,
    reasonCode: r.reason_code,
    opinion: r.opinion,
    userId: r.user_id,
    at: new Date(r.at),
  };
}
