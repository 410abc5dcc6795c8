import type { Pool } from 'pg';
import type { CityPerson } from '../../registry/index.ts';

/** A home as an application needs it: code, district, area, owners in the register's order. */
export interface Home {
  unitCode: string;
  district: string;
  location: string;
  area: number;
  owners: CityPerson[];
  /** The only mortgage on its page. */
  mortgage: { proofNo: string; mortgagee: CityPerson } | null;
}

/**
 * plain: nothing but its ownership on the page · mortgaged: one mortgage besides · parking: a plain parking space · new: the
 * developer's, nothing else on the page · presale: sold before completion, nothing on the page yet.
 */
export type HomeKind = 'plain' | 'mortgaged' | 'parking' | 'new' | 'presale';

/** What tells the kinds apart: on the page, and who owns them. */
const KINDS: Record<HomeKind, { use: string; rights: string[]; owner: 'person' | 'company' | null }> = {
  plain: { use: 'residential', rights: ['OWNERSHIP'], owner: 'person' },
  mortgaged: { use: 'residential', rights: ['OWNERSHIP', 'MORTGAGE'], owner: 'person' },
  parking: { use: 'parking', rights: ['OWNERSHIP'], owner: 'person' },
  new: { use: 'residential', rights: ['OWNERSHIP'], owner: 'company' },
  presale: { use: 'residential', rights: [], owner: null },
};

interface Row {
  unit_code: string;
  district: string;
  location: string;
  area: string;
  name: string | null;
  nature: CityPerson['nature'];
  id_type: CityPerson['idType'];
  id_no: string;
  proof_no: string | null;
  lender_name: string;
  lender_nature: CityPerson['nature'];
  lender_id_no: string;
}

/**
 * Units of one owner (none: presale) without a case, spread over the districts: one for each case that a day or a load run
 * plays. Read from the register, because a generated city is larger than its named buildings. At most `wanted`, fewer when
 * the city has no more.
 */
export async function homesOf(pool: Pool, kind: HomeKind, wanted: number): Promise<Home[]> {
  const { use, rights, owner } = KINDS[kind];
  const { rows } = await pool.query<Row>(
    `SELECT * FROM (
       SELECT u.unit_code, u.district, u.location, u.area, h.name, h.nature, h.id_type, h.id_no,
         p.certificate_no AS proof_no, l.name AS lender_name, l.nature AS lender_nature, l.id_no AS lender_id_no,
         row_number() OVER (PARTITION BY u.district ORDER BY u.unit_code) AS turn
       FROM registry.units u
       LEFT JOIN registry.rights r ON r.unit_code = u.unit_code AND r.kind = 'OWNERSHIP' AND r.status = 'CURRENT'
       LEFT JOIN registry.ownership_details d ON d.right_id = r.right_id
       LEFT JOIN registry.right_holders h ON h.right_id = r.right_id
       LEFT JOIN registry.rights m ON m.unit_code = u.unit_code AND m.kind = 'MORTGAGE' AND m.status = 'CURRENT'
       LEFT JOIN registry.right_holders l ON l.right_id = m.right_id
       LEFT JOIN registry.certificates p ON p.right_id = m.right_id AND p.status = 'LIVE'
       WHERE u.use = $1 AND NOT u.extinguished AND (m.right_id IS NOT NULL) = ('MORTGAGE' = ANY ($2))
         AND (r.right_id IS NOT NULL) = ('OWNERSHIP' = ANY ($2)) AND (r.right_id IS NULL OR d.mode = 'single')
         AND h.nature IS NOT DISTINCT FROM $3
         AND NOT EXISTS (SELECT 1 FROM registry.rights x WHERE x.unit_code = u.unit_code AND x.kind <> ALL ($2))
         AND NOT EXISTS (SELECT 1 FROM registry.case_units c WHERE c.unit_code = u.unit_code)) AS homes
     ORDER BY turn, unit_code LIMIT $4`,
    [use, rights, owner, wanted],
  );
  return rows.map((row) => ({
    unitCode: row.unit_code,
    district: row.district,
    location: row.location,
    area: Number(row.area),
    owners: row.name
      ? [{ name: row.name, nature: row.nature, idType: row.id_type, idNo: row.id_no, phone: phoneFor(row) }]
      : [],
    mortgage: row.proof_no
      ? {
          proofNo: row.proof_no,
          mortgagee: {
            name: row.lender_name,
            nature: row.lender_nature,
            idType: 'uscc',
            idNo: row.lender_id_no,
            phone: null,
          },
        }
      : null,
  }));
}

/** The register has no phones; an owner who is sent a message says his, and nobody has this one. */
const phoneFor = ({ nature, unit_code: unitCode }: Row) =>
  nature === 'person' ? `138${unitCode.replace(/\D/g, '').slice(-8)}` : null;
