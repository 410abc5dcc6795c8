import type { Actor } from '../common.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { applyMoves, type Moved, movedDeadlines } from '../sla/moved-deadlines.ts';
import { decidedBefore } from '../two-people.ts';
import { changedCalendar, contentProblems } from './change-content.ts';
import { dayOf } from './local-time.ts';
import { storeYear } from './store-year.ts';
import type { CalendarApi, CalendarChange, CalendarContent, CalendarMove, CalendarProposal } from './types.ts';

interface Row {
  change_id: string;
  content: CalendarContent;
  source: string;
  reason: string;
  proposed_by: string;
  proposed_at: Date;
  decision: CalendarChange['decision'];
  decided_by: string | null;
  decided_at: Date | null;
  decision_note: string | null;
}

const toChange = (row: Row): CalendarChange => ({
  changeId: row.change_id,
  content: row.content,
  source: row.source,
  reason: row.reason,
  proposedBy: row.proposed_by,
  proposedAt: row.proposed_at,
  decision: row.decision,
  decidedBy: row.decided_by,
  decidedAt: row.decided_at,
  decisionNote: row.decision_note,
});

async function findChange(db: Queryable, changeId: string, lock = false): Promise<CalendarChange> {
  const row = /^\d{1,18}$/.test(changeId)
    ? await one<Row>(db, `SELECT * FROM registry.calendar_changes WHERE change_id = $1 ${lock ? 'FOR UPDATE' : ''}`, [
        changeId,
      ])
    : null;
  if (!row) throw new RegistryError('CALENDAR_CHANGE_UNKNOWN', '没有这项日历变更；请刷新后重试。');
  return toChange(row);
}

async function propose({ pool, clock }: Deps, proposal: CalendarProposal, by: Actor): Promise<CalendarChange> {
  const now = clock.now();
  const { changeKey, source, reason, ...content } = proposal;
  return inTransaction(pool, async (client) => {
    const known = await one<Row>(client, 'SELECT * FROM registry.calendar_changes WHERE change_key = $1', [changeKey]);
    if (known) return toChange(known);
    const problems = contentProblems(content, dayOf(now));
    if (source.trim() === '') problems.push({ field: 'source', code: 'SOURCE', message: '请写明依据的通知或决定。' });
    if (reason.trim() === '') problems.push({ field: 'reason', code: 'REASON', message: '请写明变更理由。' });
    if (problems.length > 0) throw new RegistryError('CALENDAR_INVALID', '日历变更填写有误，请逐项更正。', problems);
    const subject = content.kind === 'year' ? String(content.year) : content.office;
    const row = await one<Row>(
      client,
      `INSERT INTO registry.calendar_changes (change_key, kind, subject, content, source, reason, proposed_by, proposed_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING *`,
      [changeKey, content.kind, subject, JSON.stringify(content), source.trim(), reason.trim(), by.userId, now],
    );
    const change = toChange(row as Row);
    await tell(client, 'calendar.proposed', change, by, now);
    return change;
  });
}

/** What the change would move: of the outlet whose hours it changes, or of every outlet. */
function movedBy(db: Queryable, { content }: CalendarChange, now: Date, lock: boolean): Promise<Moved> {
  const offices = content.kind === 'hours' && content.office !== '*' ? [content.office] : null;
  return movedDeadlines(db, { offices, changed: (calendar) => changedCalendar(calendar, content), now, lock });
}

async function decide({ pool, clock }: Deps, input: Parameters<CalendarApi['decideChange']>[0]) {
  const now = clock.now();
  const { decision, by, changeId } = input;
  return inTransaction(pool, async (client) => {
    const change = await findChange(client, changeId, true);
    if (decidedBefore(change, input, { decided: 'CALENDAR_CHANGE_DECIDED', samePerson: 'CALENDAR_SAME_PERSON' }))
      return { change, moves: await listMoves(client, changeId) };
    if (decision === 'approved') {
      const problems = contentProblems(change.content, dayOf(now));
      if (problems.length > 0)
        throw new RegistryError('CALENDAR_INVALID', '变更已不能按原样生效，请提出人撤回后重新提出。', problems);
    }
    const row = await one<Row>(
      client,
      `UPDATE registry.calendar_changes SET decision = $2, decided_by = $3, decided_at = $4, decision_note = $5
       WHERE change_id = $1 RETURNING *`,
      [changeId, decision, by.userId, now, input.note ?? null],
    );
    const decided = toChange(row as Row);
    let moves: CalendarMove[] = [];
    if (decision === 'approved') {
      const moved = await movedBy(client, decided, now, true);
      await store(client, decided);
      await applyMoves(client, moved, { changeId, by: by.userId, now });
      moves = moved.moves;
    }
    await tell(client, `calendar.${decision}`, decided, by, now, { moved: moves.length });
    return { change: decided, moves };
  });
}

async function store(db: Queryable, { changeId, content, source }: CalendarChange): Promise<void> {
  if (content.kind === 'year') {
    await storeYear(db, content.year, content.days, source);
    return;
  }
  await db.query(
    `INSERT INTO registry.office_timetables (office, name, valid_from, valid_to, season_from, season_to, periods, change_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      content.office,
      content.name,
      content.validFrom,
      content.validTo,
      content.seasonFrom,
      content.seasonTo,
      JSON.stringify(content.periods),
      changeId,
    ],
  );
}

async function listMoves(db: Queryable, changeId: string): Promise<CalendarMove[]> {
  const { rows } = await db.query<{
    case_no: string;
    what: CalendarMove['what'];
    old_due: Date | null;
    new_due: Date | null;
    rearmed: boolean;
  }>('SELECT * FROM registry.calendar_moves WHERE change_id = $1 ORDER BY case_no, what', [changeId]);
  return rows.map((row) => ({
    caseNo: row.case_no,
    what: row.what,
    oldDue: row.old_due,
    newDue: row.new_due,
    rearmed: row.rearmed,
  }));
}

/** In the chain of what concerns all districts, as changes of rules. */
async function tell(db: Queryable, topic: string, change: CalendarChange, by: Actor, at: Date, more = {}) {
  const { changeId, content } = change;
  const subject = content.kind === 'year' ? String(content.year) : content.office;
  const payload = { changeId, kind: content.kind, subject, ...more };
  await appendEvent(db, { chain: 'office', topic, actor: by.userId, at, payload });
}

export function changesApi(
  deps: Deps,
): Pick<CalendarApi, 'listChanges' | 'proposeChange' | 'changeEffect' | 'decideChange' | 'moves'> {
  const { pool, clock } = deps;
  return {
    async listChanges({ open = false } = {}) {
      const { rows } = await pool.query<Row>(
        `SELECT * FROM registry.calendar_changes WHERE NOT $1 OR decision IS NULL
         ORDER BY coalesce(decided_at, proposed_at) DESC, change_id DESC LIMIT 200`,
        [open],
      );
      return rows.map(toChange);
    },
    proposeChange: (proposal, by) => propose(deps, proposal, by),
    changeEffect: async (changeId) => (await movedBy(pool, await findChange(pool, changeId), clock.now(), false)).moves,
    decideChange: (input) => decide(deps, input),
    moves: (changeId) => listMoves(pool, changeId),
  };
}
