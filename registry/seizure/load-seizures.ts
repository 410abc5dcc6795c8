import type { Share } from '../common.ts';
import type { Queryable } from '../db/transaction.ts';
import { disposalsUnderWay, leftAfter } from './disposals-under-way.ts';

/** A live seizure with what decides about its place: whose property, how much of it, since when. */
export interface LiveSeizure {
  rightId: string;
  unitCode: string;
  status: 'CURRENT' | 'QUEUED';
  seizureKind: 'seizure' | 'pre_seizure';
  authority: string;
  courtId: string | null;
  documentNo: string;
  deliveredAt: Date;
  termMonths: number;
  startsAt: Date | null;
  endsAt: Date | null;
  share: Share | null;
  respondentId: string;
  /** The debtor's share of the ownership; null = all of it, joint, or not (yet) an owner. */
  holding: Share | null;
}

interface Row {
  right_id: string;
  unit_code: string;
  status: 'CURRENT' | 'QUEUED';
  seizure_kind: 'seizure' | 'pre_seizure';
  authority: string;
  court_id: string | null;
  document_no: string;
  delivered_at: Date;
  term_months: number;
  starts_at: Date | null;
  ends_at: Date | null;
  share_n: string | null;
  share_d: string | null;
  respondent_id: string;
  holding_n: string | null;
  holding_d: string | null;
}

const share = (n: string | null, d: string | null): Share | null =>
  n === null || d === null ? null : { n: Number(n), d: Number(d) };

/** Effective and queued seizures of the pages in the order of delivery (INV-07). */
export async function loadSeizures(db: Queryable, unitCodes: readonly string[]): Promise<LiveSeizure[]> {
  const { rows } = await db.query<Row>(
    `SELECT r.right_id, r.unit_code, r.status, s.seizure_kind, s.authority, s.court_id, s.document_no, s.delivered_at, s.term_months, s.starts_at, s.ends_at,
       s.share_n, s.share_d, s.respondent_id, h.share_n AS holding_n, h.share_d AS holding_d
     FROM registry.rights r JOIN registry.seizure_details s USING (right_id)
     LEFT JOIN LATERAL (SELECT h.share_n, h.share_d FROM registry.rights o JOIN registry.right_holders h USING (right_id)
       WHERE o.unit_code = r.unit_code AND o.kind = 'OWNERSHIP' AND o.status = 'CURRENT' AND h.person_id = s.respondent_id LIMIT 1) h ON true
     WHERE r.kind = 'SEIZURE' AND r.status <> 'HISTORY' AND r.unit_code = ANY ($1)
     ORDER BY s.delivered_at, r.right_id`,
    [unitCodes],
  );
  // A part that a court has sold is not his any more, though its transfer is not entered yet.
  const disposed = rows.length > 0 ? await disposalsUnderWay(db, unitCodes) : [];
  return rows.map((row) => ({
    rightId: row.right_id,
    unitCode: row.unit_code,
    status: row.status,
    seizureKind: row.seizure_kind,
    authority: row.authority,
    courtId: row.court_id,
    documentNo: row.document_no,
    deliveredAt: row.delivered_at,
    termMonths: row.term_months,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    share: share(row.share_n, row.share_d),
    respondentId: row.respondent_id,
    holding: leftAfter(
      share(row.holding_n, row.holding_d),
      { respondentId: row.respondent_id, unitCode: row.unit_code },
      disposed,
    ),
  }));
}
