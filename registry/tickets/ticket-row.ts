import type { Day, District } from '../common.ts';
import type { Queryable } from '../db/transaction.ts';
import { one } from '../db/transaction.ts';
import type { Errand, TicketState, TicketStep } from './types.ts';

export interface TicketRow {
  ticket_id: string;
  district: District;
  day: Day;
  number: number;
  errand: Errand;
  wanted_counter: string | null;
  queued_at: Date;
  called_at: Date | null;
  called_by: string | null;
  counter: string | null;
  calls: number;
  ended_at: Date | null;
  outcome: 'SERVED' | 'MISSED' | null;
  case_nos: string[];
  /** Of its first case that was accepted. */
  accepted_at: Date | null;
  /** In order; times as text of JSON. */
  steps: (Omit<TicketStep, 'at'> & { at: string })[];
}

/** Needs a WHERE over `t`. */
export const ticketSql = `SELECT t.ticket_id, t.district, t.day::text, t.number, t.errand, t.wanted_counter, t.queued_at, t.called_at, t.called_by,
    t.counter, t.calls, t.ended_at, t.outcome, c.case_nos, c.accepted_at, s.steps
  FROM registry.tickets t CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(case_no ORDER BY case_no), '{}') AS case_nos, min(accepted_at) AS accepted_at
    FROM registry.ticket_cases JOIN registry.cases USING (case_no) WHERE ticket_id = t.ticket_id) c
  CROSS JOIN LATERAL (
    SELECT json_agg(json_build_object('kind', kind, 'at', at, 'by', by_whom, 'errand', errand, 'counter', counter, 'reason', reason) ORDER BY nth) AS steps
    FROM registry.ticket_steps WHERE ticket_id = t.ticket_id) s`;

/** The order of the line, over those of a day that wait. */
export const LINE_ORDER = 'place, behind';

/** Windows are called by hand: `3号窗口` and `3 号窗口` are one. */
export const sameCounter = (column: string, value: string) =>
  `replace(${column}, ' ', '') = replace(${value}, ' ', '')`;

export function findTicket(db: Queryable, where: string, values: unknown[]): Promise<TicketRow | null> {
  return one<TicketRow>(db, `${ticketSql} WHERE ${where}`, values);
}

export function stateOf(row: TicketRow): TicketState {
  if (row.outcome) return row.outcome === 'SERVED' ? 'served' : 'missed';
  return row.called_at ? 'called' : 'waiting';
}
