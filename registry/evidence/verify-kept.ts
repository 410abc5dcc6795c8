import type { Queryable } from '../db/transaction.ts';
import { number } from '../db/transaction.ts';
import { coveredTables } from './classified-tables.ts';
import type { Finding } from './types.ts';

/**
 * Covered tables whose rows are added and never changed. Their guards can be switched off by whoever owns the database, and what is then
 * written leaves digests and an event like any other change: that there is a second state of the row gives it away.
 */
export const addedOnly: readonly string[] = [
  'register_entries',
  'entry_units',
  'case_targets',
  'publicities',
  'publicity_objections',
  'right_holders',
  'ownership_details',
  'mortgage_details',
  'caution_details',
  'objection_details',
  'easement_details',
  'residence_details',
  'unit_changes',
  'unit_lineage',
  'land_right_details',
  'seizure_renewals',
  'seizure_conversions',
  'reviews',
  'identity_checks',
  'audit_log',
  'certificate_papers',
  'consents',
  'legacy_units',
  'legacy_confirmations',
  'surveys',
  'seal_authorities',
  'suit_proofs',
  'queries',
  'lookup_alarms',
  'letter_postings',
  'old_id_numbers',
  'contract_infos',
  'confirmed_ranks',
  'bank_checks',
  'paper_batches',
  'paper_voids',
  'paper_destructions',
  'destroyed_papers',
  'certificate_recalls',
];

/** A paper that is no longer asked for goes from the list of a case; nothing else is ever removed. */
const REMOVED_FROM: readonly string[] = ['case_materials'];

/** Take over what is there, in a new form. */
const MIGRATIONS: readonly string[] = ['evidence.attested', 'register.migrated'];

interface Row {
  name: string;
  row_key: string;
  gone: boolean;
  chain: string;
  seq: string;
  topic: string;
  occurred_at: Date;
}

/** Rows that were removed, or changed where nothing changes, with the recording on: their guards were switched off. */
export async function verifyKept(db: Queryable, limit: number): Promise<Finding[]> {
  const lasting = coveredTables.map(([name]) => name).filter((name) => !REMOVED_FROM.includes(name));
  const { rows } = await db.query<Row>(
    `WITH again AS (
       SELECT c.name, d.row_key, d.batch, d.n, lag(d.n) OVER (PARTITION BY d.table_no, d.row_key ORDER BY d.n) AS before
       FROM registry.row_digests d JOIN registry.covered_tables c USING (table_no) WHERE c.name = ANY ($1) AND d.digest IS NOT NULL
     ), found AS (
       SELECT name, row_key, batch, n, false AS gone FROM again WHERE before IS NOT NULL
       UNION ALL
       SELECT c.name, d.row_key, d.batch, d.n, true FROM registry.row_digests d JOIN registry.covered_tables c USING (table_no)
       WHERE d.digest IS NULL AND c.name = ANY ($2)
     )
     SELECT f.name, f.row_key, f.gone, e.chain, e.seq, e.topic, e.occurred_at FROM found f JOIN registry.register_events e USING (batch)
     WHERE e.topic <> ALL ($3) ORDER BY f.n LIMIT $4`,
    [addedOnly, lasting, MIGRATIONS, limit],
  );
  return rows.map(({ name, row_key: key, gone, chain, seq, topic, occurred_at: occurredAt }) => ({
    kind: 'rewritten',
    table: name,
    key,
    columns: [],
    event: { chain, seq: number(seq), topic, occurredAt },
    text: gone ? 'this row was removed, and nothing ever is' : 'this row was changed, and is only ever added',
  }));
}

/** What events say was stored, and what there is: papers of cases and notices, content and result of notices, sealed letters. */
const PAPERS: readonly { table: string; sql: string }[] = [
  {
    table: 'documents',
    sql: `SELECT d.document_id::text AS row_key, d.sha256 AS now, e.sha256 AS told, e.place
      FROM registry.documents d RIGHT JOIN (
        SELECT case_no, payload->>'key' AS key, payload->>'sha256' AS sha256, chain || '/' || seq AS place
        FROM registry.register_events WHERE topic = 'document.stored' AND payload ?& '{key,sha256}') e USING (case_no, key)`,
  },
  {
    table: 'printed_letters',
    sql: `SELECT l.letter_id::text AS row_key, l.sha256 AS now, e.sha256 AS told, e.place
      FROM registry.printed_letters l RIGHT JOIN (
        SELECT payload->>'letterId' AS letter_id, payload->>'sha256' AS sha256, chain || '/' || seq AS place
        FROM registry.register_events WHERE topic = 'letter.issued' AND payload ? 'sha256') e ON e.letter_id = l.letter_id::text`,
  },
  {
    table: 'notice_papers',
    sql: `SELECT p.paper_id::text AS row_key, p.sha256 AS now, e.sha256 AS told, e.place
      FROM registry.notice_papers p RIGHT JOIN (
        SELECT payload->>'noticeNo' AS notice_no, payload->>'kind' AS kind, payload->>'sha256' AS sha256, chain || '/' || seq AS place
        FROM registry.register_events WHERE topic = 'court.paper.stored'
        UNION ALL
        SELECT payload->>'noticeNo', f.key, f.value, chain || '/' || seq
        FROM registry.register_events CROSS JOIN jsonb_each_text(payload->'papers') f WHERE topic = 'court.notice.filed' AND payload ? 'papers'
      ) e USING (notice_no, kind)`,
  },
  {
    table: 'court_notices',
    sql: `SELECT n.notice_no AS row_key, encode(sha256(convert_to(CASE e.what WHEN 'content' THEN n.content::text ELSE n.result::text END, 'UTF8')), 'hex') AS now,
        e.sha256 AS told, e.place
      FROM registry.court_notices n RIGHT JOIN (
        SELECT payload->>'noticeNo' AS notice_no, 'content' AS what, payload->>'contentSha256' AS sha256, chain || '/' || seq AS place
        FROM registry.register_events WHERE topic = 'court.notice.filed' AND payload ? 'contentSha256'
        UNION ALL
        SELECT payload->>'noticeNo', 'result', payload->>'resultSha256', chain || '/' || seq
        FROM registry.register_events WHERE topic = 'court.notice.decided' AND payload ? 'resultSha256'
      ) e USING (notice_no)`,
  },
];

/** Against the digests that the events name themselves: a paper that was changed, exchanged or removed with the recording on. */
export async function verifyPapers(db: Queryable, limit: number): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { table, sql } of PAPERS) {
    const { rows } = await db.query<{ row_key: string | null; place: string }>(
      `SELECT row_key, place FROM (${sql}) x WHERE now IS DISTINCT FROM told ORDER BY row_key, place LIMIT $1`,
      [limit],
    );
    for (const { row_key: key, place } of rows)
      findings.push({
        kind: 'rewritten',
        table,
        key: key ?? place,
        columns: [],
        event: null,
        text: key === null ? 'what this event stored is gone' : `not what event ${place} stored`,
      });
  }
  return findings;
}
