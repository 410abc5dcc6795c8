import type { Queryable } from '../db/transaction.ts';
import type { Entry } from '../enter/write-right.ts';

/**
 * INV-14 (法发〔2004〕5号): called by 登簿 after it wrote ownership. A 预查封 or 轮候预查封 against a new owner becomes 查封 in the
 * same place of the queue; an effective one keeps its term, which ran from the 预查封.
 */
export async function convertPreSeizures(db: Queryable, entry: Entry, unitCodes: readonly string[]): Promise<void> {
  const { rows } = await db.query<{ right_id: string }>(
    `INSERT INTO registry.seizure_conversions (right_id, entry_id)
     SELECT r.right_id, $1 FROM registry.rights r JOIN registry.seizure_details d USING (right_id)
     WHERE r.unit_code = ANY ($2) AND r.kind = 'SEIZURE' AND r.status <> 'HISTORY' AND d.seizure_kind = 'pre_seizure'
       AND EXISTS (SELECT 1 FROM registry.rights o JOIN registry.right_holders h USING (right_id)
         WHERE o.unit_code = r.unit_code AND o.kind = 'OWNERSHIP' AND o.entry_id = $1 AND h.person_id = d.respondent_id)
     RETURNING right_id`,
    [entry.entryId, unitCodes],
  );
  await db.query("UPDATE registry.seizure_details SET seizure_kind = 'seizure' WHERE right_id = ANY ($1::bigint[])", [
    rows.map((row) => row.right_id),
  ]);
}
