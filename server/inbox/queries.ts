import type { Pool } from 'pg';
import type { User } from '../../registry/index.ts';
import { seesOwnOrganisationOnly } from '../access/permissions.ts';
import { COLUMNS, type InboxRow } from './store.ts';

/** A desk that has more open tasks than this needs more staff; the oldest are shown. */
const MAX_ROWS = 5_000;

export async function openTasksOf(pool: Pool, caseNo: string): Promise<InboxRow[]> {
  const { rows } = await pool.query<InboxRow>(
    `SELECT ${COLUMNS} FROM desk.task_inbox WHERE case_no = $1 AND state = 'open' ORDER BY created_at, task_key`,
    [caseNo],
  );
  return rows;
}

type TaskOfCase = Pick<InboxRow, 'taskKey' | 'elementId' | 'stepName' | 'role' | 'holder' | 'createdAt'>;

/** Open tasks of a case, oldest first, and the diagrams' versions its instances run on, as all its tasks tell (by instance key). */
export async function tasksOfCase(
  pool: Pool,
  caseNo: string,
): Promise<{ open: TaskOfCase[]; versions: Record<string, number> }> {
  const { rows } = await pool.query<
    TaskOfCase & Pick<InboxRow, 'state' | 'processInstanceKey'> & { version: number | null }
  >(
    `SELECT task_key AS "taskKey", element_id AS "elementId", step_name AS "stepName", role, holder, state,
       created_at AS "createdAt", process_instance_key AS "processInstanceKey", process_version AS version
     FROM desk.task_inbox WHERE case_no = $1 ORDER BY created_at, task_key`,
    [caseNo],
  );
  return {
    open: rows.filter(({ state }) => state === 'open'),
    versions: Object.fromEntries(
      rows.flatMap(({ processInstanceKey, version }) => (version === null ? [] : [[processInstanceKey, version]])),
    ),
  };
}

/** Open tasks of the user's role, and of his district or organisation. What a supervisor watches beyond his own is the board's. */
export async function openTasksFor(pool: Pool, user: User, { heldOnly = false } = {}): Promise<InboxRow[]> {
  const { rows } = await pool.query<InboxRow>(
    `SELECT ${COLUMNS} FROM desk.task_inbox
      WHERE state = 'open' AND case_no IS NOT NULL
        AND ($1::text IS NULL OR district = $1) AND role = $2 AND (NOT $3 OR organisation_id = $4)
        AND ($5::text IS NULL OR holder = $5)
      ORDER BY created_at, task_key LIMIT ${MAX_ROWS}`,
    [user.district, user.role, seesOwnOrganisationOnly(user.role), user.organisationId, heldOnly ? user.userId : null],
  );
  return rows;
}

const DONE_BY = "desk.task_inbox WHERE state = 'completed' AND ended_by = $1 AND ended_at >= $2";
const MAX_DONE = 500;

/** What the user completed since `since`, newest first. */
export async function doneBy(pool: Pool, userId: string, since: Date): Promise<InboxRow[]> {
  const { rows } = await pool.query<InboxRow>(
    `SELECT ${COLUMNS} FROM ${DONE_BY} ORDER BY ended_at DESC LIMIT ${MAX_DONE}`,
    [userId, since],
  );
  return rows;
}

/** How many rows `doneBy` has. */
export async function countDoneBy(pool: Pool, userId: string, since: Date): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (SELECT FROM ${DONE_BY} LIMIT ${MAX_DONE}) done`,
    [userId, since],
  );
  return rows[0]!.count;
}

export async function openCountsByElement(
  pool: Pool,
  district: string | null,
): Promise<{ elementId: string; stepName: string; role: string; caseNo: string | null }[]> {
  const { rows } = await pool.query(
    `SELECT element_id AS "elementId", step_name AS "stepName", role, case_no AS "caseNo" FROM desk.task_inbox
      WHERE state = 'open' AND ($1::text IS NULL OR district = $1)`,
    [district],
  );
  return rows;
}

export async function openTasksOfCases(pool: Pool, caseNos: string[]): Promise<InboxRow[]> {
  const { rows } = await pool.query<InboxRow>(
    `SELECT ${COLUMNS} FROM desk.task_inbox WHERE case_no = ANY($1) AND state = 'open' ORDER BY created_at`,
    [caseNos],
  );
  return rows;
}
