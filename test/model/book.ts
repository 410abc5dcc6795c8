import type { Pool } from 'pg';
import type { Case, Fraction, Page, SeizureState } from './page.ts';
import { daysAfter } from './seizure-law.ts';

/** A page with everything in one order, so that two can be compared; times as instants. */
export interface Book {
  owners: string[];
  location: string;
  mortgages: string[];
  cautions: string[];
  objections: string[];
  seizures: string[];
  cases: string[];
}

const fraction = (share: Fraction | null) => (share ? `${share.n}/${share.d}` : '-');
const instant = (at: number | null) => (at === null ? '-' : new Date(at).toISOString());

/** What the database must say when the model's page is right; what has lapsed by law is gone, whether or not somebody has written it down. */
export function bookOf(page: Page, today: string): Book {
  const stands = ({ until }: { until: string }) => until >= today;
  return {
    owners: page.owners.map(({ idNo, share }) => `${idNo} ${page.owners.length === 1 ? '-' : fraction(share)}`).sort(),
    location: page.location,
    mortgages: page.mortgages.map((m, i) => `${i + 1} ${m.caseNo} ${m.lender}`),
    cautions: page.cautions
      .filter(stands)
      .map((c) => `${c.caseNo} ${c.holder} ${c.until}`)
      .sort(),
    objections: page.objections
      .filter(stands)
      .map((o) => `${o.caseNo} ${o.holder} ${o.until} ${o.ground}`)
      .sort(),
    seizures: page.seizures.map(
      (s) =>
        `${s.noticeNo} ${s.authority} ${s.debtor} ${fraction(s.share)} ${s.state} ${instant(s.startsAt)} ${instant(s.endsAt)}`,
    ),
    cases: page.cases.map((c) => `${c.caseNo} ${c.status}`).sort(),
  };
}

interface RightRow {
  kind: string;
  status: string;
  case_no: string;
  reference: string;
  ended_by: string | null;
  people: { idNo: string; n: number | null; d: number | null }[];
  rank: number | null;
  registrable_from: string | null;
  lapses_on: string | null;
  ground: string | null;
  authority: string | null;
  debtor: string | null;
  share_n: string | null;
  share_d: string | null;
  starts_at: Date | null;
  ends_at: Date | null;
}

const states: Record<string, SeizureState> = {
  SEIZURE_EXPIRY: 'EXPIRED',
  SEIZURE_LIFT: 'LIFTED',
  SEIZURE_DISPOSAL: 'DISPOSED',
};

/** The same, as the rows of the database say it after a sweep, which leaves pages alone on which a case is running. */
export async function readBook(pool: Pool, unitCode: string, today: string): Promise<Book> {
  const { rows } = await pool.query<RightRow>(
    `SELECT r.kind, r.status, r.case_no, e.reference, x.kind AS ended_by, c.registrable_from::text, o.lapses_on::text, o.ground,
       s.authority, p.id_no AS debtor, s.share_n, s.share_d, s.starts_at, s.ends_at,
       -- The rank that stands on the row is the one it was entered with; places follow from the times (INV-17).
       CASE WHEN r.kind = 'MORTGAGE' THEN (row_number() OVER (PARTITION BY r.kind ORDER BY coalesce(m.rank_since, r.registered_at)))::int END AS rank,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('idNo', h.id_no, 'n', h.share_n, 'd', h.share_d)), '[]')
        FROM registry.right_holders h WHERE h.right_id = r.right_id) AS people
     FROM registry.rights r JOIN registry.register_entries e USING (entry_id)
     LEFT JOIN registry.register_entries x ON x.entry_id = r.ended_entry_id
     LEFT JOIN registry.mortgage_details m USING (right_id)
     LEFT JOIN registry.caution_details c USING (right_id)
     LEFT JOIN registry.objection_details o USING (right_id)
     LEFT JOIN registry.seizure_details s USING (right_id)
     LEFT JOIN registry.persons p ON p.person_id = s.respondent_id
     WHERE r.unit_code = $1 AND (r.status <> 'HISTORY' OR r.kind = 'SEIZURE')
     ORDER BY s.delivered_at, rank, r.right_id`,
    [unitCode],
  );
  const { rows: cases } = await pool.query<Pick<Case, 'status'> & { case_no: string }>(
    'SELECT case_no, status FROM registry.case_units JOIN registry.cases USING (case_no) WHERE unit_code = $1',
    [unitCode],
  );
  const { rows: units } = await pool.query<{ location: string }>(
    'SELECT location FROM registry.units WHERE unit_code = $1',
    [unitCode],
  );
  const of = (kind: string) => rows.filter((row) => row.kind === kind);
  const running = cases.some(({ status }) => status === 'FILED' || status === 'ACCEPTED');
  const stands = (until: string | null) => !running || (until ?? '') >= today;
  const holder = (row: RightRow) => row.people.map((p) => p.idNo).join('+');
  return {
    owners: of('OWNERSHIP')
      .flatMap((row) => row.people.map((p) => `${p.idNo} ${p.n === null ? '-' : `${p.n}/${p.d}`}`))
      .sort(),
    location: units[0]?.location ?? '',
    mortgages: of('MORTGAGE').map((row) => `${row.rank} ${row.case_no} ${holder(row)}`),
    cautions: of('CAUTION')
      .map((row) => ({ row, until: daysAfter(row.registrable_from ?? '', 90) }))
      .filter(({ until }) => stands(until))
      .map(({ row, until }) => `${row.case_no} ${holder(row)} ${until}`)
      .sort(),
    objections: of('OBJECTION')
      .filter((row) => stands(row.lapses_on))
      .map((row) => `${row.case_no} ${holder(row)} ${row.lapses_on} ${row.ground}`)
      .sort(),
    seizures: of('SEIZURE').map((row) => {
      const state =
        row.status === 'HISTORY' ? states[row.ended_by ?? ''] : row.status === 'QUEUED' ? 'QUEUED' : 'EFFECTIVE';
      const share = row.share_n === null ? '-' : `${row.share_n}/${row.share_d}`;
      const term = [row.starts_at, row.ends_at].map((at) => instant(at?.getTime() ?? null)).join(' ');
      return `${row.reference} ${row.authority} ${row.debtor} ${share} ${state} ${term}`;
    }),
    cases: cases.map((row) => `${row.case_no} ${row.status}`).sort(),
  };
}

/** What was entered on the page since a version: reference and step, in the order of the register's own versions. */
export async function entriesSince(
  pool: Pool,
  unitCode: string,
  version: number,
): Promise<{ version: number; reference: string }[]> {
  const { rows } = await pool.query<{ version: number; reference: string }>(
    `SELECT u.version, e.reference FROM registry.entry_units u JOIN registry.register_entries e USING (entry_id)
     WHERE u.unit_code = $1 AND u.version > $2 ORDER BY u.version`,
    [unitCode, version],
  );
  return rows;
}
