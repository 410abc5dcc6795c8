import type { Deps } from '../db/transaction.ts';
import { number } from '../db/transaction.ts';
import type { ChainReport, EvidenceApi, RegisterEvent } from './types.ts';

/** Recomputes every hash from its content and its predecessor, and each chain's head: finds a changed, missing, swapped or cut-off event. */
export async function verifyEventChain({ pool }: Deps): Promise<ChainReport> {
  const { rows: totals } = await pool.query(
    'SELECT count(*) AS events, count(DISTINCT chain) AS chains FROM registry.register_events',
  );
  const { rows } = await pool.query(
    `WITH linked AS (
       SELECT *, lag(hash, 1, '') OVER w AS before, lag(seq, 1, 0::bigint) OVER w AS seq_before
       FROM registry.register_events WINDOW w AS (PARTITION BY chain ORDER BY seq)
     ), links AS (
       SELECT chain, seq, CASE
         WHEN seq <> seq_before + 1 THEN 'missing event before'
         WHEN prev_hash <> before THEN 'does not follow its predecessor'
         WHEN hash <> registry.event_hash(prev_hash, chain, seq, topic, case_no, unit_codes, actor, occurred_at, payload) THEN 'content was changed'
       END AS why FROM linked
     ), heads AS (
       SELECT h.chain, h.seq, 'the newest event does not match the head of the chain' AS why
       FROM registry.event_chain_heads h LEFT JOIN registry.register_events e ON e.chain = h.chain AND e.seq = h.seq
       WHERE h.seq > 0 AND e.hash IS DISTINCT FROM h.hash
     )
     SELECT * FROM (SELECT * FROM links WHERE why IS NOT NULL UNION ALL SELECT * FROM heads) broken ORDER BY chain, seq LIMIT 1`,
  );
  const broken = rows[0] as { chain: string; seq: string; why: string } | undefined;
  return {
    ok: broken === undefined,
    events: number(totals[0]?.events),
    chains: number(totals[0]?.chains),
    broken: broken ? { chain: broken.chain, seq: number(broken.seq), why: broken.why } : null,
  };
}

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

export function evidenceApi(deps: Deps): EvidenceApi {
  return { verifyEventChain: () => verifyEventChain(deps), listEvents: (filter) => listEvents(deps, filter) };
}
