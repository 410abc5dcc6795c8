import type { Pool } from 'pg';
import { type CityPerson, type DemoUnit, demoCity, type Registry } from '../../../registry/index.ts';
import { mortgage, readyForBook, sale } from '../../registry/support/play.ts';

/** A home with one owner and nothing on its page, a sale and a mortgage of it that only wait for the 登簿. */
export interface Prepared {
  unitCode: string;
  district: string;
  owner: { name: string; idNo: string };
  saleCase: string;
  mortgageCase: string;
}

interface HomeRow {
  unit_code: string;
  district: string;
  location: string;
  register_version: number;
  name: string;
  id_no: string;
}

/** Plain homes of one living owner, enough for everybody who asks for fewer than the city has. */
export async function plainHomes(pool: Pool, wanted: number): Promise<HomeRow[]> {
  const { rows } = await pool.query<HomeRow>(
    `SELECT u.unit_code, u.district, u.location, u.register_version, h.name, h.id_no
     FROM registry.units u
     JOIN registry.rights r ON r.unit_code = u.unit_code AND r.kind = 'OWNERSHIP' AND r.status = 'CURRENT'
     JOIN registry.ownership_details d ON d.right_id = r.right_id AND d.mode = 'single'
     JOIN registry.right_holders h ON h.right_id = r.right_id AND h.nature = 'person'
     WHERE u.use = 'residential' AND NOT u.extinguished
       AND NOT EXISTS (SELECT 1 FROM registry.rights x WHERE x.unit_code = u.unit_code AND x.kind <> 'OWNERSHIP')
     ORDER BY u.unit_code LIMIT $1`,
    [wanted],
  );
  if (rows.length < wanted) throw new Error(`The city has ${rows.length} plain homes, ${wanted} are wanted`);
  return rows;
}

/** Tables of a case that its 登簿 reads; each row of the pattern is copied with what differs. */
const COPIES: [table: string, changed: string][] = [
  [
    'cases',
    `jsonb_build_object('case_no', n.case_no, 'application_key', n.case_no, 'district', n.district,
       'start_variables', t.start_variables || jsonb_build_object('caseNo', n.case_no, 'district', n.district,
         'unitCode', n.unit_code, 'unitCodes', jsonb_build_array(n.unit_code)))`,
  ],
  ['case_units', `jsonb_build_object('case_no', n.case_no, 'unit_code', n.unit_code, 'version_seen', n.version)`],
  [
    'case_parties',
    `jsonb_build_object('case_no', n.case_no)
       || CASE WHEN t.role = 'obligor' THEN jsonb_build_object('name', n.name, 'id_no', n.id_no) ELSE '{}' END`,
  ],
  ['reviews', `jsonb_build_object('case_no', n.case_no, 'task_key', n.case_no || right(t.task_key, -20))`],
  ['tax_cases', `jsonb_build_object('case_no', n.case_no, 'tax_case_no', 'T' || n.case_no)`],
  [
    'tax_clearances',
    `jsonb_build_object('case_no', n.case_no, 'tax_case_no', 'T' || n.case_no, 'clearance_no', 'C' || n.case_no)`,
  ],
];

/**
 * Copies a case that real functions brought up to its 登簿 to other homes: 10 000 races want 20 000 such cases, and each
 * costs a dozen transactions when it is played. Only rows that 登簿 reads are copied.
 */
async function copyCase(
  pool: Pool,
  pattern: string,
  kind: 1 | 2,
  homes: readonly (HomeRow & { number: number })[],
): Promise<void> {
  for (const [table, changed] of COPIES) {
    await pool.query(
      `INSERT INTO registry.${table} OVERRIDING USER VALUE
       SELECT r.* FROM registry.${table} t
       CROSS JOIN unnest($2::text[], $3::text[], $4::text[], $5::int[], $6::text[], $7::text[])
         AS n(case_no, unit_code, district, version, name, id_no)
       CROSS JOIN LATERAL jsonb_populate_record(NULL::registry.${table}, to_jsonb(t) || ${changed}) AS r
       WHERE t.case_no = $1`,
      [
        pattern,
        homes.map((home) => caseNoOf(home, kind)),
        homes.map((home) => home.unit_code),
        homes.map((home) => home.district),
        homes.map((home) => home.register_version),
        homes.map((home) => home.name),
        homes.map((home) => home.id_no),
      ],
    );
  }
}

/** Far above the numbers that the counter draws. */
const caseNoOf = (home: HomeRow & { number: number }, kind: 1 | 2) =>
  `20261123${home.district}${kind + 7}${String(home.number).padStart(5, '0')}`;

/** `count` homes, each with a sale to 陈思源 and a mortgage to the demo bank that are signed and wait for the 登簿. */
export async function prepareHomes(pool: Pool, registry: Registry, count: number): Promise<Prepared[]> {
  const [pattern, ...rows] = await plainHomes(pool, count + 1);
  const unit = patternUnit(pattern!);
  const saleCase = await readyForBook(registry, sale(unit, demoCity.people.chen));
  const mortgageCase = await readyForBook(registry, mortgage(unit));
  const homes = rows.map((row, number) => ({ ...row, number }));
  for (let i = 0; i < homes.length; i += 500) {
    await copyCase(pool, saleCase, 1, homes.slice(i, i + 500));
    await copyCase(pool, mortgageCase, 2, homes.slice(i, i + 500));
  }
  await pool.query('ANALYZE');
  return homes.map((home) => ({
    unitCode: home.unit_code,
    district: home.district,
    owner: { name: home.name, idNo: home.id_no },
    saleCase: caseNoOf(home, 1),
    mortgageCase: caseNoOf(home, 2),
  }));
}

function patternUnit(row: HomeRow): DemoUnit {
  const owner: CityPerson = { name: row.name, nature: 'person', idType: 'citizen', idNo: row.id_no, phone: null };
  return {
    unitCode: row.unit_code,
    location: row.location,
    area: 0,
    mode: 'single',
    owners: [owner],
    certificateNo: '',
    proofNo: null,
  };
}
