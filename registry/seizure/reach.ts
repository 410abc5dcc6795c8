import type { Queryable } from '../db/transaction.ts';

/**
 * INV-15 (查封规定 §21): seizing the land reaches the buildings on it and the other way round, where the debtor owns both. House
 * and land of one unit are one page anyway; this finds the page of the land beside pages of buildings on it.
 */
export async function reachOf(
  db: Queryable,
  unitCodes: readonly string[],
  respondent: { name: string; idNo: string },
): Promise<string[]> {
  const { rows } = await db.query<{ unit_code: string }>(
    `SELECT DISTINCT other.unit_code FROM registry.units named JOIN registry.units other USING (parcel_code)
     JOIN registry.rights r ON r.unit_code = other.unit_code AND r.kind = 'OWNERSHIP' AND r.status = 'CURRENT'
     JOIN registry.right_holders h ON h.right_id = r.right_id
     WHERE named.unit_code = ANY ($1) AND other.unit_code <> ALL ($1) AND NOT other.extinguished
       AND (substr(named.unit_code, 20, 1) = 'W') <> (substr(other.unit_code, 20, 1) = 'W')
       AND h.name = $2 AND upper(h.id_no) = upper($3)`,
    [unitCodes, respondent.name, respondent.idNo],
  );
  return [...unitCodes, ...rows.map((row) => row.unit_code)];
}
