import type { Deps } from '../db/transaction.ts';
import { number } from '../db/transaction.ts';
import type { ChainExcerpt } from './types.ts';
import { eventContentSql } from './verify-chain.ts';

/**
 * The part of each chain from the first event of the case to its last, for people outside: its own events in full, of the
 * others only the hash of what they say. Events from before version 2 of the hash cannot be shown like that and are left out.
 */
export async function caseExcerpt({ pool }: Deps, caseNo: string): Promise<ChainExcerpt[]> {
  const { rows } = await pool.query<{
    chain: string;
    seq: string;
    prev_hash: string;
    hash: string;
    own: boolean;
    content: string;
  }>(
    `WITH own AS (
       SELECT chain, min(seq) AS first, max(seq) AS last FROM registry.register_events WHERE case_no = $1 AND version = 2 GROUP BY chain
     ), said AS (
       SELECT e.*, ${eventContentSql} AS content FROM registry.register_events e JOIN own USING (chain) WHERE seq BETWEEN first AND last
     )
     SELECT chain, seq, prev_hash, hash, case_no IS NOT DISTINCT FROM $1 AS own,
       CASE WHEN case_no IS NOT DISTINCT FROM $1 THEN content ELSE encode(sha256(convert_to(content, 'UTF8')), 'hex') END AS content
     FROM said ORDER BY chain, seq`,
    [caseNo],
  );
  const excerpts = new Map<string, ChainExcerpt>();
  for (const row of rows) {
    const excerpt = excerpts.get(row.chain) ?? { chain: row.chain, before: row.prev_hash, links: [], end: '' };
    excerpts.set(row.chain, excerpt);
    excerpt.links.push({
      seq: number(row.seq),
      ...(row.own ? { content: row.content } : { contentHash: row.content }),
    });
    excerpt.end = row.hash;
  }
  return [...excerpts.values()];
}
