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
  // The page of a parcel has its number, and the units of a parcel have its code: neither way reads more than can be meant.
  const lands = unitCodes.filter(isLand);
  const beside = [...new Set(unitCodes.filter((code) => !isLand(code)).map(landOf))].filter(
    (code) => !lands.includes(code),
  );
  const found = [
    ...(beside.length > 0 ? await ownedAmong(db, 'u.unit_code = ANY ($1)', beside, respondent) : []),
    ...(lands.length > 0
      ? await ownedAmong(
          db,
          "u.parcel_code = ANY ($1) AND substr(u.unit_code, 20, 1) <> 'W'",
          lands.map((code) => code.slice(0, 19)),
          respondent,
        )
      : []),
  ];
  return [...unitCodes, ...found.filter((code) => !unitCodes.includes(code)).sort()];
}

const isLand = (unitCode: string) => unitCode[19] === 'W';
const landOf = (unitCode: string) => `${unitCode.slice(0, 19)}W00000000`;

/** Pages, not closed, whose current owners count the respondent among them. */
async function ownedAmong(
  db: Queryable,
  where: string,
  codes: readonly string[],
  respondent: { name: string; idNo: string },
): Promise<string[]> {
  const { rows } = await db.query<{ unit_code: string }>(
    // The pages first, then who owns each: planned the other way round it reads every holder of the city.
    `WITH others AS MATERIALIZED (SELECT u.unit_code FROM registry.units u WHERE ${where} AND NOT u.extinguished)
     SELECT unit_code FROM others WHERE (
       SELECT bool_or(h.name = $2 AND upper(h.id_no) = upper($3)) FROM registry.rights r JOIN registry.right_holders h USING (right_id)
       WHERE r.unit_code = others.unit_code AND r.kind = 'OWNERSHIP' AND r.status = 'CURRENT')`,
    [codes, respondent.name, respondent.idNo],
  );
  return rows.map((row) => row.unit_code);
}
