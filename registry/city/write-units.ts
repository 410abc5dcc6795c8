import type { PoolClient } from 'pg';
import { addDays, dayOf } from '../calendar/local-time.ts';
import { newToken } from '../certificates/numbers.ts';
import { upsertPersons } from '../people/parties.ts';
import { endOfTerm } from '../seizure/term.ts';
import { nextCertificateNo } from './demo-city.ts';
import type { CityPerson } from './people.ts';
import type { PlannedUnit } from './plan.ts';

interface PlannedRight {
  unit: PlannedUnit;
  kind: 'OWNERSHIP' | 'MORTGAGE' | 'CAUTION' | 'OBJECTION' | 'SEIZURE';
  rightType: string;
  regType: number;
  reason: string;
  at: Date;
  holders: (CityPerson & { share?: { n: number; d: number } | null })[];
}

/** Rights of a unit in the order of their registration. */
function rightsOf(unit: PlannedUnit, now: Date): PlannedRight[] {
  const rights: PlannedRight[] = [];
  if (unit.owners.length > 0)
    rights.push({
      unit,
      kind: 'OWNERSHIP',
      rightType: unit.rightType,
      regType: unit.regType,
      reason: unit.regType === 100 ? '首次登记' : '买卖',
      at: unit.ownedSince,
      holders: unit.owners,
    });
  if (unit.mortgage)
    rights.push({
      unit,
      kind: 'MORTGAGE',
      rightType: '23',
      regType: 100,
      reason: '设立抵押',
      at: unit.mortgage.since,
      holders: [unit.mortgage.mortgagee],
    });
  if (unit.caution)
    rights.push({
      unit,
      kind: 'CAUTION',
      rightType: '4',
      regType: 700,
      reason: '预告登记',
      at: unit.caution.since,
      holders: [unit.caution.holder],
    });
  if (unit.seizure)
    rights.push({
      unit,
      kind: 'SEIZURE',
      rightType: '99',
      regType: 800,
      reason: '查封',
      at: unit.seizure.deliveredAt,
      holders: [],
    });
  if (unit.objection)
    rights.push({
      unit,
      kind: 'OBJECTION',
      rightType: '4',
      regType: 600,
      reason: '异议登记',
      at: new Date(now.getTime() - 86_400_000),
      holders: [unit.objection.holder],
    });
  return rights;
}

/** Writes units with all their rights: one INSERT per table, in the transaction of the caller. */
export async function writeUnits(
  db: PoolClient,
  units: PlannedUnit[],
  now: Date,
  numbers: Map<string, number>,
): Promise<void> {
  const rights = units.flatMap((unit) => rightsOf(unit, now));
  await insertUnits(db, units, rights);
  const rightIds = await insertRights(db, rights);
  await insertHolders(db, rights, rightIds);
  await insertDetails(db, rights, rightIds);
  await insertCertificates(db, rights, rightIds, numbers);
}

async function insertUnits(db: PoolClient, units: PlannedUnit[], rights: PlannedRight[]): Promise<void> {
  const versions = new Map<string, { count: number; last: Date }>();
  for (const right of rights)
    versions.set(right.unit.unitCode, { count: (versions.get(right.unit.unitCode)?.count ?? 0) + 1, last: right.at });
  await db.query(
    `INSERT INTO registry.units (unit_code, parcel_code, building_no, district, location, floor, room_no, use, area, inner_area, shared_area, register_version, last_registered_at)
     SELECT u, p, b, d, l, f, r, s, a, i, h, v, coalesce(t, '-infinity')
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::text[], $8::text[], $9::numeric[], $10::numeric[], $11::numeric[], $12::int[], $13::timestamptz[])
       AS x(u, p, b, d, l, f, r, s, a, i, h, v, t)`,
    [
      units.map((u) => u.unitCode),
      units.map((u) => u.parcelCode),
      units.map((u) => u.buildingNo),
      units.map((u) => u.district),
      units.map((u) => u.location),
      units.map((u) => u.floor),
      units.map((u) => u.roomNo),
      units.map((u) => u.use),
      units.map((u) => u.area),
      units.map((u) => u.innerArea),
      units.map((u) => u.sharedArea),
      units.map((u) => versions.get(u.unitCode)?.count ?? 0),
      units.map((u) => versions.get(u.unitCode)?.last ?? null),
    ],
  );
}

/** Entries of kind MIGRATION (存量数据), one per right because each has its own register time. */
async function insertRights(db: PoolClient, rights: PlannedRight[]): Promise<string[]> {
  const ids = async (table: string, column: string) =>
    (
      await db.query<{ id: string }>(
        `SELECT nextval(pg_get_serial_sequence($1, $2)) AS id FROM generate_series(1, $3)`,
        [`registry.${table}`, column, rights.length],
      )
    ).rows.map((r) => r.id);
  const entryIds = await ids('register_entries', 'entry_id');
  const rightIds = await ids('rights', 'right_id');
  const times = rights.map((r) => r.at);
  await db.query(
    `INSERT INTO registry.register_entries (entry_id, kind, reference, step, registered_at, registrar)
     SELECT e, 'MIGRATION', u, k, t, 'migration' FROM unnest($1::bigint[], $2::text[], $3::text[], $4::timestamptz[]) AS x(e, u, k, t)`,
    [entryIds, rights.map((r) => `migration:${r.unit.unitCode}`), rights.map((r) => r.kind), times],
  );
  await db.query(
    `INSERT INTO registry.entry_units (entry_id, unit_code, version, registered_at)
     SELECT e, u, row_number() OVER (PARTITION BY u ORDER BY t, e), t FROM unnest($1::bigint[], $2::text[], $3::timestamptz[]) AS x(e, u, t)`,
    [entryIds, rights.map((r) => r.unit.unitCode), times],
  );
  await db.query(
    `INSERT INTO registry.rights (right_id, kind, status, unit_code, right_type, reg_type, reason, entry_id, registered_at, registrar)
     SELECT i, k, 'CURRENT', u, rt, g, r, e, t, 'migration'
     FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::int[], $6::text[], $7::bigint[], $8::timestamptz[]) AS x(i, k, u, rt, g, r, e, t)`,
    [
      rightIds,
      rights.map((r) => r.kind),
      rights.map((r) => r.unit.unitCode),
      rights.map((r) => r.rightType),
      rights.map((r) => r.regType),
      rights.map((r) => r.reason),
      entryIds,
      times,
    ],
  );
  return rightIds;
}

async function insertHolders(db: PoolClient, rights: PlannedRight[], rightIds: string[]): Promise<void> {
  const rows = rights.flatMap((right, i) =>
    right.holders.map((holder, seq) => ({ rightId: rightIds[i], seq: seq + 1, holder })),
  );
  const personIds = await upsertPersons(
    db,
    rows.map((row) => row.holder),
  );
  await db.query(
    `INSERT INTO registry.right_holders (right_id, seq, person_id, name, nature, id_type, id_no, share_n, share_d)
     SELECT * FROM unnest($1::bigint[], $2::int[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::bigint[])`,
    [
      rows.map((r) => r.rightId),
      rows.map((r) => r.seq),
      personIds,
      rows.map((r) => r.holder.name),
      rows.map((r) => r.holder.nature),
      rows.map((r) => r.holder.idType),
      rows.map((r) => r.holder.idNo),
      rows.map((r) => r.holder.share?.n ?? null),
      rows.map((r) => r.holder.share?.d ?? null),
    ],
  );
}

async function insertDetails(db: PoolClient, rights: PlannedRight[], rightIds: string[]): Promise<void> {
  const of = (kind: PlannedRight['kind']) =>
    rights.flatMap((right, i) => (right.kind === kind ? [{ id: rightIds[i], right, unit: right.unit }] : []));
  const owned = of('OWNERSHIP');
  await db.query(
    'INSERT INTO registry.ownership_details (right_id, mode) SELECT * FROM unnest($1::bigint[], $2::text[])',
    [owned.map((r) => r.id), owned.map((r) => r.unit.mode)],
  );
  const mortgages = of('MORTGAGE');
  await db.query(
    `INSERT INTO registry.mortgage_details (right_id, mortgage_kind, amount_fen, term_from, term_to, rank, scope, restricts_transfer, contract_no, obligors, under_construction)
     SELECT i, 'general', a, f, t, 1, '主债权及利息、违约金、实现抵押权的费用', r, c, o, u
     FROM unnest($1::bigint[], $2::bigint[], $3::date[], $4::date[], $5::bool[], $6::text[], $7::jsonb[], $8::bool[]) AS x(i, a, f, t, r, c, o, u)`,
    [
      mortgages.map((m) => m.id),
      mortgages.map((m) => m.unit.mortgage?.amountFen),
      mortgages.map((m) => dayOf(m.right.at)),
      mortgages.map((m) => m.unit.mortgage?.termTo),
      mortgages.map((m) => m.unit.mortgage?.restrictsTransfer),
      mortgages.map((m) => `DY-${m.unit.unitCode.slice(0, 6)}-${m.id}`),
      mortgages.map((m) => JSON.stringify(m.unit.owners.map((o) => o.name))),
      mortgages.map((m) => m.unit.mortgage?.underConstruction ?? false),
    ],
  );
  const cautions = of('CAUTION');
  await db.query(
    "INSERT INTO registry.caution_details (right_id, caution_kind) SELECT i, 'sale' FROM unnest($1::bigint[]) AS x(i)",
    [cautions.map((c) => c.id)],
  );
  const objections = of('OBJECTION');
  await db.query(
    'INSERT INTO registry.objection_details (right_id, matter, lapses_on) SELECT * FROM unnest($1::bigint[], $2::text[], $3::date[])',
    [
      objections.map((o) => o.id),
      objections.map((o) => o.unit.objection?.matter),
      objections.map((o) => addDays(dayOf(o.right.at), 15)),
    ],
  );
  const seizures = of('SEIZURE');
  const respondents = await upsertPersons(
    db,
    seizures.flatMap((s) => (s.unit.seizure ? [s.unit.seizure.respondent] : [])),
  );
  await db.query(
    `INSERT INTO registry.seizure_details (right_id, seizure_kind, unit_code, authority, document_no, delivered_at, term_months, starts_at, ends_at, respondent_id, respondent_name)
     SELECT i, 'seizure', u, '海曙区人民法院', d, t, m, t, e, p, n FROM unnest($1::bigint[], $2::text[], $3::text[], $4::timestamptz[], $5::int[], $6::timestamptz[], $7::bigint[], $8::text[]) AS x(i, u, d, t, m, e, p, n)`,
    [
      seizures.map((s) => s.id),
      seizures.map((s) => s.unit.unitCode),
      seizures.map((s) => s.unit.seizure?.documentNo),
      seizures.map((s) => s.right.at),
      seizures.map((s) => s.unit.seizure?.termMonths),
      seizures.map((s) => endOfTerm(s.right.at, s.unit.seizure?.termMonths ?? 36)),
      respondents,
      seizures.map((s) => s.unit.seizure?.respondent.name),
    ],
  );
}

async function insertCertificates(
  db: PoolClient,
  rights: PlannedRight[],
  rightIds: string[],
  numbers: Map<string, number>,
): Promise<void> {
  const rows = rights.flatMap((right, i) => {
    if (right.kind !== 'OWNERSHIP' && right.kind !== 'MORTGAGE') return [];
    const kind = right.kind === 'OWNERSHIP' ? ('certificate' as const) : ('proof' as const);
    return [
      { kind, no: nextCertificateNo(numbers, kind, right.unit.district, right.at), rightId: rightIds[i], at: right.at },
    ];
  });
  await db.query(
    `INSERT INTO registry.certificates (certificate_no, kind, right_id, entry_id, issued_at, token)
     SELECT c, k, i, r.entry_id, t, o FROM unnest($1::text[], $2::text[], $3::bigint[], $4::timestamptz[], $5::text[]) AS x(c, k, i, t, o) JOIN registry.rights r ON r.right_id = i`,
    [
      rows.map((r) => r.no),
      rows.map((r) => r.kind),
      rows.map((r) => r.rightId),
      rows.map((r) => r.at),
      rows.map(() => newToken()),
    ],
  );
}
