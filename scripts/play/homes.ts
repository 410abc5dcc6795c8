import type { Pool } from 'pg';
import type { CityPerson } from '../../registry/index.ts';

/** A home as an application needs it: code, district, area, owners in the register's order. */
export interface Home {
  unitCode: string;
  district: string;
  location: string;
  area: number;
  owners: CityPerson[];
}

interface Row {
  unit_code: string;
  district: string;
  location: string;
  area: string;
  name: string;
  id_no: string;
}

/**
 * Homes of one living owner with nothing else on their page and no running case, spread over the districts: one for each
 * case that a day or a load run plays. Read from the register, because a generated city is larger than its named buildings.
 * @throws when the city has fewer
 */
export async function plainHomes(pool: Pool, wanted: number): Promise<Home[]> {
  const { rows } = await pool.query<Row>(
    `SELECT unit_code, district, location, area, name, id_no FROM (
       SELECT u.unit_code, u.district, u.location, u.area, h.name, h.id_no,
         row_number() OVER (PARTITION BY u.district ORDER BY u.unit_code) AS turn
       FROM registry.units u
       JOIN registry.rights r ON r.unit_code = u.unit_code AND r.kind = 'OWNERSHIP' AND r.status = 'CURRENT'
       JOIN registry.ownership_details d ON d.right_id = r.right_id AND d.mode = 'single'
       JOIN registry.right_holders h ON h.right_id = r.right_id AND h.nature = 'person'
       WHERE u.use = 'residential' AND NOT u.extinguished
         AND NOT EXISTS (SELECT 1 FROM registry.rights x WHERE x.unit_code = u.unit_code AND x.kind <> 'OWNERSHIP')
         AND NOT EXISTS (SELECT 1 FROM registry.case_units c WHERE c.unit_code = u.unit_code)) AS homes
     ORDER BY turn, unit_code LIMIT $1`,
    [wanted],
  );
  if (rows.length < wanted)
    throw new Error(`The city has ${rows.length} plain homes without a case, ${wanted} are wanted`);
  return rows.map((row) => ({
    unitCode: row.unit_code,
    district: row.district,
    location: row.location,
    area: Number(row.area),
    owners: [{ name: row.name, nature: 'person', idType: 'citizen', idNo: row.id_no, phone: null }],
  }));
}
