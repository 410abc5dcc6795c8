import type { Pool } from 'pg';
import { type CityPerson, type DemoUnit, demoCity, type Registry } from '../../../registry/index.ts';
import { notice, officerOf } from '../../registry/support/notices.ts';
import { mortgage, readyForBook, sale } from '../../registry/support/play.ts';

/** The two courts whose notices wait for the approver's signature. */
export const COURTS = ['0203', '0212'] as const;

/**
 * A home with one owner and nothing on its page, a sale and a mortgage of it that only wait for the 登簿, and two notices of seizure
 * that are filed and not signed: `notices` in the order of COURTS.
 */
export interface Prepared {
  unitCode: string;
  district: string;
  owner: { name: string; idNo: string };
  notices: [string, string];
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

type Numbered = HomeRow & { number: number };

/** What the pattern's copies stand for. The numbers are far above those that the counter draws. */
const KINDS = { firstNotice: 6, secondNotice: 7, sale: 8, mortgage: 9 };
const numberOf = (home: Numbered, kind: number) =>
  `20261123${home.district}${kind}${String(home.number).padStart(5, '0')}`;

/** The same notice for other homes: what decides it is copied, its papers are not. */
async function copyNotice(pool: Pool, pattern: string, kind: number, homes: readonly Numbered[]): Promise<void> {
  await pool.query(
    `INSERT INTO registry.court_notices
     SELECT r.* FROM registry.court_notices t
     CROSS JOIN unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[]) AS n(notice_no, unit_code, district, name, id_no, number)
     CROSS JOIN LATERAL jsonb_populate_record(t, jsonb_build_object('notice_no', n.notice_no, 'notice_key', n.notice_no, 'district', n.district,
       'document_no', regexp_replace(t.document_no, '执[0-9]+号', '执' || n.number + 1 || '号'), 'unit_codes', jsonb_build_array(n.unit_code),
       'content', t.content || jsonb_build_object('unitCodes', jsonb_build_array(n.unit_code),
         'respondent', jsonb_build_object('name', n.name, 'idNo', n.id_no)))) AS r
     WHERE t.notice_no = $1`,
    [
      pattern,
      homes.map((home) => numberOf(home, kind)),
      homes.map((home) => home.unit_code),
      homes.map((home) => home.district),
      homes.map((home) => home.name),
      homes.map((home) => home.id_no),
      homes.map((home) => home.number),
    ],
  );
}

/**
 * Copies a case that real functions brought up to its 登簿 to other homes: 10 000 races want 20 000 such cases, and each
 * costs a dozen transactions when it is played. Only rows that 登簿 reads are copied.
 */
async function copyCase(pool: Pool, pattern: string, kind: number, homes: readonly Numbered[]): Promise<void> {
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
        homes.map((home) => numberOf(home, kind)),
        homes.map((home) => home.unit_code),
        homes.map((home) => home.district),
        homes.map((home) => home.register_version),
        homes.map((home) => home.name),
        homes.map((home) => home.id_no),
      ],
    );
  }
}

/**
 * `count` homes, each with a sale to 陈思源 and a mortgage to the demo bank that are signed and wait for the 登簿, and with a notice of
 * each court.
 */
export async function prepareHomes(pool: Pool, registry: Registry, count: number): Promise<Prepared[]> {
  await registry.users.seedDemoUsers();
  const [pattern, ...rows] = await plainHomes(pool, count + 1);
  const unit = patternUnit(pattern!);
  const saleCase = await readyForBook(registry, sale(unit, demoCity.people.chen));
  const mortgageCase = await readyForBook(registry, mortgage(unit));
  const filed = async (court: string) =>
    (await registry.court.fileNotice(notice(unit, { courtId: `COURT-${court}` }), officerOf(court))).noticeNo;
  const [first, second] = [await filed(COURTS[0]), await filed(COURTS[1])];
  const homes = rows.map((row, number) => ({ ...row, number }));
  for (let i = 0; i < homes.length; i += 500) {
    const here = homes.slice(i, i + 500);
    await copyCase(pool, saleCase, KINDS.sale, here);
    await copyCase(pool, mortgageCase, KINDS.mortgage, here);
    await copyNotice(pool, first, KINDS.firstNotice, here);
    await copyNotice(pool, second, KINDS.secondNotice, here);
  }
  await pool.query('ANALYZE');
  return homes.map((home) => ({
    unitCode: home.unit_code,
    district: home.district,
    owner: { name: home.name, idNo: home.id_no },
    notices: [numberOf(home, KINDS.firstNotice), numberOf(home, KINDS.secondNotice)],
    saleCase: numberOf(home, KINDS.sale),
    mortgageCase: numberOf(home, KINDS.mortgage),
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
