import type { Queryable } from '../db/transaction.ts';
import { number } from '../db/transaction.ts';
import { coveredTables } from './classified-tables.ts';
import type { Finding } from './types.ts';

/** The digests of each transaction against the hash that its event carries: none was changed, added or removed. */
export async function verifyBatches(db: Queryable, limit: number): Promise<{ batches: number; findings: Finding[] }> {
  const { rows: counts } = await db.query<{ batches: string }>(
    'SELECT count(batch) AS batches FROM registry.register_events',
  );
  const { rows } = await db.query<{
    batch: string;
    chain: string | null;
    seq: string;
    topic: string;
    occurred_at: Date;
    hash: string | null;
  }>(
    `SELECT batch, chain, seq, topic, occurred_at, d.hash FROM (
       SELECT batch, encode(sha256(string_agg(record_send(ROW(n, table_no, row_key, digest)), '' ORDER BY n)), 'hex') AS hash
       FROM registry.row_digests GROUP BY batch
     ) d FULL JOIN (SELECT * FROM registry.register_events WHERE batch IS NOT NULL) e USING (batch)
     WHERE d.hash IS DISTINCT FROM e.rows_hash ORDER BY batch LIMIT $1`,
    [limit],
  );
  const findings = rows.map((row): Finding => {
    const event =
      row.chain === null
        ? null
        : { chain: row.chain, seq: number(row.seq), topic: row.topic, occurredAt: row.occurred_at };
    const text =
      event === null
        ? 'digests that no event carries'
        : row.hash === null
          ? 'the digests this event carries are gone'
          : 'the digests are not those this event carries';
    return { kind: 'batch', table: 'row_digests', key: row.batch, columns: [], event, text };
  });
  return { batches: number(counts[0]?.batches ?? 0), findings };
}

/** Rows of the book that were written, triggers and all, but by no registration: somebody used SQL. */
export async function verifyLawful(db: Queryable, limit: number): Promise<Finding[]> {
  const book = coveredTables.filter(([, table]) => table.part === 'book').map(([name]) => name);
  const { rows } = await db.query<{
    name: string;
    row_key: string;
    chain: string;
    seq: string;
    topic: string;
    occurred_at: Date;
    actor: string;
  }>(
    `SELECT c.name, d.row_key, e.chain, e.seq, e.topic, e.occurred_at, e.actor FROM registry.register_events e
     JOIN registry.row_digests d USING (batch) JOIN registry.covered_tables c USING (table_no)
     WHERE e.topic = 'evidence.rows' AND c.name = ANY ($1) ORDER BY e.batch, d.n LIMIT $2`,
    [book, limit],
  );
  return rows.map((row) => ({
    kind: 'unlawful',
    table: row.name,
    key: row.row_key,
    columns: [],
    event: { chain: row.chain, seq: number(row.seq), topic: row.topic, occurredAt: row.occurred_at },
    text: `written outside a registration, by database user ${row.actor}`,
  }));
}
