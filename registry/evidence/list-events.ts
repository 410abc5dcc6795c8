import type { Deps } from '../db/transaction.ts';
import { number } from '../db/transaction.ts';
import type { RegisterEvent } from './types.ts';

interface EventRow {
  chain: string;
  seq: string;
  topic: string;
  case_no: string | null;
  unit_codes: string[];
  actor: string;
  occurred_at: Date;
  payload: Record<string, unknown>;
  hash: string;
}

/** Newest first. */
export async function listEvents(
  { pool }: Deps,
  filter: { caseNo?: string; unitCode?: string; limit?: number },
): Promise<RegisterEvent[]> {
  const { rows } = await pool.query<EventRow>(
    `SELECT * FROM registry.register_events
     WHERE ($1::text IS NULL OR case_no = $1) AND ($2::text IS NULL OR unit_codes @> ARRAY[$2])
     ORDER BY occurred_at DESC, seq DESC LIMIT $3`,
    [filter.caseNo ?? null, filter.unitCode ?? null, Math.min(filter.limit ?? 200, 1000)],
  );
  return rows.map((row) => ({
    chain: row.chain,
    seq: number(row.seq),
    topic: row.topic,
    caseNo: row.case_no,
    unitCodes: row.unit_codes,
    actor: row.actor,
    occurredAt: row.occurred_at,
    payload: row.payload,
    hash: row.hash,
  }));
}
