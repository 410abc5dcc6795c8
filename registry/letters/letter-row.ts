import type { District, Nature } from '../common.ts';
import type { Queryable } from '../db/transaction.ts';
import { maskName } from '../people/mask.ts';
import type { LetterFilter, LetterKind, LetterPage, LetterPosting, LetterState, PrintedLetter } from './types.ts';

export interface LetterRow {
  letter_id: string;
  kind: LetterKind;
  unit_code: string;
  location: string;
  right_id: string;
  holder_seq: number;
  reference: string;
  seizure_id: string | null;
  created_at: Date;
  letter_no: string | null;
  issued_at: Date | null;
  issued_by: string | null;
  sealed: boolean;
  told_at: Date | null;
  receipt_no: string | null;
  term_ends_at: Date | null;
  name: string;
  nature: Nature;
  postings: LetterPosting[];
}

export const letterSql = `
  SELECT l.letter_id, l.kind, l.unit_code, u.location, l.right_id, l.holder_seq, l.reference, l.seizure_id, l.created_at, l.letter_no, l.issued_at, l.issued_by,
    l.seal IS NOT NULL AS sealed, l.told_at, l.receipt_no, l.term_ends_at, h.name, h.nature,
    coalesce((SELECT json_agg(json_build_object('way', p.way, 'postedOn', p.posted_on::text, 'trackingNo', p.tracking_no, 'address', p.address, 'postedBy', p.posted_by)
      ORDER BY p.posting_no) FROM registry.letter_postings p WHERE p.letter_id = l.letter_id), '[]') AS postings
  FROM registry.printed_letters l JOIN registry.units u USING (unit_code) JOIN registry.right_holders h ON h.right_id = l.right_id AND h.seq = l.holder_seq`;

/** Of `SealedLetter`. */
export const sealedLetterColumns = `l.letter_id AS "letterId", l.letter_no AS "letterNo", l.sha256, length(l.bytes) AS size, l.issued_at AS "issuedAt",
  l.issued_by AS "issuedBy", l.seal`;

export function letterOf(row: LetterRow): PrintedLetter {
  return {
    letterId: row.letter_id,
    kind: row.kind,
    state: stateOf(row),
    district: row.unit_code.slice(0, 6) as District,
    unitCode: row.unit_code,
    location: row.location,
    reference: row.reference,
    caseNo: /^\d{20}$/.test(row.reference) ? row.reference : null,
    addressee: maskName(row.name, row.nature),
    createdAt: row.created_at,
    letterNo: row.letter_no,
    issuedAt: row.issued_at,
    postings: row.postings,
    toldAt: row.told_at,
    receiptNo: row.receipt_no,
    termEndsAt: row.term_ends_at,
  };
}

function stateOf(row: LetterRow): LetterState {
  if (row.told_at) return 'told';
  if (row.postings.length > 0) return 'posted';
  return row.sealed ? 'issued' : 'open';
}

const isPosted = 'EXISTS (SELECT 1 FROM registry.letter_postings p WHERE p.letter_id = l.letter_id)';
/** A correction that was given up is announced to nobody who has not been written to. */
const isWanted =
  "NOT (l.kind = 'ex_officio' AND EXISTS (SELECT 1 FROM registry.cases c WHERE c.case_no = l.reference AND c.status = 'CLOSED'))";
const states: Record<LetterState, string> = {
  open: `l.told_at IS NULL AND l.seal IS NULL AND ${isWanted}`,
  issued: `l.told_at IS NULL AND l.seal IS NOT NULL AND NOT ${isPosted} AND ${isWanted}`,
  posted: `l.told_at IS NULL AND ${isPosted}`,
  told: 'l.told_at IS NOT NULL',
};

/** By keyset: a letter that is made while somebody reads on is neither shown twice nor left out. */
export async function listLetters(db: Queryable, filter: LetterFilter): Promise<LetterPage> {
  const since = filter.state === 'told' ? 'told_at' : 'created_at';
  const limit = Math.min(Math.max(filter.limit ?? 50, 1), 200);
  const text = filter.text?.trim() ?? '';
  const { rows } = await db.query<LetterRow>(
    `${letterSql} WHERE ${states[filter.state]} AND ($1::text IS NULL OR left(l.unit_code, 6) = $1) AND ($2::text IS NULL OR l.kind = $2)
       AND ($3 = '' OR starts_with(l.unit_code, upper($3)) OR starts_with(l.reference, upper($3)) OR starts_with(l.letter_no, $3) OR strpos(u.location, $3) > 0)
       AND ($4::bigint IS NULL OR (l.${since}, l.letter_id) < (SELECT b.${since}, b.letter_id FROM registry.printed_letters b WHERE b.letter_id = $4))
     ORDER BY l.${since} DESC, l.letter_id DESC LIMIT $5`,
    [filter.district, filter.kind ?? null, text, filter.after ?? null, limit + 1],
  );
  const items = rows.slice(0, limit).map(letterOf);
  return { items, next: rows.length > limit ? (items.at(-1)?.letterId ?? null) : null };
}

export async function countLetters(
  db: Queryable,
  district: District | null,
): Promise<Record<Exclude<LetterState, 'told'>, number>> {
  const { rows } = await db.query<{ open: number; issued: number; posted: number }>(
    `SELECT count(*) FILTER (WHERE ${states.open})::integer AS open, count(*) FILTER (WHERE ${states.issued})::integer AS issued,
       count(*) FILTER (WHERE ${states.posted})::integer AS posted
     FROM registry.printed_letters l WHERE l.told_at IS NULL AND ($1::text IS NULL OR left(l.unit_code, 6) = $1)`,
    [district],
  );
  return rows[0] ?? { open: 0, issued: 0, posted: 0 };
}
