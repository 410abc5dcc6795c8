import { loadCalendar } from '../calendar/load-calendar.ts';
import type { CalendarMove, WorkingCalendar } from '../calendar/types.ts';
import { dueAt, workingMinutesBetween } from '../calendar/working-time.ts';
import type { Queryable } from '../db/transaction.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { enqueue } from '../outbox/outbox.ts';
import { loadRuleBook, type RuleBook } from '../rule-values/rule-book.ts';
import { type LedgerRow, loadPausesOf } from './ledger.ts';
import { type Limits, limitsOf } from './limits.ts';
import { statutoryOf } from './statutory.ts';
import type { SlaPause } from './types.ts';

/** A deadline that a changed calendar moves, with what is written to the ledger. */
interface MovedClock {
  row: LedgerRow & { district: string };
  paused: boolean;
  limits: Limits;
  warnAt: Date;
  dueAt: Date;
}
export interface Moved {
  clocks: MovedClock[];
  moves: CalendarMove[];
}

/** Instant at which `minutes` of net time have passed: the pauses stand still, the hours are the calendar's. */
export function netDueAt(
  calendar: WorkingCalendar,
  start: Date,
  minutes: number,
  pauses: readonly Pick<SlaPause, 'pausedAt' | 'resumedAt'>[],
): Date {
  let left = minutes;
  let cursor = start;
  for (const pause of pauses.toSorted((a, b) => a.pausedAt.getTime() - b.pausedAt.getTime())) {
    if (pause.resumedAt === null) break; // open: as it was before, until the resume
    if (pause.pausedAt > cursor) {
      const gone = workingMinutesBetween(calendar, cursor, pause.pausedAt);
      if (gone >= left) break;
      left -= gone;
    }
    if (pause.resumedAt > cursor) cursor = pause.resumedAt;
  }
  return dueAt(calendar, cursor, left);
}

/** Both deadlines of a clock as a calendar has them. */
function deadlinesBy(calendar: WorkingCalendar, rules: RuleBook, row: LedgerRow, pauses: readonly SlaPause[]) {
  const limits = limitsOf(calendar, rules, row.sla_class, row.started_at);
  return {
    limits,
    warnAt: netDueAt(calendar, row.started_at, limits.warnMinutes, pauses),
    dueAt: netDueAt(calendar, row.started_at, limits.limitMinutes, pauses),
  };
}

/**
 * Open cases whose deadlines differ between the calendar in force and `changed(office)`. Class limit and 法定期限 alike; both
 * calendars are asked from the case's facts, so asking twice or late gives the same.
 * @param lock cases and clocks, in the order of everybody
 */
export async function movedDeadlines(
  db: Queryable,
  input: {
    offices: string[] | null;
    changed: (calendar: WorkingCalendar) => WorkingCalendar;
    now: Date;
    lock: boolean;
  },
): Promise<Moved> {
  if (input.lock)
    await db.query(
      `SELECT 1 FROM registry.cases c WHERE c.status = 'ACCEPTED' AND ($1::text[] IS NULL OR c.district = ANY ($1)) ORDER BY case_no FOR UPDATE`,
      [input.offices],
    );
  const { rows } = await db.query<LedgerRow & { district: string; accepted_at: Date }>(
    `SELECT l.*, c.district, c.accepted_at FROM registry.sla_ledger l JOIN registry.cases c USING (case_no)
     WHERE l.stopped_at IS NULL AND c.status = 'ACCEPTED' AND ($1::text[] IS NULL OR l.office = ANY ($1))
     ORDER BY l.case_no ${input.lock ? 'FOR UPDATE OF l' : ''}`,
    [input.offices],
  );
  const rules = await loadRuleBook(db);
  const pauses = await loadPausesOf(
    db,
    rows.map((row) => row.case_no),
  );
  const moved: Moved = { clocks: [], moves: [] };
  const calendars = new Map<string, [WorkingCalendar, WorkingCalendar]>();
  for (const row of rows) {
    const known = calendars.get(row.office) ?? (await bothCalendars(db, row.office, input.changed));
    calendars.set(row.office, known);
    const [before, after] = known;
    const own = pauses.get(row.case_no) ?? [];
    const paused = own.some((pause) => pause.resumedAt === null);
    const next = deadlinesBy(after, rules, row, own);
    const old = deadlinesBy(before, rules, row, own);
    if (Number(next.dueAt) !== Number(old.dueAt) || Number(next.warnAt) !== Number(old.warnAt)) {
      moved.clocks.push({ row, paused, ...next });
      moved.moves.push({ caseNo: row.case_no, what: 'sla', oldDue: row.due_at, newDue: next.dueAt, rearmed: !paused });
    }
    const [oldEnd, newEnd] = [before, after].map((c) => statutoryOf(c, rules, row.accepted_at, row.accepted_at).dueAt);
    if (Number(oldEnd) !== Number(newEnd))
      moved.moves.push({
        caseNo: row.case_no,
        what: 'statutory',
        oldDue: oldEnd ?? null,
        newDue: newEnd ?? null,
        rearmed: true,
      });
  }
  return moved;
}

async function bothCalendars(
  db: Queryable,
  office: string,
  changed: (calendar: WorkingCalendar) => WorkingCalendar,
): Promise<[WorkingCalendar, WorkingCalendar]> {
  const calendar = await loadCalendar(db, office);
  return [calendar, changed(calendar)];
}

/**
 * Writes the new deadlines and has the watches told: the old one ends (`msg.sla.paused` of its epoch), a new one starts
 * (`msg.sla.armed`); that of the 法定期限 looks again (`msg.statutory.moved`). A paused clock is armed with the new calendar at its resume. A warning or breach that is not due any more is
 * taken back on the ledger; that it was given stays in the chain.
 */
export async function applyMoves(
  db: Queryable,
  { clocks, moves }: Moved,
  change: { changeId: string; by: string; now: Date },
): Promise<void> {
  for (const { row, paused, limits, warnAt, dueAt: due } of clocks) {
    const epoch = paused ? row.epoch : row.epoch + 1;
    await db.query(
      `UPDATE registry.sla_ledger SET limit_minutes = $2, warn_minutes = $3, warn_at = $4::timestamptz, due_at = $5::timestamptz, epoch = $6,
         warned_at = CASE WHEN $4::timestamptz <= $7::timestamptz THEN warned_at END,
         breached_at = CASE WHEN $5::timestamptz <= $7::timestamptz THEN breached_at END
       WHERE case_no = $1`,
      [row.case_no, limits.limitMinutes, limits.warnMinutes, warnAt, due, epoch, change.now],
    );
    if (!paused) {
      const caseNo = row.case_no;
      const correlationKey = `${caseNo}:${row.epoch}`;
      await enqueue(db, { topic: 'sla.paused', caseNo, correlationKey, at: change.now });
      const payload = { slaEpoch: epoch, slaWarnAt: warnAt.toISOString(), slaDueAt: due.toISOString() };
      await enqueue(db, { topic: 'sla.armed', caseNo, payload, at: change.now });
    }
  }
  await db.query(
    `INSERT INTO registry.calendar_moves (change_id, case_no, what, old_due, new_due, rearmed)
     SELECT $1, * FROM unnest($2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::boolean[])`,
    [
      change.changeId,
      moves.map((move) => move.caseNo),
      moves.map((move) => move.what),
      moves.map((move) => move.oldDue),
      moves.map((move) => move.newDue),
      moves.map((move) => move.rearmed),
    ],
  );
  for (const { caseNo, what, oldDue, newDue } of moves) {
    if (what === 'statutory') await enqueue(db, { topic: 'statutory.moved', caseNo, at: change.now });
    await appendEvent(db, {
      chain: caseNo.slice(8, 14),
      topic: 'sla.moved',
      caseNo,
      actor: change.by,
      at: change.now,
      payload: { what, oldDue, newDue, changeId: change.changeId },
    });
  }
}
