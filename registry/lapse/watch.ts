import type { Day } from '../common.ts';
import type { Deps } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { enqueue } from '../outbox/outbox.ts';
import type { LapsesApi, LapseWatch } from './types.ts';

/** `YG` of a caution, `YY` of an objection: what its watch is correlated by. */
const watchNoSql = `CASE r.kind WHEN 'CAUTION' THEN 'YG' ELSE 'YY' END || r.right_id`;

/**
 * Tells the process of the cautions and objections entered here that it does not know yet, and of those it knows and that a suit has
 * kept or an entry has ended since, `limit` at a time. The outbox says what has been told; the sweep ends what lapses with or without it.
 */
export function tellWatches({ pool, clock }: Deps, limit: number): ReturnType<LapsesApi['tellWatches']> {
  return inTransaction(pool, async (db) => {
    const told = (topic: string) =>
      `EXISTS (SELECT 1 FROM registry.outbox o WHERE o.case_no = ${watchNoSql} AND o.topic = '${topic}')`;
    const { rows } = await db.query<{ right_id: string; watch_no: string; begins: boolean }>(
      `SELECT r.right_id, ${watchNoSql} AS watch_no, NOT ${told('caution.watch')} AS begins FROM registry.rights r
       WHERE r.kind IN ('CAUTION', 'OBJECTION') AND r.case_no IS NOT NULL AND CASE
         WHEN r.status = 'CURRENT' AND NOT EXISTS (SELECT 1 FROM registry.suit_proofs s WHERE s.right_id = r.right_id) THEN NOT ${told('caution.watch')}
         ELSE ${told('caution.watch')} AND NOT ${told('caution.changed')} END
       ORDER BY r.right_id LIMIT $1 FOR UPDATE OF r SKIP LOCKED`,
      [limit],
    );
    for (const { right_id: rightId, watch_no: caseNo, begins } of rows)
      await enqueue(db, {
        ...(begins
          ? { topic: 'caution.watch', payload: { watchNo: caseNo, rightId, remindedDays: null } }
          : { topic: 'caution.changed' }),
        caseNo,
        at: clock.now(),
      });
    const begun = rows.filter(({ begins }) => begins).length;
    return { begun, changed: rows.length - begun };
  });
}

interface Row {
  kind: LapseWatch['kind'];
  unit_code: string;
  case_no: string;
  status: string;
  last_day: Day | null;
  proven: boolean;
  lapsed: boolean;
  converted: boolean;
  holders: { personId: number; phone: string }[];
}

/** How a watched right stands. Null = no such caution or objection of a case. */
export async function lapseWatch({ pool }: Deps, rightId: string): Promise<LapseWatch | null> {
  const row = await one<Row>(
    pool,
    `SELECT r.kind, r.unit_code, r.case_no, r.status, (e.kind = 'LAPSE' OR r.ended_reason LIKE '%失效%') AS lapsed,
       CASE r.kind WHEN 'CAUTION' THEN registry.caution_lapses_on(r.right_id) ELSE d.lapses_on END::text AS last_day,
       EXISTS (SELECT 1 FROM registry.suit_proofs s WHERE s.right_id = r.right_id) AS proven,
       EXISTS (SELECT 1 FROM registry.rights n WHERE n.entry_id = r.ended_entry_id AND n.unit_code = r.unit_code AND n.kind IN ('OWNERSHIP', 'MORTGAGE')) AS converted,
       (SELECT coalesce(json_agg(json_build_object('personId', p.person_id, 'phone', p.phone) ORDER BY p.person_id), '[]')
        FROM registry.right_holders h JOIN registry.persons p USING (person_id) WHERE h.right_id = r.right_id AND p.phone IS NOT NULL) AS holders
     FROM registry.rights r LEFT JOIN registry.objection_details d USING (right_id) LEFT JOIN registry.register_entries e ON e.entry_id = r.ended_entry_id
     WHERE r.right_id = $1 AND r.kind IN ('CAUTION', 'OBJECTION') AND r.case_no IS NOT NULL`,
    [rightId],
  );
  return (
    row && {
      kind: row.kind,
      unitCode: row.unit_code,
      caseNo: row.case_no,
      state: stateOf(row),
      lastDay: row.last_day,
      holders: row.holders.map(({ personId, phone }) => ({ personId: String(personId), phone })),
    }
  );
}

function stateOf({ kind, status, proven, lapsed, converted }: Row): LapseWatch['state'] {
  if (status === 'CURRENT') return proven ? 'KEPT' : 'STANDING';
  if (lapsed) return 'LAPSED';
  return kind === 'CAUTION' && converted ? 'CONVERTED' : 'CANCELLED';
}
