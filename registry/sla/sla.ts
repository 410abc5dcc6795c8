import { loadCalendar } from '../calendar/load-calendar.ts';
import { workingMinutesBetween } from '../calendar/working-time.ts';
import { lockCase } from '../cases/case-row.ts';
import type { Actor } from '../common.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { slaClassOf } from '../items/items.ts';
import { loadRuleBook } from '../rule-values/rule-book.ts';
import {
  counterStopOf,
  deadlines,
  type LedgerRow,
  loadPauses,
  loadPausesOf,
  netMinutes,
  slaStatus,
  statusOf,
} from './ledger.ts';
import { type Limits, limitsOf } from './limits.ts';
import { outagesApi } from './outages.ts';
import { reclassify } from './reclassify.ts';
import { statutory } from './statutory.ts';
import type { SlaApi, SlaBoardFilter, SlaBoardRow, SlaPauseResult, SlaResumeResult, SlaStatus } from './types.ts';

/** Starts the clock inside the transaction of 受理. Repeating it changes nothing. */
export async function startSla(
  db: Queryable,
  input: { caseNo: string; itemCode: string; operation: string | null; district: string; startedAt: Date },
): Promise<LedgerRow> {
  const slaClass = slaClassOf(input);
  const calendar = await loadCalendar(db, input.district);
  const limits = limitsOf(calendar, await loadRuleBook(db), slaClass, input.startedAt);
  const { warnAt, dueAt } = deadlines(calendar, limits, input.startedAt, 0);
  await db.query(
    `INSERT INTO registry.sla_ledger (case_no, sla_class, office, started_at, warn_at, due_at, limit_minutes, warn_minutes)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
    [input.caseNo, slaClass, input.district, input.startedAt, warnAt, dueAt, limits.limitMinutes, limits.warnMinutes],
  );
  return lockLedger(db, input.caseNo);
}

export const storedLimits = (row: LedgerRow): Limits => ({
  limitMinutes: row.limit_minutes,
  warnMinutes: row.warn_minutes,
});

export async function lockLedger(db: Queryable, caseNo: string): Promise<LedgerRow> {
  const row = await one<LedgerRow>(db, 'SELECT * FROM registry.sla_ledger WHERE case_no = $1 FOR UPDATE', [caseNo]);
  if (!row) throw new RegistryError('SLA_NOT_STARTED', `业务${caseNo}尚未受理，没有计时；请先受理。`);
  return row;
}

/** Holds the case and its ledger row, in this order everywhere. */
async function withLedger<T>(
  { pool }: Deps,
  caseNo: string,
  work: (db: Queryable, row: LedgerRow, district: string) => Promise<T>,
): Promise<T> {
  return inTransaction(pool, async (client) => {
    const { district } = await lockCase(client, caseNo);
    return work(client, await lockLedger(client, caseNo), district);
  });
}

async function pause(deps: Deps, input: Parameters<SlaApi['pause']>[0]): Promise<SlaPauseResult> {
  const now = deps.clock.now();
  return withLedger(deps, input.caseNo, async (db, row, district) => {
    const pauses = await loadPauses(db, input.caseNo);
    const known = pauses.find((p) => p.pauseKey === input.pauseKey);
    if (known || row.stopped_at) {
      // Repeated: the same answer, so that the message of the first try is sent again under the same id.
      return {
        pausedNow: known !== undefined && known.resumedAt === null && !overlaps(pauses, known.pauseKey),
        epoch: row.epoch,
      };
    }
    await db.query(
      'INSERT INTO registry.sla_pauses (case_no, pause_key, cause, evidence, paused_at, paused_by) VALUES ($1, $2, $3, $4, $5, $6)',
      [input.caseNo, input.pauseKey, input.cause, input.evidence, now, input.by.userId],
    );
    await appendEvent(db, {
      chain: district,
      topic: 'sla.paused',
      caseNo: input.caseNo,
      actor: input.by.userId,
      at: now,
      payload: { cause: input.cause, evidence: input.evidence },
    });
    return { pausedNow: pauses.every((p) => p.resumedAt !== null), epoch: row.epoch };
  });
}

/** Was another pause open when this one began? */
function overlaps(pauses: { pauseKey: string; pausedAt: Date; resumedAt: Date | null }[], key: string): boolean {
  const self = pauses.find((p) => p.pauseKey === key);
  return pauses.some(
    (p) =>
      self && p.pauseKey !== key && p.pausedAt < self.pausedAt && (p.resumedAt === null || p.resumedAt > self.pausedAt),
  );
}

async function resume(
  deps: Deps,
  input: { caseNo: string; pauseKey?: string; cause?: string; by: Actor },
): Promise<SlaResumeResult> {
  const now = deps.clock.now();
  return withLedger(deps, input.caseNo, async (db, row, district) => {
    const { rows: ended } = await db.query<{ cause: string }>(
      `UPDATE registry.sla_pauses SET resumed_at = greatest($2, paused_at), resumed_by = $3
       WHERE case_no = $1 AND resumed_at IS NULL AND ($4::text IS NULL OR pause_key = $4) AND ($5::text IS NULL OR cause = $5) RETURNING cause`,
      [input.caseNo, now, input.by.userId, input.pauseKey ?? null, input.cause ?? null],
    );
    const pauses = await loadPauses(db, input.caseNo);
    const running = pauses.every((p) => p.resumedAt !== null) && !row.stopped_at;
    // Nothing ended: a repeated call. It re-arms the same epoch, which the watch recognises by its message id.
    if (ended.length === 0)
      return { resumedNow: running && row.epoch > 1, epoch: row.epoch, warnAt: row.warn_at, dueAt: row.due_at };
    await appendEvent(db, {
      chain: district,
      topic: 'sla.resumed',
      caseNo: input.caseNo,
      actor: input.by.userId,
      at: now,
      payload: { causes: ended.map((e) => e.cause) },
    });
    if (!running) return { resumedNow: false, epoch: row.epoch, warnAt: row.warn_at, dueAt: row.due_at };
    const calendar = await loadCalendar(db, row.office);
    const used = netMinutes(calendar, row.started_at, now, pauses);
    const next = deadlines(calendar, storedLimits(row), now, used);
    await db.query('UPDATE registry.sla_ledger SET warn_at = $2, due_at = $3, epoch = epoch + 1 WHERE case_no = $1', [
      input.caseNo,
      next.warnAt,
      next.dueAt,
    ]);
    return { resumedNow: true, epoch: row.epoch + 1, ...next };
  });
}

async function stop(deps: Deps, input: { caseNo: string; at?: Date }): Promise<SlaStatus> {
  const now = input.at ?? deps.clock.now();
  await withLedger(deps, input.caseNo, (db, row, district) => stopSla(db, row, district, now));
  return (await slaStatus(deps.pool, input.caseNo, now)) as SlaStatus;
}

async function stopSla(db: Queryable, row: LedgerRow, district: string, at: Date): Promise<void> {
  if (row.stopped_at) return;
  await db.query(
    'UPDATE registry.sla_pauses SET resumed_at = greatest($2, paused_at), resumed_by = $3 WHERE case_no = $1 AND resumed_at IS NULL',
    [row.case_no, at, 'system'],
  );
  const { gross, net } = await timesAt(db, row, at);
  await db.query(
    'UPDATE registry.sla_ledger SET stopped_at = $2, gross_minutes = $3, net_minutes = $4 WHERE case_no = $1',
    [row.case_no, at, gross, net],
  );
  await appendEvent(db, {
    chain: district,
    topic: 'sla.stopped',
    caseNo: row.case_no,
    actor: 'system',
    at,
    payload: { gross, net },
  });
}

async function timesAt(db: Queryable, row: LedgerRow, at: Date): Promise<{ gross: number; net: number }> {
  const calendar = await loadCalendar(db, row.office);
  return {
    gross: workingMinutesBetween(calendar, row.started_at, at),
    net: netMinutes(calendar, row.started_at, at, await loadPauses(db, row.case_no)),
  };
}

/** The second metric (domain §7): 发证, or the end of a case that issues nothing. The first call counts. */
export async function recordIssued(db: Queryable, caseNo: string, at: Date): Promise<void> {
  const row = await one<LedgerRow>(db, 'SELECT * FROM registry.sla_ledger WHERE case_no = $1 FOR UPDATE', [caseNo]);
  if (!row || row.issued_at) return;
  const { gross, net } = await timesAt(db, row, at);
  await db.query(
    'UPDATE registry.sla_ledger SET issued_at = $2, issued_gross_minutes = $3, issued_net_minutes = $4 WHERE case_no = $1',
    [caseNo, at, gross, net],
  );
}

/** Inside the closing of a case: one that ends without 登簿 stops here, one without anything to issue is done here. */
export async function stopSlaIfRunning(db: Queryable, caseNo: string, district: string, at: Date): Promise<void> {
  const row = await one<LedgerRow>(db, 'SELECT * FROM registry.sla_ledger WHERE case_no = $1 FOR UPDATE', [caseNo]);
  if (!row) return;
  await stopSla(db, row, district, at);
  await recordIssued(db, caseNo, at);
}

/** Timer fired: recorded once, and only when it belongs to the clock as it runs now. */
async function mark(
  deps: Deps,
  input: { caseNo: string; epoch: number },
  what: 'warn' | 'breach',
): Promise<{ recorded: boolean }> {
  const now = deps.clock.now();
  return withLedger(deps, input.caseNo, async (db, row, district) => {
    const column = what === 'warn' ? 'warned_at' : 'breached_at';
    if (row[column]) return { recorded: true };
    const stale =
      row.epoch !== input.epoch ||
      row.stopped_at !== null ||
      (await loadPauses(db, input.caseNo)).some((p) => p.resumedAt === null);
    if (stale) return { recorded: false };
    await db.query(`UPDATE registry.sla_ledger SET ${column} = $2 WHERE case_no = $1`, [input.caseNo, now]);
    await appendEvent(db, {
      chain: district,
      topic: `sla.${what === 'warn' ? 'warned' : 'breached'}`,
      caseNo: input.caseNo,
      actor: 'system',
      at: now,
      payload: { dueAt: row.due_at },
    });
    return { recorded: true };
  });
}

async function board({ pool, clock }: Deps, filter: SlaBoardFilter = {}): Promise<SlaBoardRow[]> {
  const stop = counterStopOf(await loadRuleBook(pool), clock.now());
  const end = stop === 'issued' ? 'l.issued_at' : 'l.stopped_at';
  const { rows } = await pool.query<LedgerRow & { item_code: string; district: string; location: string }>(
    `SELECT l.*, c.item_code, c.district, (SELECT location FROM registry.units u WHERE u.unit_code = c.start_variables->>'unitCode') AS location
     FROM registry.sla_ledger l JOIN registry.cases c USING (case_no)
     WHERE ($1::text IS NULL OR c.district = $1)
       AND CASE WHEN $3::text[] IS NULL THEN ${end} IS NULL OR ${end} >= $2 ELSE l.case_no = ANY ($3) END
     ORDER BY ${end} IS NOT NULL, l.due_at LIMIT 5000`,
    [filter.district ?? null, filter.stoppedSince ?? null, filter.caseNos ?? null],
  );
  const pauses = await loadPausesOf(
    pool,
    rows.map((row) => row.case_no),
  );
  const calendars = new Map<string, Awaited<ReturnType<typeof loadCalendar>>>();
  const result: SlaBoardRow[] = [];
  for (const row of rows) {
    const calendar = calendars.get(row.office) ?? (await loadCalendar(pool, row.office));
    calendars.set(row.office, calendar);
    const status = statusOf(row, pauses.get(row.case_no) ?? [], calendar, clock.now(), stop);
    result.push({ ...status, itemCode: row.item_code, district: row.district, location: row.location });
  }
  return result;
}

export function slaApi(deps: Deps): SlaApi {
  return {
    async start({ caseNo, startedAt }) {
      await inTransaction(deps.pool, async (client) => {
        const row = await lockCase(client, caseNo);
        await startSla(client, {
          caseNo,
          itemCode: row.item_code,
          operation: row.operation,
          district: row.district,
          startedAt,
        });
      });
      return (await slaStatus(deps.pool, caseNo, deps.clock.now())) as SlaStatus;
    },
    pause: (input) => pause(deps, input),
    resume: (input) => resume(deps, input),
    reclassify: (input) => reclassify(deps, input),
    statutory: (caseNo) => statutory(deps, caseNo),
    ...outagesApi(deps),
    stop: (input) => stop(deps, input),
    warn: (input) => mark(deps, input, 'warn'),
    breach: (input) => mark(deps, input, 'breach'),
    get: (caseNo) => slaStatus(deps.pool, caseNo, deps.clock.now()),
    board: (filter) => board(deps, filter),
  };
}
