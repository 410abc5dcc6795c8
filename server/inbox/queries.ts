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

/** Open tasks of the user's role, and of his district or organisation. What a supervisor watches beyond his own is the board's. */
export async function openTasksFor(pool: Pool, user: User): Promise<InboxRow[]> {
  const { rows } = await pool.query<InboxRow>(
    `SELECT ${COLUMNS} FROM desk.task_inbox
      WHERE state = 'open' AND case_no IS NOT NULL
        AND ($1::text IS NULL OR district = $1) AND role = $2 AND (NOT $3 OR organisation_id = $4)
      ORDER BY created_at, task_key LIMIT ${MAX_ROWS}`,
    [user.district, user.role, seesOwnOrganisationOnly(user.role), user.organisationId],
  );
  return rows;
}

/** What the user completed since `since`, newest first. */
export async function doneBy(pool: Pool, userId: string, since: Date): Promise<InboxRow[]> {
  const { rows } = await pool.query<InboxRow>(
    `SELECT ${COLUMNS} FROM desk.task_inbox
      WHERE state = 'completed' AND ended_by = $1 AND ended_at >= $2 ORDER BY ended_at DESC LIMIT 500`,
    [userId, since],
  );
  return rows;
}

export async function openCountsByElement(
  pool: Pool,
  district: string | null,
): Promise<{ elementId: string; role: string; caseNo: string | null }[]> {
  const { rows } = await pool.query(
    `SELECT element_id AS "elementId", role, case_no AS "caseNo" FROM desk.task_inbox
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
