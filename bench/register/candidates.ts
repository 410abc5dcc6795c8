import type { Pool } from 'pg';
import type { CityPerson } from '../../registry/index.ts';

/** A home of the city that a case can be about. */
export interface Candidate {
  unitCode: string;
  owners: CityPerson[];
  /** Number and holder of its only mortgage; null without one. */
  mortgage: { proofNo: string; lender: CityPerson } | null;
}

/**
 * Homes with nothing in the way but, if wanted, one mortgage that may be sold with the home. Spread over the districts and over the
 * whole city, so that neither one chain nor one part of the tables serves them all; none of the unit codes in `but`.
 */
export async function findCandidates(
  pool: Pool,
  want: { mortgaged: boolean; count: number; but: readonly string[]; district: string | undefined },
): Promise<Candidate[]> {
  const { rows } = await pool.query<Candidate>(
    `WITH sample AS (
       SELECT u.unit_code, r.right_id, row_number() OVER (PARTITION BY u.district ORDER BY md5(u.unit_code)) AS place
       FROM registry.units u JOIN registry.rights r ON r.unit_code = u.unit_code AND r.kind = 'OWNERSHIP' AND r.status = 'CURRENT'
       JOIN registry.ownership_details o ON o.right_id = r.right_id AND o.mode = 'single'
       WHERE u.use = 'residential' AND NOT u.extinguished AND ($4::text IS NULL OR u.district = $4)
         AND NOT EXISTS (SELECT 1 FROM registry.rights x WHERE x.unit_code = u.unit_code AND x.status <> 'HISTORY' AND x.kind NOT IN ('OWNERSHIP', 'MORTGAGE'))
         AND NOT EXISTS (SELECT 1 FROM unnest($2::text[]) AS taken(unit_code) WHERE taken.unit_code = u.unit_code)
         AND (SELECT count(*) FROM registry.rights m WHERE m.unit_code = u.unit_code AND m.kind = 'MORTGAGE' AND m.status = 'CURRENT') = CASE WHEN $1 THEN 1 ELSE 0 END
         AND NOT EXISTS (SELECT 1 FROM registry.rights m JOIN registry.mortgage_details d USING (right_id)
           WHERE m.unit_code = u.unit_code AND m.status = 'CURRENT' AND (d.restricts_transfer OR d.under_construction OR m.registered_at < '2021-01-01'))
     ), chosen AS (SELECT * FROM sample ORDER BY place, unit_code LIMIT $3)
     SELECT c.unit_code AS "unitCode",
       (SELECT jsonb_agg(jsonb_build_object('name', h.name, 'nature', h.nature, 'idType', h.id_type, 'idNo', h.id_no, 'phone', NULL) ORDER BY h.seq)
        FROM registry.right_holders h WHERE h.right_id = c.right_id) AS owners,
       (SELECT jsonb_build_object('proofNo', k.certificate_no, 'lender',
          jsonb_build_object('name', h.name, 'nature', h.nature, 'idType', h.id_type, 'idNo', h.id_no, 'phone', NULL))
        FROM registry.rights m JOIN registry.certificates k ON k.right_id = m.right_id AND k.status = 'LIVE'
        JOIN registry.right_holders h ON h.right_id = m.right_id
        WHERE m.unit_code = c.unit_code AND m.kind = 'MORTGAGE' AND m.status = 'CURRENT' LIMIT 1) AS mortgage
     FROM chosen c ORDER BY c.place, c.unit_code`,
    [want.mortgaged, want.but, want.count, want.district ?? null],
  );
  return rows;
}
