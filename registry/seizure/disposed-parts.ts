import type { Share } from '../common.ts';
import type { Queryable } from '../db/transaction.ts';
import { exceedTogether, formatShare, restOf } from '../validators/shares.ts';
import { refused } from './standing.ts';
import type { SeizureOrder, SeizureRefusal } from './types.ts';

/** A part of a debtor's share that a court has disposed of by its notice, and that is not transferred in the register yet. */
export interface DisposedPart {
  unitCode: string;
  /** The seizure that was carried out. */
  rightId: string;
  respondentId: string;
  idNo: string;
  part: Share;
  kept: Share;
  documentNo: string;
  disposedAt: Date;
}

/**
 * From the notice until BDC-14 names its debtor as former holder. The page still shows his old share, but he has only the rest of it:
 * the buyer became owner when the order was served (拍卖规定 §26).
 */
export async function disposedParts(db: Queryable, unitCodes: readonly string[]): Promise<DisposedPart[]> {
  const { rows } = await db.query<{
    unit_code: string;
    right_id: string;
    respondent_id: string;
    id_no: string;
    result: { part: Share; kept: Share; documentNo: string; disposedAt: string };
  }>(
    `SELECT r.unit_code, r.right_id, d.respondent_id, p.id_no, e.result
     FROM registry.rights r JOIN registry.register_entries e ON e.entry_id = r.ended_entry_id
     JOIN registry.seizure_details d USING (right_id) JOIN registry.persons p ON p.person_id = d.respondent_id
     WHERE r.unit_code = ANY ($1) AND r.kind = 'SEIZURE' AND r.status = 'HISTORY' AND e.kind = 'SEIZURE_DISPOSAL'
       AND e.result ->> 'rightId' = r.right_id::text AND e.result -> 'part' <> 'null'
       AND NOT EXISTS (
         SELECT 1 FROM registry.rights o JOIN registry.cases c USING (case_no)
         WHERE o.unit_code = r.unit_code AND o.kind = 'OWNERSHIP' AND o.registered_at > e.registered_at AND c.item_code = 'BDC-14'
           AND c.terms -> 'transfer' -> 'previous' @> jsonb_build_array(jsonb_build_object('idNo', p.id_no)))
     ORDER BY e.registered_at, r.right_id`,
    [unitCodes],
  );
  return rows.map(({ unit_code, right_id, respondent_id, id_no, result }) => ({
    unitCode: unit_code,
    rightId: right_id,
    respondentId: respondent_id,
    idNo: id_no,
    ...result,
    disposedAt: new Date(result.disposedAt),
  }));
}

/** What a debtor has left of `held` (null = all of the home) after these; null = he is none of their debtors. */
export function leftAfter(
  held: Share | null,
  debtor: { respondentId: string; unitCode: string },
  disposed: readonly DisposedPart[],
): Share | null {
  const own = disposed.filter((one) => one.respondentId === debtor.respondentId && one.unitCode === debtor.unitCode);
  if (own.length === 0) return held;
  return own.reduce<Share | null>((left, { part }) => left && restOf(left, part), held ?? { n: 1, d: 1 });
}

/**
 * INV-12 (查封规定 §23: an order of transfer that was delivered first is carried out first): what was disposed of before is the buyer's. A
 * later seizure reaches what the debtor has left, or another owner's share; of the whole or of more it is refused.
 */
export function disposedProblem(
  order: Pick<SeizureOrder, 'seizureKind' | 'respondent' | 'scopeShare'>,
  disposed: readonly DisposedPart[],
  deliveredAt: Date,
): SeizureRefusal | null {
  if (order.seizureKind === 'pre_seizure') return null;
  const one = disposed.findLast(({ idNo, kept, disposedAt }) => {
    if (deliveredAt < disposedAt) return false;
    const limit = idNo.toUpperCase() === order.respondent.idNo.toUpperCase() ? kept : null;
    return !order.scopeShare || (limit !== null && exceedTogether([order.scopeShare], limit));
  });
  if (!one) return null;
  return refused(
    'INV-12',
    'ALREADY_DISPOSED',
    `通知书送达前，法院已处置该不动产的${formatShare(one.part)}（${one.documentNo}），被执行人剩余${formatShare(one.kept)}。`,
    '请限于被执行人剩余的份额或者其他共有人的份额重新送达。',
    { table: 'rights', id: one.rightId, summary: `已处置的查封 ${one.documentNo}` },
  );
}
