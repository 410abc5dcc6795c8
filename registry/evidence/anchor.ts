import type { Deps, Queryable } from '../db/transaction.ts';
import { number } from '../db/transaction.ts';
import type { Anchor, ChainHead } from './types.ts';

async function heads(db: Queryable): Promise<ChainHead[]> {
  const { rows } = await db.query<{ chain: string; seq: string; hash: string }>(
    'SELECT chain, seq, hash FROM registry.event_chain_heads WHERE seq > 0 ORDER BY chain',
  );
  return rows.map((row) => ({ chain: row.chain, seq: number(row.seq), hash: row.hash }));
}

export async function takeAnchor({ pool, clock }: Deps): Promise<Anchor> {
  return { format: 'yitong-register-anchor/1', takenAt: clock.now().toISOString(), heads: await heads(pool) };
}

/** What is signed: the instant, then one line for each chain. */
export function anchorText({ format, takenAt, heads: list }: Anchor): string {
  return [`${format} ${takenAt}`, ...list.map(({ chain, seq, hash }) => `${chain} ${seq} ${hash}`)].join('\n');
}

/** Heads of the anchor that the chains of today do not contain: an end was cut off, or a chain was written anew. */
export async function missingHeads(db: Queryable, anchor: Anchor): Promise<ChainHead[]> {
  const { rows } = await db.query<{ chain: string; seq: string; hash: string }>(
    `SELECT a.chain, a.seq, a.hash FROM unnest($1::text[], $2::bigint[], $3::text[]) AS a(chain, seq, hash)
     LEFT JOIN registry.register_events e ON e.chain = a.chain AND e.seq = a.seq AND e.hash = a.hash
     WHERE e.chain IS NULL ORDER BY a.chain`,
    [anchor.heads.map((h) => h.chain), anchor.heads.map((h) => h.seq), anchor.heads.map((h) => h.hash)],
  );
  return rows.map((row) => ({ chain: row.chain, seq: number(row.seq), hash: row.hash }));
}
