import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { coveredTables } from '../../registry/evidence/classified-tables.ts';
import { addedOnly } from '../../registry/evidence/verify-kept.ts';
import { demoCity } from '../../registry/index.ts';
import { deliver, notice } from './support/notices.ts';
import { actor, readyForBook, sale } from './support/play.ts';
import { createRegistryFixture, type RegistryFixture } from './support/setup.ts';

/*
 * Somebody who owns the database, knows how it is built, and leaves the recording on or makes every digest again: what he does looks like
 * any other change.
 */
let fixture: RegistryFixture;
let caseNo: string;
const scan = (key: string) =>
  fixture.registry.documents.put({
    caseNo,
    key,
    kind: 'other',
    title: '买卖合同',
    mediaType: 'application/pdf',
    bytes: Buffer.from(`%PDF-1.4 ${key}`),
    by: actor('window_acceptor'),
  });

beforeEach(async () => {
  fixture = await createRegistryFixture();
  const { registry } = fixture;
  await registry.users.seedDemoUsers();
  caseNo = await readyForBook(registry, sale(demoCity.units.plainSale));
  await scan('one');
  await scan('two');
  await registry.court.decideNotice(await deliver(registry, notice(demoCity.units.domainExample)));
  expect((await registry.evidence.verifyRegister()).findings).toEqual([]);
});
afterEach(() => fixture.drop({ tampered: true }));

/** Every guard of the table off, its recording on. */
async function behindTheGuards(table: string, sql: string, values: unknown[] = []): Promise<void> {
  const { pool } = fixture;
  const { rows } = await pool.query<{ name: string }>(
    `SELECT tgname AS name FROM pg_trigger WHERE tgrelid = $1::regclass AND NOT tgisinternal AND tgname NOT LIKE 'record\\_%'`,
    [`registry.${table}`],
  );
  for (const { name } of rows) await pool.query(`ALTER TABLE registry.${table} DISABLE TRIGGER ${name}`);
  const { rowCount } = await pool.query(sql, values);
  expect(rowCount).toBeGreaterThan(0);
  for (const { name } of rows) await pool.query(`ALTER TABLE registry.${table} ENABLE TRIGGER ${name}`);
}

const found = async () =>
  (await fixture.registry.evidence.verifyRegister()).findings.map(({ kind, table, text }) => ({ kind, table, text }));

describe('with the recording on', () => {
  it('two documents of the same kind exchanged are found', async () => {
    await behindTheGuards(
      'documents',
      `UPDATE registry.documents d SET bytes = o.bytes FROM registry.documents o
       WHERE d.case_no = $1 AND o.case_no = $1 AND (d.key, o.key) IN (('one', 'two'), ('two', 'one'))`,
      [caseNo],
    );
    const text = expect.stringMatching(/^not what event 330203\/\d+ stored$/);
    const wrong = { kind: 'rewritten', table: 'documents', text };
    expect(await found()).toEqual([wrong, wrong]);
  });

  it('a document removed is found, by its row and by its event', async () => {
    await behindTheGuards('documents', "DELETE FROM registry.documents WHERE case_no = $1 AND key = 'one'", [caseNo]);
    expect(await found()).toEqual([
      { kind: 'rewritten', table: 'documents', text: 'this row was removed, and nothing ever is' },
      { kind: 'rewritten', table: 'documents', text: 'what this event stored is gone' },
    ]);
  });

  it('what a court asked, its result and its papers changed are found', async () => {
    await behindTheGuards(
      'court_notices',
      `UPDATE registry.court_notices SET content = content || '{"termMonths": 1}'`,
    );
    await behindTheGuards('court_notices', `UPDATE registry.court_notices SET result = result || '{"late": true}'`);
    await behindTheGuards(
      'notice_papers',
      "UPDATE registry.notice_papers SET bytes = bytes || '\\x00' WHERE kind = 'order'",
    );
    expect((await found()).map(({ table }) => table)).toEqual(['notice_papers', 'court_notices', 'court_notices']);
  });

  it('a line of the audit log changed is found', async () => {
    await fixture.registry.audit.record({
      actor: actor('window_acceptor'),
      action: 'unit.read',
      purpose: '核对申请材料',
      unitCode: demoCity.units.plainSale.unitCode,
    });
    await behindTheGuards(
      'audit_log',
      "UPDATE registry.audit_log SET user_id = 'nobody' WHERE audit_id = (SELECT min(audit_id) FROM registry.audit_log)",
    );
    expect(await found()).toEqual([
      { kind: 'rewritten', table: 'audit_log', text: 'this row was changed, and is only ever added' },
    ]);
  });
});

it('every digest, event and hash made again from the changed row on is found by the heads that were given away', async () => {
  const { pool, registry } = fixture;
  const anchors = [await registry.evidence.takeAnchor()];
  await scan('after the anchor');
  const client = await pool.connect();
  try {
    await client.query('BEGIN; SET LOCAL session_replication_role = replica');
    await client.query("UPDATE registry.right_holders SET name = '冒名' WHERE right_id = 1 AND seq = 1");
    const { rows } = await client.query<{ sql: string; table_no: number }>(
      "SELECT registry.digest_sql(name, columns, 't') AS sql, table_no FROM registry.covered_tables WHERE name = 'right_holders'",
    );
    await client.query(
      `UPDATE registry.row_digests SET digest = (SELECT ${rows[0]?.sql} FROM registry.right_holders t WHERE right_id = 1 AND seq = 1)
       WHERE row_key = '1|1' AND table_no = $1`,
      [rows[0]?.table_no],
    );
    await client.query(
      `UPDATE registry.register_events e SET rows_hash = x.hash FROM (
         SELECT batch, encode(sha256(string_agg(record_send(ROW(n, table_no, row_key, digest)), '' ORDER BY n)), 'hex') AS hash
         FROM registry.row_digests GROUP BY batch) x WHERE e.batch = x.batch AND e.rows_hash <> x.hash`,
    );
    // Link by link, as whoever wrote the chain did.
    await client.query(`DO $$ DECLARE e record; before text := ''; last text := '';
      BEGIN
        FOR e IN SELECT * FROM registry.register_events WHERE version = 2 ORDER BY chain, seq LOOP
          IF e.chain <> last THEN before := e.prev_hash; last := e.chain; END IF;
          UPDATE registry.register_events x SET prev_hash = before, hash = encode(sha256(convert_to(before || encode(sha256(convert_to(
            jsonb_build_array(chain, seq, topic, case_no, to_jsonb(unit_codes), actor, (extract(epoch FROM occurred_at) * 1000000)::bigint,
              payload, batch, rows_hash)::text, 'UTF8')), 'hex'), 'UTF8')), 'hex')
          WHERE x.chain = e.chain AND x.seq = e.seq RETURNING hash INTO before;
          UPDATE registry.event_chain_heads h SET hash = before WHERE h.chain = e.chain AND h.seq = e.seq;
        END LOOP;
      END $$`);
    await client.query('COMMIT');
  } finally {
    client.release();
  }
  // From inside nobody can tell.
  expect((await registry.evidence.verifyRegister()).findings).toEqual([]);
  const { findings } = await registry.evidence.verifyRegister({ anchors });
  expect(findings.length).toBeGreaterThan(0);
  expect(findings).toEqual(findings.map(() => expect.objectContaining({ kind: 'anchor' })));
});

it('every covered table that the database keeps from being changed is looked at', async () => {
  const { rows } = await fixture.pool.query<{ name: string }>(
    `SELECT DISTINCT c.relname::text AS name FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid
     WHERE g.tgfoid = 'registry.append_only'::regproc AND g.tgtype & 16 <> 0 AND c.relname = ANY ($1) ORDER BY 1`,
    [coveredTables.map(([name]) => name)],
  );
  expect(rows.map(({ name }) => name)).toEqual([...addedOnly].sort());
});
