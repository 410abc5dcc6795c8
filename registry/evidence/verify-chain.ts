import type { Deps, Queryable } from '../db/transaction.ts';
import { number } from '../db/transaction.ts';
import type { ChainReport } from './types.ts';

/*
 * The hashes are spelled out here and not asked of the functions that the database keeps: who changes a row may also change
 * a function.
 */
const version1 = `encode(sha256(convert_to(jsonb_build_array(prev_hash, chain, seq, topic, case_no, to_jsonb(unit_codes), actor,
  (extract(epoch FROM occurred_at) * 1000000)::bigint, payload)::text, 'UTF8')), 'hex')`;

/** What a version 2 event says, as text. Its SHA-256 together with the hash before gives its hash. */
export const eventContentSql = `jsonb_build_array(chain, seq, topic, case_no, to_jsonb(unit_codes), actor,
  (extract(epoch FROM occurred_at) * 1000000)::bigint, payload, batch, rows_hash)::text`;

const version2 = `encode(sha256(convert_to(prev_hash || encode(sha256(convert_to(${eventContentSql}, 'UTF8')), 'hex'), 'UTF8')), 'hex')`;

export interface BrokenLink {
  chain: string;
  seq: number;
  why: string;
}

/** Recomputes every hash from its content and its predecessor, and each chain's head: finds a changed, missing, swapped or cut-off event. */
export async function brokenLinks(db: Queryable, limit: number): Promise<BrokenLink[]> {
  const { rows } = await db.query<{ chain: string; seq: string; why: string }>(
    `WITH linked AS (
       SELECT *, lag(hash, 1, '') OVER w AS before, lag(seq, 1, 0::bigint) OVER w AS seq_before
       FROM registry.register_events WINDOW w AS (PARTITION BY chain ORDER BY seq)
     ), links AS (
       SELECT chain, seq, CASE
         WHEN seq <> seq_before + 1 THEN 'missing event before'
         WHEN prev_hash <> before THEN 'does not follow its predecessor'
         WHEN hash <> CASE version WHEN 1 THEN ${version1} WHEN 2 THEN ${version2} ELSE '' END THEN 'content was changed'
       END AS why FROM linked
     ), heads AS (
       SELECT coalesce(h.chain, e.chain) AS chain, coalesce(h.seq, e.seq) AS seq, 'the newest event does not match the head of the chain' AS why
       FROM (SELECT * FROM registry.event_chain_heads WHERE seq > 0) h
       FULL JOIN (SELECT DISTINCT ON (chain) chain, seq, hash FROM registry.register_events ORDER BY chain, seq DESC) e USING (chain)
       WHERE (e.seq, e.hash) IS DISTINCT FROM (h.seq, h.hash)
     )
     SELECT * FROM (SELECT * FROM links WHERE why IS NOT NULL UNION ALL SELECT * FROM heads) broken ORDER BY chain, seq LIMIT $1`,
    [limit],
  );
  return rows.map((row) => ({ ...row, seq: number(row.seq) }));
}

export async function countEvents(db: Queryable): Promise<{ events: number; chains: number }> {
  const { rows } = await db.query(
    'SELECT count(*) AS events, count(DISTINCT chain) AS chains FROM registry.register_events',
  );
  return { events: number(rows[0]?.events), chains: number(rows[0]?.chains) };
}

export async function verifyEventChain({ pool }: Deps): Promise<ChainReport> {
  const totals = await countEvents(pool);
  const [broken] = await brokenLinks(pool, 1);
  return { ok: broken === undefined, ...totals, broken: broken ?? null };
}
