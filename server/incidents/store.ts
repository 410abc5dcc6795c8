import type { Pool } from 'pg';

export interface IncidentRow {
  incidentKey: string;
  caseNo: string | null;
  district: string | null;
  processInstanceKey: string;
  bpmnProcessId: string;
  elementId: string;
  errorType: string;
  message: string;
  jobKey: string | null;
  since: Date;
  retries: number;
  lastRetryBy: string | null;
}

const SELECT = `SELECT i.incident_key AS "incidentKey", i.case_no AS "caseNo", i.district, i.process_instance_key AS "processInstanceKey",
    i.bpmn_process_id AS "bpmnProcessId", i.element_id AS "elementId", i.error_type AS "errorType", i.message,
    i.job_key AS "jobKey", i.since,
    (SELECT count(*)::int FROM desk.incident_retry r WHERE r.incident_key = i.incident_key
        OR (r.case_no = i.case_no AND r.element_id = i.element_id)) AS retries,
    (SELECT r.user_id FROM desk.incident_retry r WHERE r.incident_key = i.incident_key
        OR (r.case_no = i.case_no AND r.element_id = i.element_id) ORDER BY r.at DESC LIMIT 1) AS "lastRetryBy"
  FROM desk.incident i`;

/** Active incidents; those without a case only for who sees the whole city. */
export async function activeIncidents(pool: Pool, district: string | null): Promise<IncidentRow[]> {
  const { rows } = await pool.query<IncidentRow>(
    `${SELECT} WHERE i.resolved_at IS NULL AND ($1::text IS NULL OR i.district = $1) ORDER BY i.since LIMIT 500`,
    [district],
  );
  return rows;
}

export async function activeIncidentsOf(pool: Pool, caseNo: string): Promise<IncidentRow[]> {
  const { rows } = await pool.query<IncidentRow>(
    `${SELECT} WHERE i.resolved_at IS NULL AND i.case_no = $1 ORDER BY i.since`,
    [caseNo],
  );
  return rows;
}

export async function findActiveIncident(pool: Pool, incidentKey: string): Promise<IncidentRow | null> {
  const { rows } = await pool.query<IncidentRow>(`${SELECT} WHERE i.resolved_at IS NULL AND i.incident_key = $1`, [
    incidentKey,
  ]);
  return rows[0] ?? null;
}

export async function markResolved(pool: Pool, incidentKeys: string[], at: Date): Promise<void> {
  await pool.query('UPDATE desk.incident SET resolved_at = $2 WHERE incident_key = ANY($1) AND resolved_at IS NULL', [
    incidentKeys,
    at,
  ]);
}
