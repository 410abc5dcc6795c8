import { calendarNamed, revisionSql } from '../calendar/load-calendar.ts';
import { dayOf } from '../calendar/local-time.ts';
import type { WorkingCalendar } from '../calendar/types.ts';
import { dueAt, workingMinutesBetween } from '../calendar/working-time.ts';
import { type FromJson, instantsOf } from '../db/rows-as-json.ts';
import type { Queryable } from '../db/transaction.ts';
import { one } from '../db/transaction.ts';
import type { SlaClass } from '../items/types.ts';
import { type RuleBook, ruleBookNamed, ruleRevisionSql } from '../rule-values/rule-book.ts';
import type { Limits } from './limits.ts';
import type { CounterStop, PauseCause, SlaPause, SlaStatus } from './types.ts';

export interface LedgerRow {
  case_no: string;
  sla_class: SlaClass;
  office: string;
  started_at: Date;
  warn_at: Date;
  due_at: Date;
  epoch: number;
  stopped_at: Date | null;
  warned_at: Date | null;
  breached_at: Date | null;
  limit_minutes: number;
  warn_minutes: number;
  /** What it took till `stopped_at`, written down then; null on clocks that stopped before it was. */
  gross_minutes: number | null;
  net_minutes: number | null;
  issued_at: Date | null;
  issued_gross_minutes: number | null;
  issued_net_minutes: number | null;
}

/** When to warn and when it is late, counted from `from` with `used` working minutes already gone. */
export function deadlines(
  calendar: WorkingCalendar,
  limits: Limits,
  from: Date,
  used: number,
): { warnAt: Date; dueAt: Date } {
  return {
    warnAt: dueAt(calendar, from, Math.max(0, limits.warnMinutes - used)),
    dueAt: dueAt(calendar, from, Math.max(0, limits.limitMinutes - used)),
  };
}

/** Working minutes of [start, end] outside every pause. Pauses may overlap: their union counts once. */
export function netMinutes(
  calendar: WorkingCalendar,
  start: Date,
  end: Date,
  pauses: readonly { pausedAt: Date; resumedAt: Date | null }[],
): number {
  let net = 0;
  let cursor = start;
  for (const pause of pauses.toSorted((a, b) => a.pausedAt.getTime() - b.pausedAt.getTime())) {
    const until = pause.resumedAt ?? end;
    if (pause.pausedAt > cursor)
      net += workingMinutesBetween(calendar, cursor, pause.pausedAt < end ? pause.pausedAt : end);
    if (until > cursor) cursor = until;
    if (cursor >= end) return net;
  }
  return net + workingMinutesBetween(calendar, cursor, end);
}

interface PauseRow {
  case_no: string;
  pause_key: string;
  cause: PauseCause;
  evidence: string;
  paused_at: Date;
  resumed_at: Date | null;
  paused_by: string;
}

export async function loadPauses(db: Queryable, caseNo: string): Promise<SlaPause[]> {
  return (await loadPausesOf(db, [caseNo])).get(caseNo) ?? [];
}

/** Pauses of many cases in one query, each list in order. */
export async function loadPausesOf(db: Queryable, caseNos: string[]): Promise<Map<string, SlaPause[]>> {
  const { rows } = await db.query<PauseRow>(
    'SELECT * FROM registry.sla_pauses WHERE case_no = ANY ($1) ORDER BY paused_at, pause_key',
    [caseNos],
  );
  const byCase = new Map<string, SlaPause[]>();
  for (const row of rows) {
    byCase.set(row.case_no, [...(byCase.get(row.case_no) ?? []), toPause(row)]);
  }
  return byCase;
}

const toPause = (row: PauseRow): SlaPause => ({
  pauseKey: row.pause_key,
  cause: row.cause,
  evidence: row.evidence,
  pausedAt: row.paused_at,
  resumedAt: row.resumed_at,
  by: row.paused_by,
});

/** @param counterStop which end the counter shows: 登簿 or 发证 (rule `sla.counter_stop` of today); both are told */
export function statusOf(
  row: LedgerRow,
  pauses: SlaPause[],
  calendar: WorkingCalendar,
  now: Date,
  counterStop: CounterStop,
): SlaStatus {
  const timesAt = (end: Date) => ({
    grossMinutes: workingMinutesBetween(calendar, row.started_at, end),
    netMinutes: netMinutes(calendar, row.started_at, end, pauses),
  });
  const stored = (at: Date | null, gross: number | null, net: number | null) =>
    at && { at, ...(gross === null || net === null ? timesAt(at) : { grossMinutes: gross, netMinutes: net }) };
  const registered = stored(row.stopped_at, row.gross_minutes, row.net_minutes);
  const issued = stored(row.issued_at, row.issued_gross_minutes, row.issued_net_minutes);
  const shown = counterStop === 'issued' ? issued : registered;
  const { grossMinutes, netMinutes: net } = shown ?? timesAt(now);
  const paused = pauses.some((p) => p.resumedAt === null);
  return {
    caseNo: row.case_no,
    slaClass: row.sla_class,
    state: shown ? 'stopped' : paused ? 'paused' : 'running',
    // Reaching the minute is warning or breach, as the timers fire on it.
    level:
      row.breached_at || net >= row.limit_minutes ? 'breach' : row.warned_at || net >= row.warn_minutes ? 'warn' : 'ok',
    startedAt: row.started_at,
    warnAt: row.warn_at,
    dueAt: row.due_at,
    stoppedAt: shown?.at ?? null,
    epoch: row.epoch,
    grossMinutes,
    netMinutes: net,
    limitMinutes: row.limit_minutes,
    remainingMinutes: row.limit_minutes - net,
    pauses,
    counterStop,
    registered,
    issued,
  };
}

/** A ledger row as JSON, with its pauses, for whoever reads it along with something else. Column `case_no` must be `key`. */
export const slaJsonSql = (key: string) =>
  `(SELECT json_build_object('ledger', to_json(l), 'rules', ${ruleRevisionSql}, 'pauses',
      (SELECT json_agg(p ORDER BY paused_at, pause_key) FROM registry.sla_pauses p WHERE p.case_no = l.case_no))
    FROM registry.sla_ledger l WHERE l.case_no = ${key})`;

/** What `slaJsonSql` found. */
export type SlaJson = { ledger: FromJson<LedgerRow>; rules: string; pauses: FromJson<PauseRow>[] | null } | null;

/** @param revision of the calendar, read in the same statement */
export async function slaOfJson(db: Queryable, json: SlaJson, revision: string, now: Date): Promise<SlaStatus | null> {
  if (!json) return null;
  const row = { ...json.ledger, ...instantsOf(json.ledger, LEDGER_INSTANTS) } as LedgerRow;
  const pauses = (json.pauses ?? []).map((one) => toPause({ ...one, ...instantsOf(one, PAUSE_INSTANTS) } as PauseRow));
  const stop = counterStopOf(await ruleBookNamed(db, json.rules), now);
  return statusOf(row, pauses, await calendarNamed(db, revision, row.office), now, stop);
}

const LEDGER_INSTANTS = [
  'started_at',
  'warn_at',
  'due_at',
  'stopped_at',
  'warned_at',
  'breached_at',
  'issued_at',
] as const;

export const counterStopOf = (book: RuleBook, now: Date): CounterStop =>
  book.value('sla.counter_stop', 'current', dayOf(now));
const PAUSE_INSTANTS = ['paused_at', 'resumed_at'] as const;

export async function slaStatus(db: Queryable, caseNo: string, now: Date): Promise<SlaStatus | null> {
  const row = await one<{ sla: SlaJson; revision: string }>(
    db,
    `SELECT ${slaJsonSql('$1')} AS sla, ${revisionSql} AS revision`,
    [caseNo],
  );
  return slaOfJson(db, row?.sla ?? null, row?.revision ?? '', now);
}
