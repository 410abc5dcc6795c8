import { demoCity } from '../../../registry/index.ts';
import { districts } from '../../../registry/validators/unit-code.ts';
import { FIRST_PERSON, institutions, QUEUE } from './homes.ts';

/** A table of the register and the statement that fills it from the plan. */
export interface Fill {
  table: string;
  sql: string;
}

const text = (value: string) => `'${value}'`;
const [developer, ...banks] = institutions;
const institution = (place: string, field: 'name' | 'idNo') =>
  `(ARRAY[${banks.map((bank) => text(bank[field])).join(', ')}])[${place}]`;
const area = `CASE district ${Object.entries(districts)
  .map(([code, name]) => `WHEN ${text(code)} THEN ${text(`宁波市${name.replace('区', '')}`)}`)
  .join(' ')} END`;
const endOfTerm = (start: string) =>
  `((((${start} AT TIME ZONE 'Asia/Shanghai')::date + interval '36 months')::date + time '23:59:59') AT TIME ZONE 'Asia/Shanghai')`;

/*
 * Numbers follow from a home's place, so that tables can be filled beside each other: eight rights and six entries are set aside
 * for each home, queues come behind them all. One first registration is the entry of a whole building (首次登记).
 */
const right = { first: 1, resold: 2, oldLoan: 3, sold: 4, loan: 5, seizure: 6, other: 7 } as const;
const rightId = (kind: keyof typeof right) => `8 * i + ${right[kind]}`;
const firstEntry = 'building + 1';

/** Fills for a city of `count` homes, the large ones apart so that two connections have about the same to do. */
export function fills(count: number): { one: Fill[]; two: Fill[] } {
  const buildings = Math.ceil(count / 60);
  const entry = (place: number) => `${buildings} + 6 * i + ${place}`;
  const resaleEntry = entry(1);
  const saleEntry = entry(2);
  const seizureEntry = entry(3);
  const otherEntry = entry(4);
  const queueEntry = `${buildings + 6 * count} + ${QUEUE} * i + k`;
  const queueRight = `${8 * count} + ${QUEUE} * i + k`;
  const queue = `bench.homes, generate_series(1, ${QUEUE}) k WHERE queued`;
  const queuedAt = "later_at + k * interval '1 hour'";

  const units: Fill = {
    table: 'units',
    sql: `INSERT INTO registry.units (unit_code, parcel_code, building_no, district, location, floor, room_no, use, area, inner_area, shared_area, register_version, last_registered_at)
      SELECT unit_code, parcel_code, building_no, district, location, floor, room_no, CASE WHEN parking THEN 'parking' ELSE 'residential' END, area, area - round(area * 0.18, 2), round(area * 0.18, 2),
        CASE WHEN registered THEN 2 + resold::int + (seized OR cautioned OR objected)::int + CASE WHEN queued THEN ${QUEUE} ELSE 0 END ELSE 0 END,
        CASE WHEN NOT registered THEN '-infinity' WHEN queued THEN later_at + ${QUEUE} * interval '1 hour' WHEN seized OR cautioned OR objected THEN later_at ELSE sold_at END
      FROM bench.homes`,
  };
  const entries: Fill = {
    table: 'register_entries',
    sql: `INSERT INTO registry.register_entries (entry_id, kind, reference, step, registered_at, registrar)
      SELECT ${firstEntry}, 'MIGRATION', 'migration:' || parcel_code || building_no, 'FIRST', first_at, 'migration' FROM bench.homes WHERE i % 60 = 0
      UNION ALL SELECT e.id, 'MIGRATION', 'migration:' || unit_code, e.step, e.at, 'migration' FROM bench.homes, LATERAL (VALUES
        (${resaleEntry}, 'RESALE', resold_at, resold), (${saleEntry}, 'SALE', sold_at, registered), (${seizureEntry}, 'SEIZURE', later_at, seized),
        (${otherEntry}, 'OTHER', later_at, cautioned OR objected)) AS e (id, step, at, present) WHERE e.present
      UNION ALL SELECT ${queueEntry}, 'MIGRATION', 'migration:' || unit_code, 'QUEUE-' || k, ${queuedAt}, 'migration' FROM ${queue}`,
  };
  const pages: Fill = {
    table: 'entry_units',
    sql: `INSERT INTO registry.entry_units (entry_id, unit_code, version, registered_at)
      SELECT e.id, unit_code, e.version, e.at FROM bench.homes, LATERAL (VALUES
        (${firstEntry}, 1, first_at, registered), (${resaleEntry}, 2, resold_at, resold), (${saleEntry}, 2 + resold::int, sold_at, registered),
        (${seizureEntry}, 3 + resold::int, later_at, seized), (${otherEntry}, 3 + resold::int, later_at, cautioned OR objected)) AS e (id, version, at, present) WHERE e.present
      UNION ALL SELECT ${queueEntry}, unit_code, 3 + resold::int + k, ${queuedAt} FROM ${queue}`,
  };
  const rights: Fill = {
    table: 'rights',
    sql: `INSERT INTO registry.rights (right_id, kind, unit_code, status, right_type, reg_type, reason, entry_id, registered_at, registrar, previous_id, ended_entry_id, ended_at, ended_reason)
      SELECT r.id, r.kind, unit_code, CASE WHEN r.ended IS NULL THEN 'CURRENT' ELSE 'HISTORY' END, r.type, r.reg, r.reason, r.entry, r.at, 'migration', r.previous, r.ended, r.ended_at, CASE WHEN r.ended IS NOT NULL THEN r.why END
      FROM bench.homes, LATERAL (VALUES
        (${rightId('first')}, 'OWNERSHIP', '4', 100, '首次登记', ${firstEntry}, first_at, NULL::bigint, CASE WHEN resold THEN ${resaleEntry} ELSE ${saleEntry} END, CASE WHEN resold THEN resold_at ELSE sold_at END, '买卖转移', registered),
        (${rightId('resold')}, 'OWNERSHIP', '4', 200, '买卖', ${resaleEntry}, resold_at, ${rightId('first')}, ${saleEntry}, sold_at, '买卖转移', resold),
        (${rightId('oldLoan')}, 'MORTGAGE', '23', 100, '设立抵押', ${resaleEntry}, resold_at, NULL, ${saleEntry}, sold_at, '债权消灭，注销登记', resold),
        (${rightId('sold')}, 'OWNERSHIP', '4', 200, '买卖', ${saleEntry}, sold_at, CASE WHEN resold THEN ${rightId('resold')} ELSE ${rightId('first')} END, NULL, NULL, NULL, registered),
        (${rightId('loan')}, 'MORTGAGE', '23', 100, '设立抵押', ${saleEntry}, sold_at, NULL, NULL, NULL, NULL, mortgaged),
        (${rightId('seizure')}, 'SEIZURE', '99', 800, '查封', ${seizureEntry}, later_at, NULL, NULL, NULL, NULL, seized),
        (${rightId('other')}, CASE WHEN cautioned THEN 'CAUTION' ELSE 'OBJECTION' END, '4', CASE WHEN cautioned THEN 700 ELSE 600 END, CASE WHEN cautioned THEN '预告登记' ELSE '异议登记' END,
          ${otherEntry}, later_at, NULL, NULL, NULL, NULL, cautioned OR objected)
      ) AS r (id, kind, type, reg, reason, entry, at, previous, ended, ended_at, why, present) WHERE r.present
      UNION ALL SELECT ${queueRight}, 'SEIZURE', unit_code, 'QUEUED', '99', 800, '轮候查封', ${queueEntry}, ${queuedAt}, 'migration', NULL, NULL, NULL, NULL FROM ${queue}`,
  };
  const holders: Fill = {
    table: 'right_holders',
    sql: `INSERT INTO registry.right_holders (right_id, seq, person_id, name, nature, id_type, id_no, share_n, share_d)
      SELECT h.id, h.seq, h.person, h.name, CASE WHEN h.company THEN 'company' ELSE 'person' END, CASE WHEN h.company THEN 'uscc' ELSE 'citizen' END, h.id_no, h.share, 2 * h.share
      FROM bench.homes, LATERAL (VALUES
        (${rightId('first')}, 1, 1, ${text(developer.name)}, true, ${text(developer.idNo)}, NULL::bigint, registered),
        (${rightId('resold')}, 1, 3 * i + 2 + ${FIRST_PERSON}, seller_name, false, seller_id, NULL, resold),
        (${rightId('oldLoan')}, 1, 4 - bank, ${institution('3 - bank', 'name')}, true, ${institution('3 - bank', 'idNo')}, NULL, resold),
        (${rightId('sold')}, 1, owner + ${FIRST_PERSON}, owner_name, false, owner_id, CASE mode WHEN 'shares' THEN 1 END, registered),
        (${rightId('sold')}, 2, 3 * i + 1 + ${FIRST_PERSON}, second_name, false, second_id, CASE mode WHEN 'shares' THEN 1 END, registered AND mode <> 'single'),
        (${rightId('loan')}, 1, bank + 1, ${institution('bank', 'name')}, true, ${institution('bank', 'idNo')}, NULL, mortgaged)
      ) AS h (id, seq, person, name, company, id_no, share, present) WHERE h.present
      -- Of the cautions and objections: the owner of the first home, who has cautions all over the city.
      UNION ALL SELECT c.id, 1, h.owner + ${FIRST_PERSON}, h.owner_name, 'person', 'citizen', h.owner_id, NULL, NULL
        FROM (SELECT ${rightId('other')} AS id FROM bench.homes WHERE cautioned OR objected) c, (SELECT owner, owner_name, owner_id FROM bench.homes WHERE i = 0) h`,
  };
  const persons: Fill = {
    table: 'persons',
    sql: `INSERT INTO registry.persons (person_id, nature, name, id_type, id_no, phone) OVERRIDING SYSTEM VALUE
      SELECT * FROM (VALUES ${institutions.map((one, place) => `(${place + 1}, 'company', ${text(one.name)}, 'uscc', ${text(one.idNo)}, NULL)`).join(', ')}) AS x
      UNION ALL SELECT p.person, 'person', p.name, 'citizen', p.id_no, '139' || lpad((p.person % 100000000)::text, 8, '0') FROM bench.homes, LATERAL (VALUES
        (3 * i + ${FIRST_PERSON}, owner_name, owner_id, owner_new), (3 * i + 1 + ${FIRST_PERSON}, second_name, second_id, mode <> 'single'),
        (3 * i + 2 + ${FIRST_PERSON}, seller_name, seller_id, resold)) AS p (person, name, id_no, present) WHERE p.present`,
  };
  const ownerships: Fill = {
    table: 'ownership_details',
    sql: `INSERT INTO registry.ownership_details (right_id, mode) SELECT o.id, o.mode FROM bench.homes, LATERAL (VALUES
        (${rightId('first')}, 'single', registered), (${rightId('resold')}, 'single', resold), (${rightId('sold')}, mode, registered)) AS o (id, mode, present) WHERE o.present`,
  };
  const mortgages: Fill = {
    table: 'mortgage_details',
    sql: `INSERT INTO registry.mortgage_details (right_id, mortgage_kind, amount_fen, term_from, term_to, rank, scope, restricts_transfer, contract_no, obligors)
      SELECT m.id, 'general', loan_wan * 1000000::bigint, (m.at AT TIME ZONE 'Asia/Shanghai')::date, date '2049-12-31', 1, '主债权及利息、违约金、实现抵押权的费用', loan_wan % 5 = 0, 'DY-' || district || '-' || m.id, m.obligors
      FROM bench.homes, LATERAL (VALUES (${rightId('oldLoan')}, resold_at, jsonb_build_array(seller_name), resold),
        (${rightId('loan')}, sold_at, CASE WHEN second_name IS NULL THEN jsonb_build_array(owner_name) ELSE jsonb_build_array(owner_name, second_name) END, mortgaged)) AS m (id, at, obligors, present) WHERE m.present`,
  };
  const seizures: Fill = {
    table: 'seizure_details',
    sql: `INSERT INTO registry.seizure_details (right_id, seizure_kind, unit_code, authority, document_no, delivered_at, term_months, starts_at, ends_at, respondent_id, respondent_name)
      SELECT ${rightId('seizure')}, 'seizure', unit_code, ${text(demoCity.court.authority)}, '（2026）浙0203执' || 1000 + i || '号', later_at, 36, later_at, ${endOfTerm('later_at')}, owner + ${FIRST_PERSON}, owner_name
      FROM bench.homes WHERE seized
      UNION ALL SELECT ${queueRight}, 'seizure', unit_code, ${text(demoCity.court.authority)}, '（2026）浙0203执' || 1000 + i || '-' || k || '号', ${queuedAt}, 36, NULL, NULL, owner + ${FIRST_PERSON}, owner_name FROM ${queue}`,
  };
  const cautions: Fill = {
    table: 'caution_details',
    sql: `INSERT INTO registry.caution_details (right_id, caution_kind) SELECT ${rightId('other')}, 'sale' FROM bench.homes WHERE cautioned`,
  };
  const objections: Fill = {
    table: 'objection_details',
    sql: `INSERT INTO registry.objection_details (right_id, matter, lapses_on) SELECT ${rightId('other')}, '对登记簿记载的共有情况有异议', (later_at AT TIME ZONE 'Asia/Shanghai')::date + 15 FROM bench.homes WHERE objected`,
  };
  const issued = `FROM bench.homes, LATERAL (VALUES
      ('certificate', '权', ${rightId('resold')}, ${resaleEntry}, resold_at, ${saleEntry}, sold_at, resold), ('proof', '证明', ${rightId('oldLoan')}, ${resaleEntry}, resold_at, ${saleEntry}, sold_at, resold),
      ('certificate', '权', ${rightId('sold')}, ${saleEntry}, sold_at, NULL, NULL, registered), ('proof', '证明', ${rightId('loan')}, ${saleEntry}, sold_at, NULL, NULL, mortgaged)
    ) AS k (kind, word, id, entry, at, ended, ended_at, present)`;
  const year = "extract(year FROM k.at AT TIME ZONE 'Asia/Shanghai')::int";
  const certificates: Fill = {
    table: 'certificates',
    sql: `INSERT INTO registry.certificates (certificate_no, kind, status, right_id, entry_id, issued_at, cancelled_entry_id, cancelled_at, token)
      SELECT '浙（' || year || '）' || area || '不动产' || word || '第' || lpad((row_number() OVER (PARTITION BY kind, area, year ORDER BY at, id))::text, 7, '0') || '号',
        kind, CASE WHEN ended IS NULL THEN 'LIVE' ELSE 'CANCELLED' END, id, entry, at, ended, ended_at, md5(id::text)
      FROM (SELECT k.*, ${area} AS area, ${year} AS year ${issued} WHERE k.present) issued`,
  };
  const counters: Fill = {
    table: 'certificate_counters',
    sql: `INSERT INTO registry.certificate_counters (kind, area, year, last)
      SELECT k.kind, ${area}, ${year}, count(*) ${issued} WHERE k.present GROUP BY 1, 2, 3`,
  };
  const parcels: Fill = {
    table: 'parcels',
    sql: `INSERT INTO registry.parcels (parcel_code, district, location, area, land_use, land_nature, term_to)
      SELECT DISTINCT ON (parcel_code) parcel_code, district, '宁波市甬江大道' || substr(parcel_code, 15)::int || '号', 24800.00, '城镇住宅用地', '出让', date '2085-06-30' FROM bench.homes ORDER BY parcel_code`,
  };
  const built: Fill = {
    table: 'buildings',
    sql: `INSERT INTO registry.buildings (parcel_code, building_no, project_name, structure, total_floors, completed_on)
      SELECT parcel_code, building_no, '甬江大道小区', '钢筋混凝土结构', 15, (first_at AT TIME ZONE 'Asia/Shanghai')::date FROM bench.homes WHERE i % 60 = 0`,
  };
  return {
    one: [rights, units, ownerships, mortgages, seizures, cautions, objections, parcels, built],
    two: [holders, entries, pages, certificates, persons, counters],
  };
}
