import type { Pool } from 'pg';
import { type Kind, kinds, type ReadyCase } from './cases.ts';

/** Rows that one 登簿 of a kind writes, by table: new ones and changed ones. */
export interface Shape {
  rights: number;
  ended: number;
  holders: number;
  ownerships: number;
  mortgages: number;
  certificates: { certificate: number; proof: number };
  cancelled: number;
  persons: number;
  digests: number;
}

/** Read from what one entry of each kind has written. */
export async function shapesOf(pool: Pool, entered: readonly ReadyCase[]): Promise<Record<Kind, Shape>> {
  const shapes: Partial<Record<Kind, Shape>> = {};
  for (const kind of kinds) {
    const sample = entered.find((one) => one.kind === kind);
    if (!sample) throw new Error(`No entry of kind ${kind} to take the shape from.`);
    const { rows } = await pool.query<Omit<Shape, 'certificates'> & { certificate: number; proof: number }>(
      `WITH entry AS (SELECT entry_id FROM registry.register_entries WHERE case_no = $1),
         digests AS (SELECT t.name FROM registry.register_events e JOIN registry.row_digests d USING (batch) JOIN registry.covered_tables t USING (table_no)
           WHERE e.case_no = $1 AND e.topic = 'register.entered'),
         began AS (SELECT right_id FROM registry.rights JOIN entry USING (entry_id))
       SELECT (SELECT count(*)::int FROM began) AS rights,
         (SELECT count(*)::int FROM registry.rights r JOIN entry e ON r.ended_entry_id = e.entry_id) AS ended,
         (SELECT count(*)::int FROM registry.right_holders JOIN began USING (right_id)) AS holders,
         (SELECT count(*)::int FROM registry.ownership_details JOIN began USING (right_id)) AS ownerships,
         (SELECT count(*)::int FROM registry.mortgage_details JOIN began USING (right_id)) AS mortgages,
         (SELECT count(*)::int FROM registry.certificates JOIN entry USING (entry_id) WHERE kind = 'certificate') AS certificate,
         (SELECT count(*)::int FROM registry.certificates JOIN entry USING (entry_id) WHERE kind = 'proof') AS proof,
         (SELECT count(*)::int FROM registry.certificates c JOIN entry e ON c.cancelled_entry_id = e.entry_id) AS cancelled,
         (SELECT count(*)::int FROM digests WHERE name = 'persons') AS persons,
         (SELECT count(*)::int FROM digests) AS digests`,
      [sample.caseNo],
    );
    const { certificate = 0, proof = 0, ...rest } = rows[0] as NonNullable<(typeof rows)[0]>;
    shapes[kind] = { ...rest, certificates: { certificate, proof } };
  }
  return shapes as Record<Kind, Shape>;
}

/** Rows written so far in the tables of a schema, by the server's own counters: new, changed, removed. */
export async function rowsWritten(pool: Pool, schema: string): Promise<number> {
  const { rows } = await pool.query<{ rows: string }>(
    `SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) AS rows FROM pg_stat_user_tables WHERE schemaname = $1`,
    [schema],
  );
  return Number(rows[0]?.rows ?? 0);
}
