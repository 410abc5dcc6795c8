import { createHash } from 'node:crypto';
import type { Actor } from '../common.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { assessUnits } from '../quality/assess.ts';
import { type EntryHead, loadFacts } from './load-facts.ts';
import { encodeRows, localIso, type ReportMessage } from './message.ts';
import { fieldOf } from './standard.ts';
import type { DueReport, Remedy, ReportFinding, ReportLine, ReportState } from './types.ts';

const leaseMs = 60_000;
const firstRetryMs = 1_000;
const longestRetryMs = 3_600_000;

/** Number of a message from the number of its entry. */
export const messageNoOf = (entryId: string): string => `entry-${entryId}`;

interface HeadRow {
  entry_id: string;
  kind: string;
  case_no: string | null;
  registered_at: Date;
  unit_codes: string[];
  attempts: number;
}

const unitCodesSql =
  '(SELECT coalesce(array_agg(u.unit_code ORDER BY u.unit_code), ARRAY[]::text[]) FROM registry.entry_units u WHERE u.entry_id = e.entry_id)';

/** SKIP LOCKED, so that several servers share the work; a report is built after its lease is taken, in a snapshot of its own. */
export async function claimReports({ pool, clock }: Deps, limit: number): Promise<DueReport[]> {
  const { rows } = await pool.query<HeadRow>(
    `WITH due AS (
       UPDATE registry.upper_reports SET due_at = $1::timestamptz + $3 * interval '1 millisecond', attempts = attempts + 1
       WHERE entry_id IN (SELECT entry_id FROM registry.upper_reports WHERE state = 'PENDING' AND due_at <= $1
         ORDER BY due_at, entry_id LIMIT $2 FOR UPDATE SKIP LOCKED)
       RETURNING entry_id, attempts)
     SELECT e.entry_id, e.kind, e.case_no, e.registered_at, ${unitCodesSql} AS unit_codes, attempts
     FROM due JOIN registry.register_entries e USING (entry_id) ORDER BY e.entry_id`,
    [clock.now(), limit, leaseMs],
  );
  const due: DueReport[] = [];
  for (const row of rows) {
    const message = await buildMessage(pool, row);
    due.push({ entryId: row.entry_id, attempts: row.attempts, message, contentHash: hashOf(message) });
  }
  return due;
}

export async function buildMessage(db: Queryable, row: Omit<HeadRow, 'attempts'>): Promise<ReportMessage> {
  const entry: EntryHead = {
    entryId: row.entry_id,
    kind: row.kind,
    caseNo: row.case_no,
    registeredAt: row.registered_at,
    unitCodes: row.unit_codes,
  };
  return {
    head: {
      messageNo: messageNoOf(entry.entryId),
      kind: entry.kind,
      caseNo: entry.caseNo ?? '',
      district: entry.unitCodes[0]?.slice(0, 6) ?? '',
      registeredAt: localIso(entry.registeredAt),
      unitCodes: entry.unitCodes.join('、'),
    },
    data: encodeRows(await loadFacts(db, entry)),
  };
}

const hashOf = (message: ReportMessage) => createHash('sha256').update(JSON.stringify(message)).digest('hex');

interface Decided {
  entry_id: string;
  case_no: string | null;
  unit_codes: string[];
}

/** Takes the answer once; null when the report was decided before. */
async function decide(
  db: Queryable,
  entryId: string,
  set: string,
  values: readonly unknown[],
): Promise<Decided | null> {
  return one<Decided>(
    db,
    `UPDATE registry.upper_reports r SET ${set} FROM registry.register_entries e
     WHERE r.entry_id = $1 AND r.state = 'PENDING' AND e.entry_id = r.entry_id
     RETURNING r.entry_id, e.case_no, ${unitCodesSql} AS unit_codes`,
    [entryId, ...values],
  );
}

export async function reportAccepted(
  { pool, clock }: Deps,
  entryId: string,
  contentHash: string,
  reportNo: string,
): Promise<void> {
  const now = clock.now();
  await inTransaction(pool, async (client) => {
    const done = await decide(
      client,
      entryId,
      "state = 'ACCEPTED', report_no = $2, content_hash = $3, decided_at = $4, findings = '[]', last_error = NULL",
      [reportNo, contentHash, now],
    );
    if (!done) return;
    await replaceCorrected(client, done, now);
    await assessUnits(client, done.unit_codes, now);
    await tell(client, done, 'report.accepted', 'system', now, { reportNo, contentHash });
  });
}

/** A rejected report whose page a later 更正登记 put right needs no second sending: the correction was accepted in its place. */
async function replaceCorrected(db: Queryable, accepted: Decided, now: Date): Promise<void> {
  await db.query(
    `UPDATE registry.upper_reports r SET state = 'REPLACED', replaced_by = $1, decided_at = $2
     WHERE r.state = 'REJECTED' AND r.entry_id < $1
       AND EXISTS (SELECT 1 FROM registry.rights n WHERE n.entry_id = $1 AND n.reg_type = 500)
       AND NOT EXISTS (SELECT 1 FROM registry.entry_units u WHERE u.entry_id = r.entry_id AND u.unit_code <> ALL ($3))`,
    [accepted.entry_id, now, accepted.unit_codes],
  );
}

export async function reportRejected(
  { pool, clock }: Deps,
  entryId: string,
  contentHash: string,
  findings: readonly ReportFinding[],
): Promise<void> {
  const now = clock.now();
  await inTransaction(pool, async (client) => {
    const done = await decide(
      client,
      entryId,
      "state = 'REJECTED', findings = $2, content_hash = $3, decided_at = $4, last_error = NULL",
      [JSON.stringify(findings), contentHash, now],
    );
    if (!done) return;
    await assessUnits(client, done.unit_codes, now);
    const codes = findings.map(({ table, field, code }) => ({ table, field, code }));
    await tell(client, done, 'report.rejected', 'system', now, { contentHash, findings: codes });
  });
}

async function tell(
  db: Queryable,
  { entry_id, case_no, unit_codes }: Decided,
  topic: string,
  actor: string,
  at: Date,
  payload: Record<string, unknown>,
): Promise<void> {
  await appendEvent(db, {
    chain: unit_codes[0]?.slice(0, 6) ?? '330203',
    topic,
    caseNo: case_no,
    unitCodes: unit_codes,
    actor,
    at,
    payload: { entryId: entry_id, ...payload },
  });
}

export async function reportFailed({ pool, clock }: Deps, entryId: string, error: string): Promise<void> {
  await pool.query(
    `UPDATE registry.upper_reports SET last_error = left($2, 500),
       due_at = $3::timestamptz + least($5, $4 * power(2, greatest(attempts - 1, 0))) * interval '1 millisecond'
     WHERE entry_id = $1 AND state = 'PENDING'`,
    [entryId, error, clock.now(), firstRetryMs, longestRetryMs],
  );
}

/** Sends rejected reports again; those of `unitCodes` when no number is given. */
export async function sendAgain(
  db: Queryable,
  which: { entryId: string } | { unitCodes: readonly string[] },
  by: Actor,
  now: Date,
  note: string,
): Promise<number> {
  const { rows } = await db.query<Decided>(
    `UPDATE registry.upper_reports r SET state = 'PENDING', findings = '[]', due_at = $1, decided_at = NULL
     FROM registry.register_entries e WHERE e.entry_id = r.entry_id AND r.state = 'REJECTED'
       AND ($2::bigint IS NULL OR r.entry_id = $2)
       AND ($3::text[] IS NULL OR EXISTS (SELECT 1 FROM registry.entry_units u WHERE u.entry_id = r.entry_id AND u.unit_code = ANY ($3)))
     RETURNING r.entry_id, e.case_no, ${unitCodesSql} AS unit_codes`,
    [now, 'entryId' in which ? which.entryId : null, 'unitCodes' in which ? which.unitCodes : null],
  );
  for (const row of rows) await tell(db, row, 'report.resent', by.userId, now, { note });
  return rows.length;
}

export async function resendReport({ pool, clock }: Deps, entryId: string, by: Actor, note: string): Promise<void> {
  const sent = await inTransaction(pool, (client) => sendAgain(client, { entryId }, by, clock.now(), note));
  if (sent === 0)
    throw new RegistryError('REPORT_NOT_REJECTED', '这条上报没有被退回，或已重新上报；请刷新数据质量队列。');
}

interface LineRow extends Omit<HeadRow, 'attempts'> {
  state: ReportState;
  attempts: number;
  last_error: string | null;
  report_no: string | null;
  decided_at: Date | null;
  findings: ReportFinding[];
}

const linesSql = `SELECT e.entry_id, e.kind, e.case_no, e.registered_at, ${unitCodesSql} AS unit_codes,
    r.state, r.attempts, r.last_error, r.report_no, r.decided_at, r.findings
  FROM registry.upper_reports r JOIN registry.register_entries e USING (entry_id)`;

export async function listReports(
  { pool }: Deps,
  filter: { state?: ReportState; district?: string | null; limit?: number },
): Promise<ReportLine[]> {
  const { rows } = await pool.query<LineRow>(
    `${linesSql} WHERE ($1::text IS NULL OR r.state = $1)
       AND ($2::text IS NULL OR EXISTS (SELECT 1 FROM registry.entry_units u WHERE u.entry_id = r.entry_id AND left(u.unit_code, 6) = $2))
     ORDER BY e.entry_id DESC LIMIT $3`,
    [filter.state ?? null, filter.district ?? null, Math.min(filter.limit ?? 100, 500)],
  );
  return rows.map(toLine);
}

export async function getReport({ pool }: Deps, entryId: string): Promise<ReportLine | null> {
  const row = await one<LineRow>(pool, `${linesSql} WHERE r.entry_id = $1`, [entryId]);
  return row ? toLine(row) : null;
}

function toLine(row: LineRow): ReportLine {
  return {
    entryId: row.entry_id,
    messageNo: messageNoOf(row.entry_id),
    kind: row.kind,
    caseNo: row.case_no,
    unitCodes: row.unit_codes,
    registeredAt: row.registered_at,
    state: row.state,
    attempts: row.attempts,
    lastError: row.last_error,
    reportNo: row.report_no,
    decidedAt: row.decided_at,
    findings: row.findings.map((finding) => ({ ...finding, remedy: remedyOf(finding) })),
  };
}

/** Which way is open: survey data is completed, what the law ties to a registration is corrected by one (条例 §21, 民法典 220). */
export function remedyOf({ table, field }: Pick<ReportFinding, 'table' | 'field'>): Remedy {
  const known = table && field ? fieldOf(table, field) : undefined;
  if (!known) return 'platform';
  return known.survey ? 'complete' : 'correct';
}

export async function reportsOfCase(
  { pool }: Deps,
  caseNo: string,
): Promise<{ entryId: string; state: ReportState }[]> {
  const { rows } = await pool.query<{ entry_id: string; state: ReportState }>(
    'SELECT r.entry_id, r.state FROM registry.upper_reports r JOIN registry.register_entries e USING (entry_id) WHERE e.case_no = $1 ORDER BY r.entry_id',
    [caseNo],
  );
  return rows.map((row) => ({ entryId: row.entry_id, state: row.state }));
}

export async function countReports({ pool }: Deps, district: string | null): Promise<Record<ReportState, number>> {
  const counts: Record<ReportState, number> = { PENDING: 0, ACCEPTED: 0, REJECTED: 0, REPLACED: 0 };
  const { rows } = await pool.query<{ state: ReportState; count: string }>(
    `SELECT r.state, count(*) FROM registry.upper_reports r
     WHERE $1::text IS NULL OR EXISTS (SELECT 1 FROM registry.entry_units u WHERE u.entry_id = r.entry_id AND left(u.unit_code, 6) = $1)
     GROUP BY r.state`,
    [district],
  );
  for (const row of rows) counts[row.state] = Number(row.count);
  return counts;
}
