import fc from 'fast-check';
import type { PoolClient } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { coveredTables } from '../../registry/evidence/classified-tables.ts';
import { verifyIn } from '../../registry/evidence/verify-register.ts';
import { demoCity } from '../../registry/index.ts';
import type { Anchor, RegisterReport } from '../../registry/types.ts';
import { deliver, notice } from './support/notices.ts';
import { actor, courtOfficer, mortgage, readyForBook, registered, rename, sale, seizure } from './support/play.ts';
import { createRegistryFixture, type RegistryFixture } from './support/setup.ts';
import {
  describeEvidence,
  describeTables,
  keyOf,
  openToForgers,
  otherValue,
  pickKey,
  type Table,
} from './support/tamper.ts';

/*
 * Whoever has the database's password may switch triggers off and write what he likes. Each forgery below is made like that, in
 * a transaction that is rolled back; the register must name it.
 */

/** Of a document, byte by byte; each costs a whole verification. */
const LONGEST = 24;
const { units } = demoCity;
let fixture: RegistryFixture;
let tables: Table[];
let anchor: Anchor;
beforeAll(async () => {
  fixture = await createRegistryFixture();
  const { registry, clock } = fixture;
  await registry.users.seedDemoUsers();
  await registered(registry, sale(units.plainSale));
  await registered(registry, mortgage(units.mortgageable));
  await registered(registry, rename(units.rename, ['陈新名']));
  const seized = await registry.seizures.enterSeizure(seizure(units.large), courtOfficer);
  await registry.seizures.enterSeizure(seizure(units.large, { authority: '鄞州区人民法院' }), courtOfficer);
  await deliver(registry, notice(units.domainExample));
  expect(seized).toBeDefined();
  const caseNo = await readyForBook(registry, sale(units.heldOneYear));
  clock.advance(1_000);
  await registry.documents.put({
    caseNo,
    key: 'contract',
    kind: 'other',
    title: '买卖合同',
    mediaType: 'application/pdf',
    bytes: Buffer.from('%PDF-1.4 a contract'),
    by: actor('window_acceptor'),
  });
  expect((await registry.evidence.verifyRegister()).findings).toEqual([]);
  tables = await describeTables(fixture);
  await openToForgers(fixture, tables);
  // The last thing that happens is the one that is cut off below.
  await registry.documents.put({
    caseNo,
    key: 'last',
    kind: 'other',
    title: '最后一份',
    mediaType: 'application/pdf',
    bytes: Buffer.from('%PDF-1.4 the last'),
    by: actor('window_acceptor'),
  });
  anchor = await registry.evidence.takeAnchor();
  expect((await registry.evidence.verifyRegister({ anchors: [anchor] })).findings).toEqual([]);
});
afterAll(() => fixture.drop({ tampered: true }));

/** With triggers off, then rolled back. */
async function forge(
  work: (client: PoolClient) => Promise<void>,
  options: Parameters<typeof verifyIn>[1] = {},
): Promise<RegisterReport> {
  const client = await fixture.pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('SET LOCAL session_replication_role = replica');
    await work(client);
    return await verifyIn(client, options);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

describe('a forged register', () => {
  it('is found for every column of every covered table, which is named', async () => {
    const widest = Math.max(...tables.map((table) => table.columns.length));
    let forged = 0;
    for (let i = 0; i < widest; i += 1) {
      const expected: { table: string; key: string; column: string }[] = [];
      const report = await forge(async (client) => {
        for (const table of tables) {
          const column = table.columns[i];
          if (!column || table.keys.includes(column.name)) continue;
          const key = await pickKey(client, table, i);
          await client.query(
            `UPDATE registry.${table.name} SET ${column.name} = ${otherValue(column, i)} WHERE ${keyOf(table)} = $1`,
            [key],
          );
          expected.push({ table: table.name, key, column: column.name });
        }
      });
      // A paper that lost its event has a finding of its own, under the place of the event.
      const found = report.findings
        .filter(({ kind }) => kind !== 'rewritten')
        .map(({ kind, table, key, columns }) => ({ kind, table, key, columns }));
      for (const { table, key, column } of expected) {
        // The hash and the size of the bytes are columns of their own, which PostgreSQL keeps.
        const columns = column === 'bytes' ? expect.arrayContaining(['sha256']) : [column];
        expect(found).toContainEqual({ kind: 'changed', table, key, columns });
      }
      expect(found).toHaveLength(expected.length);
      forged += expected.length;
    }
    expect(forged).toBeGreaterThan(350);
  }, 240_000);

  it('is found for every column of a row that a 登簿 has changed, of which not all columns were marked again', async () => {
    const changedByEntry = {
      units: 'register_version > 1',
      cases: "status = 'ENTERED'",
      rights: "status = 'HISTORY'",
      certificates: "status = 'CANCELLED'",
    };
    for (const [name, condition] of Object.entries(changedByEntry)) {
      const table = tables.find((one) => one.name === name);
      if (!table) throw new Error(`registry.${name} is not covered`);
      const { rows } = await fixture.pool.query<{ key: string }>(
        `SELECT ${keyOf(table)} AS key FROM registry.${name} WHERE ${condition} ORDER BY 1 LIMIT 1`,
      );
      const key = rows[0]?.key;
      expect(key, `a row of registry.${name} where ${condition}`).toBeDefined();
      for (const column of table.columns.filter((one) => !table.keys.includes(one.name))) {
        const report = await forge(async (client) => {
          const sql = `UPDATE registry.${name} SET ${column.name} = ${otherValue(column, 0)} WHERE ${keyOf(table)} = $1`;
          await client.query(sql, [key]);
        });
        expect(report.findings).toEqual([
          expect.objectContaining({ kind: 'changed', table: name, key, columns: [column.name] }),
        ]);
      }
    }
  }, 240_000);

  it('is found for every column of every key: the row is missing under its own, and there under another', async () => {
    const widest = Math.max(...tables.map((table) => table.keys.length));
    let forged = 0;
    for (let i = 0; i < widest; i += 1) {
      const expected: { table: string; key: string }[] = [];
      const report = await forge(async (client) => {
        for (const table of tables) {
          const column = table.columns.find(({ name }) => name === table.keys[i]);
          if (!column) continue;
          const key = await pickKey(client, table, i);
          const { rows } = await client.query<{ key: string }>(
            `UPDATE registry.${table.name} SET ${column.name} = ${otherValue(column, i)} WHERE ${keyOf(table)} = $1 RETURNING ${keyOf(table)} AS key`,
            [key],
          );
          expected.push({ table: table.name, key }, { table: table.name, key: rows[0]?.key ?? '' });
        }
      });
      const found = report.findings.map(({ table, key }) => ({ table, key }));
      for (const one of expected) expect(found).toContainEqual(one);
      forged += expected.length / 2;
    }
    expect(forged).toBeGreaterThanOrEqual(tables.length);
  }, 240_000);

  it('is found for every single byte of a document, and when its stored hash is forged with it', async () => {
    const holders = coveredTables.filter(([, table]) => table.bytes).map(([name]) => name);
    for (const name of holders) {
      const table = tables.find((one) => one.name === name) as Table;
      await forge(async (client) => {
        const key = await pickKey(client, table, 0);
        const at = `registry.${name} WHERE ${keyOf(table)} = $1`;
        const { rows } = await client.query<{ size: number }>(`SELECT length(bytes) AS size FROM ${at}`, [key]);
        const size = rows[0]?.size ?? 0;
        expect(size).toBeGreaterThan(0);
        const kinds = async () =>
          (await verifyIn(client)).findings.filter((one) => one.table === name).map((one) => [one.kind, one.key]);
        for (let i = 0; i < Math.min(size, LONGEST); i += 1) {
          await client.query('SAVEPOINT whole');
          await client.query(
            `UPDATE registry.${name} SET bytes = set_byte(bytes, ${i}, get_byte(bytes, ${i}) # ${1 << (i % 8)}) WHERE ${keyOf(table)} = $1`,
            [key],
          );
          expect(await kinds(), `byte ${i} of ${name}`).toEqual([['changed', key]]);
          await client.query('ROLLBACK TO whole');
        }
        // Whoever owns the table can make the hash a plain column, which then keeps the old hash, or gets the new one.
        await client.query(`ALTER TABLE registry.${name} ALTER COLUMN sha256 DROP EXPRESSION`);
        await client.query(`UPDATE registry.${name} SET bytes = bytes || '\\x00' WHERE ${keyOf(table)} = $1`, [key]);
        expect(await kinds()).toContainEqual(['bytes', key]);
        await client.query(
          `UPDATE registry.${name} SET sha256 = encode(sha256(bytes), 'hex') WHERE ${keyOf(table)} = $1`,
          [key],
        );
        expect(await kinds()).toContainEqual(['changed', key]);
      });
    }
    expect(holders.length).toBeGreaterThanOrEqual(2);
  }, 240_000);

  it('is found whatever row is changed, deleted, added or swapped with another', async () => {
    const forgery = fc.record({
      how: fc.constantFrom('change', 'delete', 'insert', 'swap'),
      table: fc.nat(999),
      row: fc.nat(99_999),
      other: fc.nat(99_999),
      column: fc.nat(999),
      at: fc.nat(9_999),
    });
    await fc.assert(
      fc.asyncProperty(forgery, async ({ how, table: t, row, other, column: c, at }) => {
        const table = tables[t % tables.length] as Table;
        let keys: string[] = [];
        const report = await forge(async (client) => {
          const key = await pickKey(client, table, row);
          keys = [key];
          const it = `FROM registry.${table.name} WHERE ${keyOf(table)} = $1`;
          if (how === 'delete') await client.query(`DELETE ${it}`, [key]);
          else if (how === 'insert') {
            const added = await insertCopy(client, table, key);
            keys = [added];
          } else if (how === 'swap') {
            const second = await pickKey(client, table, other);
            if (await swap(client, table, key, second)) keys.push(second);
            else keys = [];
          } else {
            const column = table.columns[c % table.columns.length];
            if (!column) throw new Error(`${table.name} has no columns`);
            await client.query(
              `UPDATE registry.${table.name} SET ${column.name} = ${otherValue(column, at)} WHERE ${keyOf(table)} = $1`,
              [key],
            );
          }
        });
        const found = report.findings.filter((finding) => finding.table === table.name).map((finding) => finding.key);
        expect(found).toEqual(expect.arrayContaining(keys));
        expect(report.ok).toBe(keys.length === 0);
      }),
      { numRuns: 150 },
    );
  }, 240_000);

  it('is found for every column of the events, the heads, the digests and the order of their columns', async () => {
    const evidence = await describeEvidence(fixture);
    let forged = 0;
    for (const table of evidence)
      for (const column of table.columns)
        for (const row of [0, 1_009 + forged]) {
          const report = await forge(async (client) => {
            const key = await pickKey(client, table, row);
            await client.query(
              `UPDATE registry.${table.name} SET ${column.name} = ${otherValue(column, row)} WHERE ${keyOf(table)} = $1`,
              [key],
            );
          });
          expect(report.ok, `${table.name}.${column.name}`).toBe(false);
          forged += 1;
        }
    expect(forged).toBeGreaterThan(40);
  }, 240_000);

  it('is found when the digest is changed with the row, and the event with the digest', async () => {
    const change = async (client: PoolClient) => {
      await client.query("UPDATE registry.right_holders SET name = '冒名' WHERE right_id = 1 AND seq = 1");
      const { rows } = await client.query<{ sql: string; table_no: number }>(
        "SELECT registry.digest_sql(name, columns, 't') AS sql, table_no FROM registry.covered_tables WHERE name = 'right_holders'",
      );
      await client.query(
        `UPDATE registry.row_digests SET digest = (SELECT ${rows[0]?.sql} FROM registry.right_holders t WHERE right_id = 1 AND seq = 1)
         WHERE row_key = '1|1' AND table_no = $1`,
        [rows[0]?.table_no],
      );
    };
    const withDigest = await forge(change);
    expect(withDigest.findings).toEqual([
      expect.objectContaining({ kind: 'batch', event: expect.objectContaining({ topic: 'register.migrated' }) }),
    ]);
    const withEvent = await forge(async (client) => {
      await change(client);
      await client.query(
        `UPDATE registry.register_events e SET rows_hash = x.hash FROM (
           SELECT batch, encode(sha256(string_agg(record_send(ROW(n, table_no, row_key, digest)), '' ORDER BY n)), 'hex') AS hash
           FROM registry.row_digests GROUP BY batch) x WHERE e.batch = x.batch`,
      );
    });
    expect(withEvent.findings).toEqual([expect.objectContaining({ kind: 'chain', text: 'content was changed' })]);
  });

  it('with its end cut off is found by the heads that were given away', async () => {
    const cut = async (client: PoolClient) => {
      const { rows } = await client.query<{ chain: string; seq: string; batch: string }>(
        "SELECT chain, seq, batch FROM registry.register_events WHERE topic = 'document.stored' AND payload->>'key' = 'last'",
      );
      const last = rows[0];
      await client.query("DELETE FROM registry.documents WHERE key = 'last'");
      await client.query('DELETE FROM registry.row_digests WHERE batch = $1', [last?.batch]);
      await client.query('DELETE FROM registry.register_events WHERE chain = $1 AND seq = $2', [
        last?.chain,
        last?.seq,
      ]);
      await client.query(
        'UPDATE registry.event_chain_heads h SET seq = e.seq, hash = e.hash FROM registry.register_events e WHERE h.chain = $1 AND e.chain = $1 AND e.seq = $2::bigint - 1',
        [last?.chain, last?.seq],
      );
    };
    expect((await forge(cut)).ok).toBe(true); // nothing inside the database can tell
    expect((await forge(cut, { anchors: [anchor] })).findings).toEqual([
      expect.objectContaining({ kind: 'anchor', key: expect.stringMatching(/^330203\|/) }),
    ]);
  });
});

/** A row like the given one under a key of its own; returns that key. */
async function insertCopy(client: PoolClient, table: Table, key: string): Promise<string> {
  const names = table.columns.map((column) => column.name);
  const values = table.columns.map((column) =>
    table.keys.includes(column.name) ? otherValue(column, 0) : column.name,
  );
  const { rows } = await client.query<{ key: string }>(
    `INSERT INTO registry.${table.name} (${names.join(', ')}) SELECT ${values.join(', ')} FROM registry.${table.name} WHERE ${keyOf(table)} = $1 RETURNING ${keyOf(table)} AS key`,
    [key],
  );
  return rows[0]?.key ?? '';
}

/** The content of two rows exchanged; false when there was nothing to exchange. */
async function swap(client: PoolClient, table: Table, first: string, second: string): Promise<boolean> {
  const names = table.columns.map((column) => column.name).filter((name) => !table.keys.includes(name));
  if (names.length === 0) return false;
  const key = keyOf(table);
  await client.query(
    `CREATE TEMPORARY TABLE pair ON COMMIT DROP AS SELECT ${key} AS row_key, * FROM registry.${table.name} WHERE ${key} IN ($1, $2)`.replace(
      /\$(\d)/g,
      (_, i) => client.escapeLiteral(i === '1' ? first : second),
    ),
  );
  const { rows } = await client.query(`SELECT DISTINCT ${names.map((name) => `${name}::text`).join(', ')} FROM pair`);
  const own = keyOf({ ...table, keys: table.keys.map((name) => `t.${name}`) });
  const { rowCount } = await client.query(
    `UPDATE registry.${table.name} t SET ${names.map((name) => `${name} = p.${name}`).join(', ')} FROM pair p
     WHERE ${own} IN ($1, $2) AND p.row_key IN ($1, $2) AND p.row_key <> ${own}`,
    [first, second],
  );
  return rowCount === 2 && rows.length === 2;
}
