import type { Pool } from 'pg';
import type { UserTask } from '../../platform/engine-client/index.ts';
import type { TaskSubject } from './case-of-instance.ts';

/** A row of desk.task_inbox. */
export interface InboxRow {
  taskKey: string;
  processInstanceKey: string;
  processDefinitionKey: string | null;
  bpmnProcessId: string;
  elementInstanceKey: string | null;
  elementId: string;
  stepName: string;
  formId: string;
  role: string;
  state: 'open' | 'completed' | 'cancelled';
  holder: string | null;
  caseNo: string | null;
  itemCode: string | null;
  itemName: string | null;
  district: string | null;
  /** Partner that filed the case. */
  organisationId: string | null;
  unitCodes: string[];
  location: string | null;
  parties: string[];
  acceptedBy: string | null;
  createdAt: Date;
  endedAt: Date | null;
  endedBy: string | null;
}

export const COLUMNS = `task_key AS "taskKey", process_instance_key AS "processInstanceKey",
  process_definition_key AS "processDefinitionKey", bpmn_process_id AS "bpmnProcessId",
  element_instance_key AS "elementInstanceKey", element_id AS "elementId",
  step_name AS "stepName", form_id AS "formId", role, state, holder, case_no AS "caseNo", item_code AS "itemCode",
  item_name AS "itemName", district, organisation_id AS "organisationId", unit_codes AS "unitCodes", location, parties, accepted_by AS "acceptedBy",
  created_at AS "createdAt", ended_at AS "endedAt", ended_by AS "endedBy"`;

export async function findTask(pool: Pool, taskKey: string): Promise<InboxRow | null> {
  const { rows } = await pool.query<InboxRow>(`SELECT ${COLUMNS} FROM desk.task_inbox WHERE task_key = $1`, [taskKey]);
  return rows[0] ?? null;
}

/** `CollectMaterials` → `collect-materials`, the form's id by convention. */
const formIdOf = (elementId: string) => elementId.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();

export interface Arrival {
  task: UserTask;
  case: TaskSubject | null;
}

/** Adds tasks that are new and gives late ones their case. Answers the keys that were new or got their case now. */
export async function upsertTasks(pool: Pool, arrivals: Arrival[], now: Date): Promise<string[]> {
  if (arrivals.length === 0) return [];
  const rows = arrivals.map(({ task, case: theCase }) => ({
    task_key: task.userTaskKey,
    process_instance_key: task.processInstanceKey,
    process_definition_key: task.processDefinitionKey ?? null,
    bpmn_process_id: task.processDefinitionId ?? '',
    process_version: task.processDefinitionVersion ?? null,
    element_instance_key: task.elementInstanceKey ?? null,
    element_id: task.elementId,
    step_name: task.name || task.elementId,
    form_id: formIdOf(task.elementId),
    role: task.candidateGroups?.[0] ?? '',
    holder: task.assignee || null,
    case_no: theCase?.caseNo ?? null,
    item_code: theCase?.itemCode ?? null,
    item_name: theCase?.itemName ?? null,
    district: theCase?.district ?? null,
    organisation_id: theCase?.organisationId ?? null,
    unit_codes: theCase?.unitCodes ?? [],
    location: theCase?.location ?? null,
    parties: theCase?.parties ?? [],
    accepted_by: theCase?.acceptedBy ?? null,
    created_at: task.creationDate ?? now.toISOString(),
  }));
  const { rows: touched } = await pool.query<{ task_key: string }>(
    `INSERT INTO desk.task_inbox (task_key, process_instance_key, process_definition_key, bpmn_process_id, process_version,
       element_instance_key, element_id, step_name, form_id, role, holder, case_no, item_code, item_name, district,
       organisation_id, unit_codes, location, parties, accepted_by, created_at)
     SELECT task_key, process_instance_key, process_definition_key, bpmn_process_id, process_version,
       element_instance_key, element_id, step_name, form_id, role, holder, case_no, item_code, item_name, district,
       organisation_id, unit_codes, location, parties, accepted_by, created_at
     FROM jsonb_to_recordset($1::jsonb) AS t(task_key text, process_instance_key text, process_definition_key text,
       bpmn_process_id text, process_version int, element_instance_key text, element_id text, step_name text, form_id text,
       role text, holder text, case_no text, item_code text, item_name text, district text,
       organisation_id text, unit_codes text[],
       location text, parties text[], accepted_by text, created_at timestamptz)
     WHERE NOT EXISTS (SELECT 1 FROM desk.ended_task e WHERE e.task_key = t.task_key)
     ON CONFLICT (task_key) DO UPDATE SET case_no = excluded.case_no, item_code = excluded.item_code,
       item_name = excluded.item_name, district = excluded.district, organisation_id = excluded.organisation_id, unit_codes = excluded.unit_codes,
       location = excluded.location, parties = excluded.parties, accepted_by = excluded.accepted_by
       WHERE task_inbox.case_no IS NULL AND excluded.case_no IS NOT NULL
     RETURNING task_key`,
    [JSON.stringify(rows)],
  );
  return touched.map((row) => row.task_key);
}

/** The task is over in the engine. Answers the row when this call ended it. */
export async function endTask(
  pool: Pool,
  taskKey: string,
  state: 'completed' | 'cancelled',
  by: string | null,
  at: Date,
): Promise<InboxRow | null> {
  const { rows } = await pool.query<InboxRow>(
    `UPDATE desk.task_inbox SET state = $2, ended_at = $3, ended_by = $4, busy_by = NULL, busy_until = NULL
      WHERE task_key = $1 AND state = 'open' RETURNING ${COLUMNS}`,
    [taskKey, state, at, by],
  );
  await pool.query('DELETE FROM desk.draft WHERE task_key = $1', [taskKey]);
  return rows[0] ?? null;
}
