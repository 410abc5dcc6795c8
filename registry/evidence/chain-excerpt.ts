import type { Deps } from '../db/transaction.ts';
import { number } from '../db/transaction.ts';
import type { ChainExcerpt } from './types.ts';
import { eventContentSql } from './verify-chain.ts';

const OF_CASE = 'SELECT chain, seq FROM registry.register_events WHERE case_no = $1 AND version = 2';

/**
 * What was said of a notice, the measure it led to, and the letters about its seizures. Not what cases were told of it: whose they are is not
 * the court's to know.
 */
const OF_NOTICE = `
  SELECT chain, seq FROM registry.register_events WHERE payload->>'noticeNo' = $1 AND payload ? 'noticeNo' AND case_no IS NULL AND version = 2
  UNION
  SELECT e.chain, e.seq FROM registry.register_entries o JOIN registry.rights r ON r.entry_id = o.entry_id
  JOIN registry.printed_letters l ON l.seizure_id = r.right_id
  JOIN registry.register_events e ON e.payload->>'reference' = l.reference AND e.topic LIKE 'letter.%' AND e.case_no IS NULL
  WHERE o.reference = $1 AND e.version = 2`;

export const caseExcerpt = (deps: Deps, caseNo: string): Promise<ChainExcerpt[]> => excerpt(deps, OF_CASE, caseNo);

export const noticeExcerpt = (deps: Deps, noticeNo: string): Promise<ChainExcerpt[]> =>
  excerpt(deps, OF_NOTICE, noticeNo);

/**
 * The part of each chain from the first of these events to the last, for people outside: the events themselves in full, of the
 * others only the hash of what they say. Events from before version 2 of the hash cannot be shown like that and are left out.
 */
async function excerpt({ pool }: Deps, ownSql: string, reference: string): Promise<ChainExcerpt[]> {
  const { rows } = await pool.query<{
    chain: string;
    seq: string;
    prev_hash: string;
    hash: string;
    own: boolean;
    content: string;
  }>(
    `WITH own AS MATERIALIZED (${ownSql}),
     stretch AS (SELECT chain, min(seq) AS first, max(seq) AS last FROM own GROUP BY chain),
     said AS (
       SELECT e.*, (e.chain, e.seq) IN (SELECT chain, seq FROM own) AS own, ${eventContentSql} AS content
       FROM registry.register_events e JOIN stretch USING (chain) WHERE seq BETWEEN first AND last
     )
     SELECT chain, seq, prev_hash, hash, own,
       CASE WHEN own THEN content ELSE encode(sha256(convert_to(content, 'UTF8')), 'hex') END AS content
     FROM said ORDER BY chain, seq`,
    [reference],
  );
  const excerpts = new Map<string, ChainExcerpt>();
  for (const row of rows) {
    const one = excerpts.get(row.chain) ?? { chain: row.chain, before: row.prev_hash, links: [], end: '' };
    excerpts.set(row.chain, one);
    one.links.push({
      seq: number(row.seq),
      ...(row.own ? { content: row.content } : { contentHash: row.content }),
    });
    one.end = row.hash;
  }
  return [...excerpts.values()];
}
