import { randomBytes } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { cityPerson, demoCity } from '../../registry/index.ts';
import type { ReadyCase } from './cases.ts';
import type { Shape } from './shape.ts';

/**
 * The bare transaction: as many rows as a 登簿, into the same tables, columns and indexes, but without triggers, checks, foreign keys, without
 * reading anything first, and without a rule. Prepared statements over the same driver and the same number of connections.
 */
export interface Baseline {
  transact(one: ReadyCase, shape: Shape): Promise<void>;
}

/** One for each row, as `pgbench` has them, or (`sets`) one for each table, as a careful author would. */
export type Statements = 'rows' | 'sets';

/** Where they are written: a copy of the whole city, or tables with nothing but the homes of the run. */
export type Ground = 'city' | 'run';

const tables = [
  'cases',
  'units',
  'register_entries',
  'entry_units',
  'rights',
  'right_holders',
  'ownership_details',
  'mortgage_details',
  'certificates',
  'certificate_counters',
  'persons',
  'row_digests',
  'register_events',
  'upper_reports',
  'event_chain_heads',
];

const copies: Record<string, string> = {
  cases: 'WHERE case_no = ANY ($1)',
  units: 'WHERE unit_code = ANY ($2)',
  rights: 'WHERE unit_code = ANY ($2)',
  certificates: 'WHERE right_id IN (SELECT right_id FROM registry.rights WHERE unit_code = ANY ($2))',
};

interface Home {
  rights: string[];
  certificates: string[];
}

export interface BareTables {
  pool: Pool;
  schema: string;
  homes: Map<string, Home>;
  /** New numbers, each drawn once in these tables. */
  draw(count: number): string[];
}

/**
 * A copy of the register becomes the bare tables of the whole city: as large, with the same indexes and, for the same homes, rows
 * in the same places. What of it the register has read for its cases is read here too, so that neither side finds its pages cold.
 */
export async function bareCity(copy: Pool, cases: readonly ReadyCase[]): Promise<BareTables> {
  for (const table of tables)
    await copy.query(`DO $$
      DECLARE one record;
      BEGIN
        FOR one IN SELECT tgname FROM pg_trigger WHERE tgrelid = 'registry.${table}'::regclass AND NOT tgisinternal LOOP
          EXECUTE format('DROP TRIGGER %I ON registry.${table}', one.tgname);
        END LOOP;
        FOR one IN SELECT conrelid::regclass AS name, conname FROM pg_constraint
          WHERE (conrelid = 'registry.${table}'::regclass AND contype IN ('c', 'f')) OR (confrelid = 'registry.${table}'::regclass AND contype = 'f') LOOP
          EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', one.name, one.conname);
        END LOOP;
      END $$`);
  const codes = cases.map((one) => one.unitCode);
  await copy.query(
    `SELECT u.unit_code, h.name, e.version FROM registry.units u LEFT JOIN registry.entry_units e USING (unit_code)
       LEFT JOIN registry.rights r USING (unit_code) LEFT JOIN registry.right_holders h USING (right_id) WHERE u.unit_code = ANY ($1)`,
    [codes],
  );
  await copy.query('SELECT * FROM registry.cases WHERE case_no = ANY ($1)', [cases.map((one) => one.caseNo)]);
  return bareTables(copy, 'registry', codes);
}

/** Tables of the same columns and indexes beside the register's, with only the homes of the run: smaller, so faster. */
export async function bareRun(pool: Pool, cases: readonly ReadyCase[]): Promise<BareTables> {
  await pool.query('CREATE SCHEMA baseline');
  const codes = cases.map((one) => one.unitCode);
  for (const table of tables) {
    await pool.query(
      `CREATE TABLE baseline.${table} (LIKE registry.${table} INCLUDING DEFAULTS INCLUDING INDEXES INCLUDING STORAGE INCLUDING IDENTITY)`,
    );
    const which = copies[table];
    if (which)
      await pool.query(
        `WITH given AS (SELECT $1::text[] AS cases, $2::text[] AS units) INSERT INTO baseline.${table} OVERRIDING SYSTEM VALUE SELECT t.* FROM registry.${table} t, given ${which.replace('$1', 'given.cases').replace('$2', 'given.units')}`,
        [cases.map((one) => one.caseNo), codes],
      );
  }
  await pool.query(
    'INSERT INTO baseline.event_chain_heads SELECT DISTINCT left(u, 6), 0, $2 FROM unnest($1::text[]) u',
    [codes, 'f'.repeat(64)],
  );
  await pool.query(`ANALYZE ${tables.map((table) => `baseline.${table}`).join(', ')}`);
  return bareTables(pool, 'baseline', codes);
}

async function bareTables(pool: Pool, schema: string, unitCodes: string[]): Promise<BareTables> {
  const { rows } = await pool.query<{ unit_code: string } & Home>(
    `SELECT unit_code, array_agg(DISTINCT right_id::text) AS rights, array_agg(DISTINCT certificate_no) FILTER (WHERE certificate_no IS NOT NULL) AS certificates
     FROM ${schema}.rights r LEFT JOIN ${schema}.certificates USING (right_id) WHERE r.status = 'CURRENT' AND unit_code = ANY ($1) GROUP BY unit_code`,
    [unitCodes],
  );
  let last = 1_000_000_000;
  return {
    pool,
    schema,
    homes: new Map(rows.map((row) => [row.unit_code, row])),
    draw: (count) => Array.from({ length: count }, () => String(++last)),
  };
}

export function openBaseline(bare: BareTables, statements: Statements): Baseline {
  return {
    transact: async (one, shape) => {
      const home = bare.homes.get(one.unitCode);
      if (!home) throw new Error(`No home ${one.unitCode} in the tables of the baseline`);
      const db = await bare.pool.connect();
      try {
        await transact(db, { one, shape, home, schema: bare.schema, draw: bare.draw, at: new Date(), statements });
      } finally {
        db.release();
      }
    },
  };
}

/** Place of the first person who is neither in the city nor a buyer of the run. */
const STRANGERS = 4_000_000;

interface Work {
  one: ReadyCase;
  shape: Shape;
  home: Home;
  schema: string;
  draw(count: number): string[];
  at: Date;
  statements: Statements;
}

async function transact(db: PoolClient, { one, shape, home, schema, draw, at, statements }: Work): Promise<void> {
  const each = <Row>(rows: Row[]): Row[][] =>
    statements === 'rows' ? rows.map((row) => [row]) : rows.length > 0 ? [rows] : [];
  const { caseNo, unitCode } = one;
  const district = unitCode.slice(0, 6);
  const [entryId = ''] = draw(1);
  const rightIds = draw(shape.rights);
  const holders = Array.from({ length: shape.holders }, (_, i) => ({
    id: rightIds[i % Math.max(1, rightIds.length)],
    seq: i + 1,
  }));
  const buyers = draw(shape.persons).map((n) => cityPerson(STRANGERS + (Number(n) % 1_000_000_000)));
  const bank = demoCity.institutions.bank;
  await db.query('BEGIN');
  await db.query(`UPDATE ${schema}.cases SET status = 'ENTERED', entered_at = $2 WHERE case_no = $1`, [caseNo, at]);
  await db.query(
    `UPDATE ${schema}.units SET register_version = register_version + 1, last_registered_at = $2 WHERE unit_code = $1`,
    [unitCode, at],
  );
  await db.query(
    `INSERT INTO ${schema}.register_entries (entry_id, kind, case_no, reference, step, registered_at, registrar, result) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      entryId,
      'REGISTRATION',
      caseNo,
      caseNo,
      entryId,
      at,
      `registrar-${district}`,
      JSON.stringify({ registerVersions: { [unitCode]: 4 } }),
    ],
  );
  await db.query(
    `INSERT INTO ${schema}.entry_units (entry_id, unit_code, version, registered_at) VALUES ($1, $2, $3, $4)`,
    [entryId, unitCode, Number(entryId) - 999_000_000, new Date(at.getTime() + (Number(entryId) % 1_000_000_000))],
  );
  for (const ids of each(home.rights.slice(0, shape.ended)))
    await db.query(
      `UPDATE ${schema}.rights SET status = 'HISTORY', ended_entry_id = $2, ended_at = $3, ended_reason = $4 WHERE right_id = ANY ($1::bigint[])`,
      [ids, entryId, at, '买卖转移'],
    );
  for (const nos of each(home.certificates.slice(0, shape.cancelled)))
    await db.query(
      `UPDATE ${schema}.certificates SET status = 'CANCELLED', cancelled_entry_id = $2, cancelled_at = $3 WHERE certificate_no = ANY ($1)`,
      [nos, entryId, at],
    );
  for (const ids of each(rightIds))
    await db.query(
      `INSERT INTO ${schema}.rights (right_id, kind, unit_code, status, right_type, reg_type, reason, entry_id, case_no, registered_at, registrar)
       SELECT id, 'MORTGAGE', $2, 'CURRENT', '23', 100, '设立抵押', $3, $4, $5, $6 FROM unnest($1::bigint[]) id`,
      [ids, unitCode, entryId, caseNo, at, `registrar-${district}`],
    );
  for (const persons of each(buyers))
    await db.query(
      `INSERT INTO ${schema}.persons (nature, name, id_type, id_no, phone)
       SELECT 'person', name, 'citizen', id, phone FROM unnest($1::text[], $2::text[], $3::text[]) AS x(name, id, phone)`,
      [persons.map(({ name }) => name), persons.map(({ idNo }) => idNo), persons.map(({ phone }) => phone)],
    );
  for (const rows of each(holders))
    await db.query(
      `INSERT INTO ${schema}.right_holders (right_id, seq, person_id, name, nature, id_type, id_no)
       SELECT id, seq, 2, $2, 'company', 'uscc', $3 FROM unnest($1::bigint[], $4::int[]) AS x(id, seq)`,
      [rows.map(({ id }) => id), bank.name, bank.idNo, rows.map(({ seq }) => seq)],
    );
  for (const ids of each(rightIds.slice(0, shape.ownerships)))
    await db.query(
      `INSERT INTO ${schema}.ownership_details (right_id, mode, price_fen, tax_clearance_id) SELECT id, 'single', 200000000, 1 FROM unnest($1::bigint[]) id`,
      [ids],
    );
  for (const ids of each(shape.mortgages > 0 ? rightIds.slice(-shape.mortgages) : []))
    await db.query(
      `INSERT INTO ${schema}.mortgage_details (right_id, mortgage_kind, amount_fen, term_from, term_to, rank, scope, restricts_transfer, contract_no, obligors, loan_contract_no)
       SELECT id, 'general', 90000000, '2026-11-20', '2046-11-19', 1, '主债权及利息、违约金', false, 'DY-' || id, $2, 'JK-' || id FROM unnest($1::bigint[]) id`,
      [ids, JSON.stringify([bank.name])],
    );
  for (const [kind, count] of Object.entries(shape.certificates)) {
    if (count === 0) continue;
    await db.query(
      `INSERT INTO ${schema}.certificate_counters AS c VALUES ($1, $2, 2026, $3) ON CONFLICT (kind, area, year) DO UPDATE SET last = c.last + $3`,
      [kind, district, count],
    );
  }
  const certificates = draw(shape.certificates.certificate + shape.certificates.proof);
  for (const nos of each(certificates))
    await db.query(
      `INSERT INTO ${schema}.certificates (certificate_no, kind, right_id, entry_id, case_no, issued_at, token)
       SELECT '浙（2026）宁波市海曙不动产权第' || no || '号', 'certificate', id, $3, $4, $5, token FROM unnest($1::text[], $2::bigint[], $6::text[]) AS x(no, id, token)`,
      [nos, nos, entryId, caseNo, at, nos.map(() => randomBytes(16).toString('hex'))],
    );
  await db.query(`INSERT INTO ${schema}.upper_reports (entry_id, due_at) VALUES ($1, '-infinity')`, [entryId]);
  for (const ns of each(draw(shape.digests)))
    await db.query(
      `INSERT INTO ${schema}.row_digests (batch, n, table_no, row_key, digest) SELECT $1, n, 7, 'unit|' || n, digest FROM unnest($2::bigint[], $3::bytea[]) AS x(n, digest)`,
      [entryId, ns, ns.map(() => randomBytes(54))],
    );
  const { rows } = await db.query<{ seq: string; hash: string }>(
    `UPDATE ${schema}.event_chain_heads SET seq = seq + 1 WHERE chain = $1 RETURNING seq, hash`,
    [district],
  );
  await db.query(
    `INSERT INTO ${schema}.register_events (chain, seq, topic, case_no, unit_codes, actor, occurred_at, payload, prev_hash, hash, version, batch, rows_hash)
     VALUES ($1, $2, 'register.entered', $3, $4, $5, $6, $7, $8, $8, 2, $9, $8)`,
    [
      district,
      rows[0]?.seq,
      caseNo,
      [unitCode],
      `registrar-${district}`,
      at,
      JSON.stringify({ entryId, itemCode: 'BDC-10', certificateNos: certificates }),
      rows[0]?.hash,
      entryId,
    ],
  );
  await db.query('COMMIT');
}
