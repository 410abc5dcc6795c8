import type { Queryable } from '../db/transaction.ts';
import { number } from '../db/transaction.ts';
import { type CoveredTable, coveredTables } from './classified-tables.ts';
import type { Finding } from './types.ts';

/** Shape of a table as its digests were made. */
interface Shape {
  name: string;
  tableNo: number;
  columns: string[];
  /** Of each column, in the same order, what its domain is made of; null where its type is none. */
  bases: (string | null)[];
  /** Left out, by the database's own account. */
  except: string[];
  /** Of the digests; 2 is the only one in use. */
  form: number;
  keys: string[];
  /** Every column is really there: the description of the digests is data, too, and may have been forged. */
  real: boolean;
}

/** Digests as functions/row-digests.sql makes them. */
const FORM = 2;
const PROOF_BYTES = 32;

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
const list = (columns: string[]) => columns.map((column) => `t.${quoted(column)}`).join(', ');

/**
 * Values as digests have them, spelled out again: the functions of the database are not trusted here. A domain has not the same number in two
 * databases, and a record in binary form tells the numbers of its types.
 */
const valuesOf = ({ columns, bases }: Shape) =>
  columns.map((column, i) => `t.${quoted(column)}${bases[i] ? `::${bases[i]}` : ''}`);

const proofSql = (shape: Shape) => `sha256(record_send(ROW(${valuesOf(shape).join(', ')})))`;

const marksSql = (shape: Shape) =>
  valuesOf(shape)
    .map((value) => `substr(int8send(crc32c(record_send(ROW(${value})))), 7, 2)`)
    .join(' || ');

/** Newest recorded state of every row, into a temporary table: one sort on disk, however large the register is. */
export async function loadRecorded(db: Queryable): Promise<void> {
  await db.query(`CREATE TEMPORARY TABLE recorded ON COMMIT DROP AS
    SELECT DISTINCT ON (table_no, row_key) table_no, row_key, substr(digest, 1, ${PROOF_BYTES}) AS proof, batch FROM registry.row_digests ORDER BY table_no, row_key, n DESC`);
  await db.query('CREATE INDEX ON recorded (table_no)');
  await db.query('ANALYZE recorded');
}

export async function dropRecorded(db: Queryable): Promise<void> {
  await db.query('DROP TABLE recorded');
}

async function shapes(db: Queryable): Promise<Map<string, Shape>> {
  const { rows } = await db.query<Omit<Shape, 'tableNo'> & { table_no: number }>(
    `SELECT c.name, c.table_no, c.columns, c.except_ AS except, c.form, c.columns <@ ARRAY(
       SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = to_regclass('registry.' || quote_ident(c.name))
       AND a.attnum > 0 AND NOT a.attisdropped) AS real,
       ARRAY(SELECT CASE WHEN y.typtype = 'd' THEN format_type(y.typbasetype, y.typtypmod) END
         FROM unnest(c.columns) WITH ORDINALITY AS x(name, i) LEFT JOIN pg_attribute a
           ON a.attrelid = to_regclass('registry.' || quote_ident(c.name)) AND a.attname = x.name
         LEFT JOIN pg_type y ON y.oid = a.atttypid ORDER BY x.i) AS bases, (
       SELECT array_agg(a.attname::text ORDER BY k.i) FROM pg_index x CROSS JOIN unnest(x.indkey) WITH ORDINALITY AS k(attnum, i)
       JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.attnum
       WHERE x.indrelid = to_regclass('registry.' || quote_ident(c.name)) AND x.indisprimary) AS keys
     FROM registry.covered_tables c`,
  );
  return new Map(rows.map(({ table_no: tableNo, ...shape }) => [shape.name, { ...shape, tableNo }]));
}

/** Tables whose writes are not recorded as the code says: a missing or disabled trigger, a column left out, a description that was changed. */
export async function verifyRecording(db: Queryable): Promise<Finding[]> {
  const known = await shapes(db);
  const { rows } = await db.query<{ name: string; columns: string[]; recording: number }>(
    `SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns,
       (SELECT count(*)::int FROM pg_trigger g WHERE g.tgrelid = c.oid AND g.tgenabled IN ('O', 'A') AND g.tgname LIKE 'record\\_%') AS recording
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relnamespace = 'registry'::regnamespace AND c.relkind = 'r' GROUP BY c.oid, c.relname`,
  );
  const real = new Map(rows.map((row) => [row.name, row]));
  return coveredTables.flatMap(([name, table]) => {
    const columns = (real.get(name)?.columns ?? []).filter((column) => !table.except?.[column]);
    const shape = known.get(name);
    const left = JSON.stringify(Object.keys(table.except ?? {}).sort()) === JSON.stringify(shape?.except.toSorted());
    const same = JSON.stringify(columns) === JSON.stringify(shape?.columns) && left && shape?.form === FORM;
    const on = real.get(name)?.recording === 3;
    if (same && on) return [];
    const text = on
      ? 'the digest of this table is not made of the columns that it should be'
      : 'changes of this table are not recorded';
    return [{ kind: 'recording', table: name, key: null, columns: [], event: null, text }] satisfies Finding[];
  });
}

/** Every row of every covered table against its newest digest. `recorded` must be loaded. */
export async function verifyRows(db: Queryable, limit: number): Promise<{ rows: number; findings: Finding[] }> {
  const known = await shapes(db);
  const findings: Finding[] = [];
  let rows = 0;
  for (const [name] of coveredTables) {
    const shape = known.get(name);
    if (!shape?.keys || !shape.real) continue; // verifyRecording has said so
    const result = await verifyTable(db, shape, limit);
    rows += result.rows;
    findings.push(...result.findings);
  }
  return { rows, findings };
}

interface DifferenceRow {
  total: string;
  row_key: string | null;
  there: boolean;
  recorded: boolean;
  chain: string | null;
  seq: string | null;
  topic: string | null;
  occurred_at: Date | null;
}

async function verifyTable(db: Queryable, shape: Shape, limit: number): Promise<{ rows: number; findings: Finding[] }> {
  const { rows } = await db.query<DifferenceRow>(
    `WITH seen AS (SELECT concat_ws('|', ${list(shape.keys)}) AS row_key, ${proofSql(shape)} AS proof FROM registry.${quoted(shape.name)} t),
     joined AS (
       SELECT row_key, seen.proof AS now, r.proof AS recorded, r.batch FROM seen
       FULL JOIN (SELECT * FROM recorded WHERE table_no = ${shape.tableNo}) r USING (row_key)
     ), counted AS (SELECT count(now) AS total FROM joined),
     different AS (SELECT * FROM joined WHERE now IS DISTINCT FROM recorded ORDER BY row_key LIMIT $1)
     SELECT total, row_key, now IS NOT NULL AS there, recorded IS NOT NULL AS recorded, e.chain, e.seq, e.topic, e.occurred_at FROM counted
     LEFT JOIN different ON true LEFT JOIN registry.register_events e ON e.batch = different.batch ORDER BY row_key`,
    [limit],
  );
  const changed = rows.flatMap(({ row_key: key, there, recorded }) => (key !== null && there && recorded ? [key] : []));
  const columns = await differentColumns(db, shape, changed);
  return {
    rows: number(rows[0]?.total ?? 0),
    findings: rows.filter((row) => row.row_key !== null).map((row) => differenceOf(shape, row, columns)),
  };
}

function differenceOf(shape: Shape, row: DifferenceRow, columns: Map<string, string[]>): Finding {
  const event =
    row.chain === null || row.topic === null || row.occurred_at === null
      ? null
      : { chain: row.chain, seq: number(row.seq), topic: row.topic, occurredAt: row.occurred_at };
  const common = { table: shape.name, key: row.row_key, event };
  if (!row.there) return { ...common, kind: 'missing', columns: [], text: 'this row is gone; nothing removed it' };
  if (!row.recorded)
    return { ...common, kind: 'foreign', columns: [], text: 'this row is there; no event of the register wrote it' };
  return {
    ...common,
    kind: 'changed',
    columns: columns.get(row.row_key ?? '') ?? [],
    text: 'this row is not what the register wrote',
  };
}

/** Which columns of the rows differ, by the marks that were recorded last. */
async function differentColumns(db: Queryable, shape: Shape, keys: string[]): Promise<Map<string, string[]>> {
  if (keys.length === 0) return new Map();
  const { rows } = await db.query<{ row_key: string; now: Buffer; digests: Buffer[] }>(
    `WITH asked AS (SELECT unnest($1::text[]) AS row_key),
     seen AS MATERIALIZED (
       SELECT row_key, ${marksSql(shape)} AS now
       FROM (SELECT concat_ws('|', ${list(shape.keys)}) AS row_key, t.* FROM registry.${quoted(shape.name)} t) t JOIN asked USING (row_key)
     ), told AS (
       SELECT row_key, array_agg(digest ORDER BY n DESC) AS digests FROM registry.row_digests JOIN asked USING (row_key)
       WHERE table_no = ${shape.tableNo} AND digest IS NOT NULL GROUP BY row_key
     ) SELECT * FROM seen JOIN told USING (row_key)`,
    [keys],
  );
  return new Map(
    rows.map(({ row_key: key, now, digests }) => {
      const recorded = newestMarks(digests, shape.columns.length);
      const different = shape.columns.filter(
        (_, i) => !now.subarray(2 * i, 2 * i + 2).equals(recorded.get(i) ?? NO_MARK),
      );
      return [key, different];
    }),
  );
}

const NO_MARK = Buffer.alloc(0);

/**
 * Two bytes of each column follow the proof of a row; or, when a 登簿 changed it, two of each changed column and then the places of
 * these, one byte each. @param digests newest first; the last that counts is the first that has all columns
 */
function newestMarks(digests: Buffer[], columns: number): Map<number, Buffer> {
  const marks = new Map<number, Buffer>();
  for (const digest of digests) {
    const after = digest.subarray(PROOF_BYTES);
    const whole = after.length === 2 * columns;
    const count = whole ? columns : after.length / 3;
    for (let k = 0; k < count; k += 1) {
      const place = whole ? k : (after[2 * count + k] as number);
      if (!marks.has(place)) marks.set(place, after.subarray(2 * k, 2 * k + 2));
    }
    if (whole) break;
  }
  return marks;
}

/** The stored bytes against their SHA-256, which the row's digest covers. Reads every document. */
export async function verifyBytes(db: Queryable, limit: number): Promise<{ documents: number; findings: Finding[] }> {
  const findings: Finding[] = [];
  let documents = 0;
  const withBytes = coveredTables.filter(([, table]: readonly [string, CoveredTable]) => table.bytes);
  const known = await shapes(db);
  for (const [name] of withBytes) {
    const keys = known.get(name)?.keys;
    if (!keys) continue;
    const { rows } = await db.query<{ total: string; row_key: string | null }>(
      `WITH read AS (SELECT concat_ws('|', ${list(keys)}) AS row_key, encode(sha256(bytes), 'hex') = sha256 AS good FROM registry.${quoted(name)} t),
       counted AS (SELECT count(*) AS total FROM read), bad AS (SELECT row_key FROM read WHERE NOT good ORDER BY row_key LIMIT $1)
       SELECT total, row_key FROM counted LEFT JOIN bad ON true`,
      [limit],
    );
    documents += number(rows[0]?.total ?? 0);
    for (const { row_key: key } of rows) {
      if (key === null) continue;
      const text = 'the stored bytes are not those that were stored';
      findings.push({ kind: 'bytes', table: name, key, columns: ['bytes'], event: null, text });
    }
  }
  return { documents, findings };
}
