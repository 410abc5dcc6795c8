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
    // The pages of the other kind first, then who owns each: planned the other way round it reads every holder of the city.
    `WITH others AS MATERIALIZED (
       SELECT DISTINCT other.unit_code FROM registry.units named JOIN registry.units other USING (parcel_code)
       WHERE named.unit_code = ANY ($1) AND other.unit_code <> ALL ($1) AND NOT other.extinguished
         AND (substr(named.unit_code, 20, 1) = 'W') <> (substr(other.unit_code, 20, 1) = 'W')
     )
     SELECT unit_code FROM others WHERE (
       SELECT bool_or(h.name = $2 AND upper(h.id_no) = upper($3)) FROM registry.rights r JOIN registry.right_holders h USING (right_id)
       WHERE r.unit_code = others.unit_code AND r.kind = 'OWNERSHIP' AND r.status = 'CURRENT')
     ORDER BY unit_code`,
    [unitCodes, respondent.name, respondent.idNo],
  );
  return [...unitCodes, ...rows.map((row) => row.unit_code)];
}
