import { dayOf } from '../calendar/local-time.ts';
import type { Actor, Day } from '../common.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { decidedBefore } from '../two-people.ts';
import { dayExists, normaliseCode } from '../validators/normalise.ts';
import type {
  ExclusionChange,
  ExclusionDecision,
  ExclusionProposal,
  ExclusionsApi,
  HousingExclusion,
} from './types.ts';

/** Proposed by one, approved by another, as a rule is; of the whole city, so in the chain of the office. */
const CHAIN = 'office';

interface Row {
  change_id: string;
  kind: ExclusionChange['kind'];
  unit_code: string;
  location: string;
  basis_no: string;
  day: Day;
  source: string;
  reason: string;
  proposed_by: string;
  proposed_at: Date;
  decision: ExclusionDecision | null;
  decided_by: string | null;
  decided_at: Date | null;
  decision_note: string | null;
}

const changeSql = `SELECT c.change_id, c.kind, c.unit_code, u.location, c.basis_no, c.day::text, c.source, c.reason, c.proposed_by, c.proposed_at, c.decision, c.decided_by,
    c.decided_at, c.decision_note FROM registry.exclusion_changes c JOIN registry.units u USING (unit_code)`;

const toChange = (row: Row): ExclusionChange => ({
  changeId: row.change_id,
  kind: row.kind,
  unitCode: row.unit_code,
  location: row.location,
  basisNo: row.basis_no,
  day: row.day,
  source: row.source,
  reason: row.reason,
  proposedBy: row.proposed_by,
  proposedAt: row.proposed_at,
  decision: row.decision,
  decidedBy: row.decided_by,
  decidedAt: row.decided_at,
  decisionNote: row.decision_note,
});

async function listExclusions({ pool }: Deps): Promise<HousingExclusion[]> {
  const { rows } = await pool.query<{
    unit_code: string;
    location: string;
    basis_no: string;
    decided_on: Day;
    ended_on: Day | null;
  }>(
    `SELECT e.unit_code, u.location, e.basis_no, e.decided_on::text, e.ended_on::text FROM registry.housing_exclusions e JOIN registry.units u USING (unit_code)
     ORDER BY e.ended_on IS NOT NULL, e.decided_on DESC, e.unit_code LIMIT 500`,
  );
  return rows.map((row) => ({
    unitCode: row.unit_code,
    location: row.location,
    basisNo: row.basis_no,
    decidedOn: row.decided_on,
    endedOn: row.ended_on,
  }));
}

async function problemsOf(db: Queryable, proposal: ExclusionProposal, today: Day) {
  const problems: { field: string; code: string; message: string }[] = [];
  const say = (field: string, code: string, message: string) => problems.push({ field, code, message });
  const { kind, unitCode, basisNo, day } = proposal;
  const unit = await one(db, 'SELECT 1 FROM registry.units WHERE unit_code = $1', [unitCode]);
  if (!unit) say('unitCode', 'UNIT_UNKNOWN', '登记簿中没有这个单元；请核对28位单元代码。');
  if (basisNo.trim() === '') say('basisNo', 'BASIS', '请填写征收决定文号。');
  if (!dayExists(day) || day > today)
    say('day', 'DAY', kind === 'add' ? '征收决定日期不存在或晚于今天。' : '恢复计入日期不存在或晚于今天。');
  if (proposal.source.trim() === '') say('source', 'SOURCE', '请写明依据（文件名称、文号）。');
  if (proposal.reason.trim() === '') say('reason', 'REASON', '请写明理由。');
  if (problems.length > 0) return problems;
  const known = await one<{ decided_on: Day; ended_on: Day | null }>(
    db,
    'SELECT decided_on::text, ended_on::text FROM registry.housing_exclusions WHERE unit_code = $1 AND basis_no = $2',
    [unitCode, basisNo.trim()],
  );
  if (kind === 'add' && known) say('basisNo', 'KNOWN', '该单元已按这份征收决定不计套次。');
  if (kind === 'end' && (!known || known.ended_on !== null))
    say('basisNo', 'NOT_KNOWN', '该单元没有按这份征收决定不计套次，或已经恢复计入。');
  if (kind === 'end' && known && day < known.decided_on) say('day', 'DAY', '恢复计入日期不能早于征收决定日期。');
  return problems;
}

async function propose({ pool, clock }: Deps, input: ExclusionProposal, by: Actor): Promise<ExclusionChange> {
  const now = clock.now();
  return inTransaction(pool, async (client) => {
    const proposal = { ...input, unitCode: normaliseCode(input.unitCode) };
    await client.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`registry.exclusion:${proposal.unitCode}`]);
    const earlier = await one<Row>(client, `${changeSql} WHERE c.change_key = $1`, [input.changeKey]);
    if (earlier) return toChange(earlier);
    const problems = await problemsOf(client, proposal, dayOf(now));
    const open = await one(
      client,
      'SELECT 1 FROM registry.exclusion_changes WHERE unit_code = $1 AND basis_no = $2 AND kind = $3 AND decision IS NULL',
      [proposal.unitCode, proposal.basisNo.trim(), proposal.kind],
    );
    if (open) problems.push({ field: 'basisNo', code: 'OPEN', message: '同样的变更正在等待审批。' });
    if (problems.length > 0)
      throw new RegistryError('RULE_INVALID', problems.map((one) => one.message).join(''), problems);
    const inserted = await one<{ change_id: string }>(
      client,
      `INSERT INTO registry.exclusion_changes (change_key, kind, unit_code, basis_no, day, source, reason, proposed_by, proposed_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING change_id`,
      [
        proposal.changeKey,
        proposal.kind,
        proposal.unitCode,
        proposal.basisNo.trim(),
        proposal.day,
        proposal.source.trim(),
        proposal.reason.trim(),
        by.userId,
        now,
      ],
    );
    const change = await find(client, inserted?.change_id ?? '');
    await tell(client, 'exclusion.proposed', change, by, now);
    return change;
  });
}

async function find(db: Queryable, changeId: string, lock = false): Promise<ExclusionChange> {
  const row = /^\d{1,18}$/.test(changeId)
    ? await one<Row>(db, `${changeSql} WHERE c.change_id = $1 ${lock ? 'FOR UPDATE OF c' : ''}`, [changeId])
    : null;
  if (!row) throw new RegistryError('RULE_UNKNOWN', '没有这条变更；请刷新后重试。');
  return toChange(row);
}

async function decide(
  { pool, clock }: Deps,
  input: { changeId: string; decision: ExclusionDecision; note?: string | null; by: Actor },
): Promise<ExclusionChange> {
  const now = clock.now();
  const { decision, by } = input;
  return inTransaction(pool, async (client) => {
    const change = await find(client, input.changeId, true);
    if (decidedBefore(change, input, { decided: 'RULE_DECIDED', samePerson: 'RULE_SAME_PERSON' })) return change;
    if (decision === 'approved') await apply(client, change, now);
    await client.query(
      'UPDATE registry.exclusion_changes SET decision = $2, decided_by = $3, decided_at = $4, decision_note = $5 WHERE change_id = $1',
      [input.changeId, decision, by.userId, now, input.note ?? null],
    );
    const decided = await find(client, input.changeId);
    await tell(client, `exclusion.${decision}`, decided, by, now);
    return decided;
  });
}

async function apply(db: Queryable, change: ExclusionChange, now: Date): Promise<void> {
  const { unitCode, basisNo, day } = change;
  const { rowCount } =
    change.kind === 'add'
      ? await db.query(
          `INSERT INTO registry.housing_exclusions (unit_code, reason, basis_no, decided_on, recorded_by, recorded_at)
           VALUES ($1, 'expropriated', $2, $3, $4, $5) ON CONFLICT (unit_code, basis_no) DO NOTHING`,
          [unitCode, basisNo, day, change.proposedBy, now],
        )
      : await db.query(
          'UPDATE registry.housing_exclusions SET ended_on = $3 WHERE unit_code = $1 AND basis_no = $2 AND ended_on IS NULL',
          [unitCode, basisNo, day],
        );
  if (rowCount === 0) throw new RegistryError('RULE_DECIDED', '登记的征收决定已经变化，请不批准本变更后重新提出。');
}

async function tell(db: Queryable, topic: string, change: ExclusionChange, by: Actor, at: Date): Promise<void> {
  const { changeId, kind, unitCode, basisNo, day } = change;
  await appendEvent(db, {
    chain: CHAIN,
    topic,
    unitCodes: [unitCode],
    actor: by.userId,
    at,
    payload: { changeId, kind, basisNo, day },
  });
}

export function exclusionsApi(deps: Deps): ExclusionsApi {
  return {
    listExclusions: () => listExclusions(deps),
    async listExclusionChanges() {
      const { rows } = await deps.pool.query<Row>(
        `${changeSql} ORDER BY c.decision IS NOT NULL, coalesce(c.decided_at, c.proposed_at) DESC, c.change_id DESC LIMIT 200`,
      );
      return rows.map(toChange);
    },
    proposeExclusion: (proposal, by) => propose(deps, proposal, by),
    decideExclusion: (input) => decide(deps, input),
  };
}
