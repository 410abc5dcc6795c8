import type { Day, District } from '../common.ts';
import type { TicketState } from './types.ts';

export interface TicketRow {
  ticket_id: string;
  district: District;
  day: Day;
  number: number;
  queued_at: Date;
  called_at: Date | null;
  called_by: string | null;
  counter: string | null;
  ended_at: Date | null;
  outcome: 'SERVED' | 'MISSED' | null;
  case_nos: string[];
  /** Of its first case that was accepted. */
  accepted_at: Date | null;
}

/** Needs a WHERE over `t`. */
export const ticketSql = `SELECT t.ticket_id, t.district, t.day::text, t.number, t.queued_at, t.called_at, t.called_by, t.counter, t.ended_at, t.outcome,
    c.case_nos, c.accepted_at
  FROM registry.tickets t CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(case_no ORDER BY case_no), '{}') AS case_nos, min(accepted_at) AS accepted_at
    FROM registry.ticket_cases JOIN registry.cases USING (case_no) WHERE ticket_id = t.ticket_id) c`;

export function stateOf(row: TicketRow): TicketState {
  if (row.outcome) return row.outcome === 'SERVED' ? 'served' : 'missed';
  return row.called_at ? 'called' : 'waiting';
}
