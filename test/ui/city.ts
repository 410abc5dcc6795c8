import { Pool } from 'pg';
import { inject } from 'vitest';

/** A home that one person owns, with nothing registered against it: what the seller would show at the window. */
export interface Home {
  unitCode: string;
  location: string;
  seller: { name: string; idNo: string };
}

/** The n-th unencumbered home of a district. Reads the register's schema: the screens mask names, as they should. */
export async function findHome(district: string, n = 0): Promise<Home> {
  const pool = new Pool({ connectionString: inject('databaseUrl'), max: 1 });
  try {
    const { rows } = await pool.query<{ unit_code: string; location: string; name: string; id_no: string }>(
      `SELECT u.unit_code, u.location, h.name, h.id_no
         FROM registry.units u
         JOIN registry.rights r ON r.unit_code = u.unit_code AND r.kind = 'OWNERSHIP' AND r.status = 'CURRENT'
         JOIN registry.ownership_details d ON d.right_id = r.right_id AND d.mode = 'single'
         JOIN registry.right_holders h ON h.right_id = r.right_id AND h.id_type = 'citizen'
        WHERE u.district = $1 AND u.use = 'residential'
          AND NOT EXISTS (SELECT 1 FROM registry.rights o WHERE o.unit_code = u.unit_code AND o.kind <> 'OWNERSHIP' AND o.status <> 'HISTORY')
          AND NOT EXISTS (SELECT 1 FROM registry.case_units c WHERE c.unit_code = u.unit_code)
        ORDER BY u.unit_code OFFSET $2 LIMIT 1`,
      [district, n],
    );
    const row = rows[0];
    if (!row) throw new Error(`the synthetic city has no free home number ${n} in ${district}`);
    return { unitCode: row.unit_code, location: row.location, seller: { name: row.name, idNo: row.id_no } };
  } finally {
    await pool.end();
  }
}
