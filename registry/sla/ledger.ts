import { calendarNamed, revisionSql } from '../calendar/load-calendar.ts';
import type { WorkingCalendar } from '../calendar/types.ts';
import { dueAt, dueAtWorkingDays, workingMinutesBetween } from '../calendar/working-time.ts';
import { type FromJson, instantsOf } from '../db/rows-as-json.ts';
import type { Queryable } from '../db/transaction.ts';
import { one } from '../db/transaction.ts';
import type { SlaClass } from '../items/types.ts';
import type { PauseCause, SlaPause, SlaStatus } from './types.ts';

/** Working minutes of the minute classes. */
const minuteLimits: Partial<Record<SlaClass, number>> = { IMM: 10, '60m': 60 };
const dayLimits: Partial<Record<SlaClass, number>> = { '1WD': 1, '5WD': 5, '15WD': 15 };
/** 45 of 60 minutes; 80 % of a class in days (domain §5.1). */
const warnShare = { minutes: 0.75, days: 0.8 };

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
}

/** Working minutes a case of the class may take; a class in days is turned into the minutes from `start` to its deadline. */
export function limitMinutes(calendar: WorkingCalendar, slaClass: SlaClass, start: Date): number {
  const minutes = minuteLimits[slaClass];
  if (minutes !== undefined) return minutes;
  return workingMinutesBetween(calendar, start, dueAtWorkingDays(calendar, start, dayLimits[slaClass] ?? 30));
}

/** When to warn and when it is late, counted from `from` with `used` working minutes already gone. */
export function deadlines(
  calendar: WorkingCalendar,
  slaClass: SlaClass,
  start: Date,
  from: Date,
  used: number,
): { warnAt: Date; dueAt: Date } {
  const limit = limitMinutes(calendar, slaClass, start);
  const warn = limit * (slaClass in minuteLimits ? warnShare.minutes : warnShare.days);
  return {
    warnAt: dueAt(calendar, from, Math.max(0, warn - used)),
    dueAt: dueAt(calendar, from, Math.max(0, limit - used)),
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

export function statusOf(row: LedgerRow, pauses: SlaPause[], calendar: WorkingCalendar, now: Date): SlaStatus {
  const end = row.stopped_at ?? now;
  const net = netMinutes(calendar, row.started_at, end, pauses);
  const limit = limitMinutes(calendar, row.sla_class, row.started_at);
  const warn = limit * (row.sla_class in minuteLimits ? warnShare.minutes : warnShare.days);
  const paused = pauses.some((p) => p.resumedAt === null);
  return {
    caseNo: row.case_no,
    slaClass: row.sla_class,
    state: row.stopped_at ? 'stopped' : paused ? 'paused' : 'running',
    // Reaching the minute is warning or breach, as the timers fire on it.
    level: row.breached_at || net >= limit ? 'breach' : row.warned_at || net >= warn ? 'warn' : 'ok',
    startedAt: row.started_at,
    warnAt: row.warn_at,
    dueAt: row.due_at,
    stoppedAt: row.stopped_at,
    epoch: row.epoch,
    grossMinutes: workingMinutesBetween(calendar, row.started_at, end),
    netMinutes: net,
    limitMinutes: limit,
    remainingMinutes: limit - net,
    pauses,
  };
}

/** A ledger row as JSON, with its pauses, for whoever reads it along with something else. Column `case_no` must be `key`. */
export const slaJsonSql = (key: string) =>
  `(SELECT json_build_object('ledger', to_json(l), 'pauses',
      (SELECT json_agg(p ORDER BY paused_at, pause_key) FROM registry.sla_pauses p WHERE p.case_no = l.case_no))
    FROM registry.sla_ledger l WHERE l.case_no = ${key})`;

/** What `slaJsonSql` found. */
export type SlaJson = { ledger: FromJson<LedgerRow>; pauses: FromJson<PauseRow>[] | null } | null;

/** @param revision of the calendar, read in the same statement */
export async function slaOfJson(db: Queryable, json: SlaJson, revision: string, now: Date): Promise<SlaStatus | null> {
  if (!json) return null;
  const row = { ...json.ledger, ...instantsOf(json.ledger, LEDGER_INSTANTS) } as LedgerRow;
  const pauses = (json.pauses ?? []).map((one) => toPause({ ...one, ...instantsOf(one, PAUSE_INSTANTS) } as PauseRow));
  return statusOf(row, pauses, await calendarNamed(db, revision, row.office), now);
}

const LEDGER_INSTANTS = ['started_at', 'warn_at', 'due_at', 'stopped_at', 'warned_at', 'breached_at'] as const;
const PAUSE_INSTANTS = ['paused_at', 'resumed_at'] as const;

export async function slaStatus(db: Queryable, caseNo: string, now: Date): Promise<SlaStatus | null> {
  const row = await one<{ sla: SlaJson; revision: string }>(
    db,
    `SELECT ${slaJsonSql('$1')} AS sla, ${revisionSql} AS revision`,
    [caseNo],
  );
  return slaOfJson(db, row?.sla ?? null, row?.revision ?? '', now);
}
