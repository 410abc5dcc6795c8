import type { Queryable } from '../db/transaction.ts';
import { maskName } from '../people/mask.ts';
import type { NewQueryPaper, QueryLogLine, QueryPaper, QueryView } from './types.ts';

export interface QueryRow {
  query_no: string;
  request_hash: string;
  kind: QueryView['kind'];
  district: QueryView['district'];
  asked_at: Date;
  user_id: string;
  role: QueryView['role'];
  for_whom: string;
  purpose: string;
  legal_basis: string;
  basis_no: string | null;
  case_no: string | null;
  unit_codes: string[];
  fields: string[];
  outcome: QueryView['outcome'];
  refusals: QueryView['refusals'];
  result: QueryView['result'];
  result_hash: string | null;
  secret: boolean;
  token: string | null;
  valid_until: Date | null;
}

interface PaperRow {
  paper_id: string;
  query_no: string;
  kind: QueryPaper['kind'];
  title: string;
  media_type: string;
  sha256: string;
  created_at: Date;
  sealed: boolean;
}
export const paperColumns =
  'paper_id, query_no, kind, title, media_type, sha256, created_at, seal IS NOT NULL AS sealed';

export const toPaper = (row: PaperRow): QueryPaper => ({
  paperId: row.paper_id,
  kind: row.kind,
  title: row.title,
  mediaType: row.media_type,
  sha256: row.sha256,
  createdAt: row.created_at,
  sealed: row.sealed,
});

/** Without what was given: for lists. Members of the public are masked. */
export function toLogLine(row: QueryRow): QueryLogLine {
  const authority = row.kind === 'AR-03' || row.kind === 'CT-01';
  return {
    queryNo: row.query_no,
    kind: row.kind,
    district: row.district,
    askedAt: row.asked_at,
    userId: row.user_id,
    role: row.role,
    forWhom: authority || row.case_no ? row.for_whom : maskName(row.for_whom),
    purpose: row.purpose,
    legalBasis: row.legal_basis,
    basisNo: row.basis_no,
    caseNo: row.case_no,
    unitCodes: row.unit_codes,
    fields: row.fields,
    outcome: row.outcome,
    refusals: row.refusals,
    resultHash: row.result_hash,
    secret: row.secret,
    validUntil: row.valid_until,
  };
}

export const toQuery = (row: QueryRow, papers: QueryPaper[]): QueryView => ({
  ...toLogLine(row),
  forWhom: row.for_whom,
  result: revived(row.result),
  token: row.token,
  papers,
});

/** jsonb knows no instants. */
function revived(result: QueryRow['result']): QueryRow['result'] {
  if (result === null) return null;
  const instant = (text: unknown) => (typeof text === 'string' ? new Date(text) : null);
  switch (result.kind) {
    case 'AR-01':
      return {
        ...result,
        units: result.units.map((unit) => ({
          ...unit,
          registeredAt: instant(unit.registeredAt),
          seizures: unit.seizures.map((s) => ({ ...s, startsAt: instant(s.startsAt), endsAt: instant(s.endsAt) })),
        })),
        askers: result.askers?.map((one) => ({ ...one, askedAt: new Date(one.askedAt) })) ?? null,
      };
    case 'AR-03':
      return {
        ...result,
        units: result.units.map((unit) => ({
          ...unit,
          seizures: unit.seizures.map((s) => ({ ...s, startsAt: instant(s.startsAt), endsAt: instant(s.endsAt) })),
        })),
      };
    default:
      return result;
  }
}

export async function findQuery(db: Queryable, queryNo: string): Promise<{ row: QueryRow; view: QueryView } | null> {
  const { rows } = await db.query<QueryRow>('SELECT * FROM registry.queries WHERE query_no = $1', [queryNo]);
  const [row] = rows;
  if (!row) return null;
  const { rows: papers } = await db.query<PaperRow>(
    `SELECT ${paperColumns} FROM registry.query_papers WHERE query_no = $1 ORDER BY created_at, kind`,
    [queryNo],
  );
  return { row, view: toQuery(row, papers.map(toPaper)) };
}

/** A second paper of the kind is not written: the first is evidence. */
export async function insertPaper(
  db: Queryable,
  queryNo: string,
  paper: NewQueryPaper,
  at: Date,
  by: string,
): Promise<QueryPaper> {
  await db.query(
    `INSERT INTO registry.query_papers (query_no, kind, title, media_type, bytes, created_at, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (query_no, kind) DO NOTHING`,
    [queryNo, paper.kind, paper.title, paper.mediaType, Buffer.from(paper.bytes), at, by],
  );
  const { rows } = await db.query<PaperRow>(
    `SELECT ${paperColumns} FROM registry.query_papers WHERE query_no = $1 AND kind = $2`,
    [queryNo, paper.kind],
  );
  return toPaper(rows[0] as PaperRow);
}

export interface LoggedQuery {
  queryNo: string;
  requestHash: string;
  kind: QueryView['kind'];
  district: string;
  at: Date;
  userId: string;
  role: string;
  forWhom: string;
  /** As asked, without papers. */
  request: unknown;
  purpose: string;
  legalBasis: string;
  basisNo: string | null;
  caseNo: string | null;
  unitCodes: string[];
  fields: readonly string[];
  outcome: QueryView['outcome'];
  refusals: QueryView['refusals'];
  /** What was given; hashed always, kept only with `keep`. */
  given: unknown;
  keep: boolean;
  secret: boolean;
  token: string | null;
  validUntil: Date | null;
}

/** INV-34: the one place where a query is written down. False: it was before. */
export async function logQuery(db: Queryable, query: LoggedQuery): Promise<boolean> {
  const { rowCount } = await db.query(
    `INSERT INTO registry.queries (query_no, request_hash, kind, district, asked_at, user_id, role, for_whom, request, purpose, legal_basis, basis_no,
       case_no, unit_codes, fields, outcome, refusals, result, result_hash, secret, token, valid_until)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, CASE WHEN $19 THEN $18::jsonb END,
       encode(sha256(convert_to($18::jsonb::text, 'UTF8')), 'hex'), $20, $21, $22)
     ON CONFLICT (query_no) DO NOTHING`,
    [
      query.queryNo,
      query.requestHash,
      query.kind,
      query.district,
      query.at,
      query.userId,
      query.role,
      query.forWhom,
      JSON.stringify(query.request),
      query.purpose,
      query.legalBasis,
      query.basisNo,
      query.caseNo,
      query.unitCodes,
      query.fields,
      query.outcome,
      JSON.stringify(query.refusals),
      query.given === null ? null : JSON.stringify(query.given),
      query.keep,
      query.secret,
      query.token,
      query.validUntil,
    ],
  );
  return rowCount === 1;
}
