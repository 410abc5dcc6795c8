import type { PoolClient } from 'pg';
import { newToken } from '../certificates/numbers.ts';
import type { Queryable } from '../db/transaction.ts';
import { endOfTerm } from '../seizure/term.ts';
import { validateCertificateNo } from '../validators/certificate-no.ts';
import { parseShare } from '../validators/shares.ts';
import { validateUnitCode } from '../validators/unit-code.ts';
import { idNumberOf, type StockRow } from './check-house.ts';
import type { StockValues } from './parse-row.ts';

export interface House {
  unitCode: string;
  rows: readonly StockRow[];
}

interface Person {
  nature: string;
  name: string;
  idType: string;
  idNo: string;
}

interface Right {
  house: House;
  row: StockRow;
  kind: 'OWNERSHIP' | 'MORTGAGE' | 'SEIZURE';
  at: Date;
  holders: StockRow[];
}

/** A person of the stock is found by his document; what the register already calls him stays. */
async function findPersons(db: Queryable, people: readonly Person[]): Promise<string[]> {
  const sorted = people.toSorted((a, b) => (a.idType + a.idNo < b.idType + b.idNo ? -1 : 1));
  const values = [
    sorted.map((p) => p.nature),
    sorted.map((p) => p.name),
    sorted.map((p) => p.idType),
    sorted.map((p) => p.idNo),
  ];
  await db.query(
    `INSERT INTO registry.persons (nature, name, id_type, id_no)
     SELECT DISTINCT ON (t, i) n, m, t, i FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS x(n, m, t, i) ORDER BY t, i ON CONFLICT DO NOTHING`,
    values,
  );
  const { rows } = await db.query<{ person_id: string; key: string }>(
    `SELECT person_id, id_type || ':' || id_no AS key FROM registry.persons
     WHERE (id_type, id_no) IN (SELECT * FROM unnest($1::text[], $2::text[]))`,
    [sorted.map((p) => p.idType), sorted.map((p) => p.idNo)],
  );
  const ids = new Map(rows.map((row) => [row.key, row.person_id]));
  return people.map((p) => ids.get(`${p.idType}:${p.idNo}`) ?? '');
}

/** Rights of a house in the order of their registration, each a little later than the one before (INV-04). */
function rightsOf(house: House): Right[] {
  const holdersOf = (row: StockRow) =>
    house.rows.filter((one) => one.kind === 'holder' && one.values.certificateNo === row.values.certificateNo);
  const kinds = { ownership: 'OWNERSHIP', mortgage: 'MORTGAGE', seizure: 'SEIZURE' } as const;
  const order = ['ownership', 'mortgage', 'seizure'];
  const rights = house.rows
    .filter((row): row is StockRow & { kind: keyof typeof kinds } => row.kind in kinds)
    .map((row) => ({
      house,
      row,
      kind: kinds[row.kind],
      at: new Date(row.values.registeredAt ?? row.values.deliveredAt ?? ''),
      holders: row.kind === 'seizure' ? [] : holdersOf(row),
    }))
    .sort((a, b) => a.at.getTime() - b.at.getTime() || order.indexOf(a.row.kind) - order.indexOf(b.row.kind));
  let last = Number.NEGATIVE_INFINITY;
  for (const right of rights) {
    right.at = new Date(Math.max(right.at.getTime(), last + 1));
    last = right.at.getTime();
  }
  return rights;
}

/** Writes whole houses into the book: entries of kind MIGRATION, one a right, in the transaction of the caller. */
export async function writeHouses(
  db: PoolClient,
  input: { houses: readonly House[]; files: readonly { sha256: string }[]; registrar: string },
): Promise<void> {
  const { houses } = input;
  const rights = houses.flatMap(rightsOf);
  await insertUnits(db, houses, rights);
  const ids = await drawIds(db, rights.length);
  const at = (i: number) => rights[i] as Right;
  const entries = rights.map((right, i) => ({
    entry: ids[i]?.entry,
    right: ids[i]?.right,
    unit: right.house.unitCode,
    at: right.at,
    kind: right.kind,
    // Row of a file: what makes the same row in the same file one entry for ever.
    reference: `stock:${input.files[right.row.fileNo - 1]?.sha256.slice(0, 32) ?? ''}:${right.row.line}`,
    status: right.row.values.seizureType?.startsWith('queued') ? 'QUEUED' : 'CURRENT',
    type:
      right.kind === 'OWNERSHIP'
        ? right.house.unitCode[19] === 'W'
          ? '3'
          : '4'
        : right.kind === 'MORTGAGE'
          ? '23'
          : '99',
    reg: Number(right.row.values.regType ?? (right.kind === 'SEIZURE' ? 800 : 100)),
    reason: right.row.values.reason ?? (right.kind === 'SEIZURE' ? '查封' : '设立抵押'),
    note: right.row.values.note ?? null,
  }));
  await db.query(
    `INSERT INTO registry.register_entries (entry_id, kind, reference, step, registered_at, registrar)
     SELECT entry, 'MIGRATION', reference, 'stock', at, $2 FROM jsonb_to_recordset($1) AS x(entry bigint, reference text, at timestamptz)`,
    [JSON.stringify(entries), input.registrar],
  );
  await db.query(
    `INSERT INTO registry.entry_units (entry_id, unit_code, version, registered_at)
     SELECT entry, unit, row_number() OVER (PARTITION BY unit ORDER BY at), at FROM jsonb_to_recordset($1) AS x(entry bigint, unit text, at timestamptz)`,
    [JSON.stringify(entries)],
  );
  await db.query(
    `INSERT INTO registry.rights (right_id, kind, status, unit_code, right_type, reg_type, reason, entry_id, registered_at, registrar, note)
     SELECT "right", kind, status, unit, type, reg, reason, entry, at, $2, note
     FROM jsonb_to_recordset($1) AS x("right" bigint, kind text, status text, unit text, type text, reg int, reason text, entry bigint, at timestamptz, note text)`,
    [JSON.stringify(entries), input.registrar],
  );
  await insertHolders(
    db,
    rights,
    ids.map((id) => id.right),
  );
  await insertDetails(
    db,
    rights,
    ids.map((id) => id.right),
  );
  await insertCertificates(
    db,
    entries.flatMap((entry, i) => {
      const no = at(i).row.values.certificateNo;
      return no ? [{ ...entry, no, token: newToken() }] : [];
    }),
  );
}

async function drawIds(db: Queryable, count: number): Promise<{ entry: string; right: string }[]> {
  const { rows } = await db.query<{ entry: string; right: string }>(
    `SELECT nextval(pg_get_serial_sequence('registry.register_entries', 'entry_id')) AS entry,
       nextval(pg_get_serial_sequence('registry.rights', 'right_id')) AS "right" FROM generate_series(1, $1)`,
    [count],
  );
  return rows;
}

async function insertUnits(db: Queryable, houses: readonly House[], rights: readonly Right[]): Promise<void> {
  const entered = new Map<string, { count: number; last: Date }>();
  for (const { house, at } of rights)
    entered.set(house.unitCode, { count: (entered.get(house.unitCode)?.count ?? 0) + 1, last: at });
  const units = houses.map(({ unitCode, rows }) => {
    const values = rows.find((row) => row.kind === 'unit')?.values ?? {};
    const code = validateUnitCode(unitCode);
    if (!code.ok) throw new Error('A house without a unit code cannot enter the book');
    const building = code.value.fixture === 'F' ? code.value.buildingNo : null;
    const { count = 0, last = null } = entered.get(unitCode) ?? {};
    return { ...unitValues(values), code: unitCode, building, count, last };
  });
  await db.query(
    `INSERT INTO registry.units (unit_code, parcel_code, building_no, district, location, floor, room_no, use, area, inner_area, shared_area, register_version, last_registered_at)
     SELECT code, left(code, 19), building, left(code, 6), location, floor, room, use, area, inner_area, shared_area, count, coalesce(last, '-infinity')
     FROM jsonb_to_recordset($1) AS x(code text, building text, location text, floor int, room text, use text, area numeric, inner_area numeric, shared_area numeric, count int, last timestamptz)`,
    [JSON.stringify(units)],
  );
}

const unitValues = (values: StockValues) => ({
  location: values.location,
  floor: values.floor ?? null,
  room: values.roomNo ?? null,
  use: values.use,
  area: values.area,
  inner_area: values.innerArea ?? null,
  shared_area: values.sharedArea ?? null,
});

async function insertHolders(db: Queryable, rights: readonly Right[], rightIds: readonly string[]): Promise<void> {
  const rows = rights.flatMap((right, i) =>
    right.holders.map(({ values }, place) => {
      const { idNo, old } = idNumberOf(values.idType ?? '', values.idNo ?? '');
      const share = values.share ? parseShare(values.share) : null;
      return {
        right: rightIds[i],
        seq: place + 1,
        name: values.name ?? '',
        nature: values.nature ?? 'other',
        idType: values.idType ?? 'other',
        idNo,
        old,
        n: share?.ok ? share.value.n : null,
        d: share?.ok ? share.value.d : null,
      };
    }),
  );
  const persons = await findPersons(db, rows);
  await db.query(
    `INSERT INTO registry.right_holders (right_id, seq, person_id, name, nature, id_type, id_no, share_n, share_d)
     SELECT "right", seq, person, name, nature, "idType", "idNo", n, d
     FROM jsonb_to_recordset($1) AS x("right" bigint, seq int, person bigint, name text, nature text, "idType" text, "idNo" text, n bigint, d bigint)`,
    [JSON.stringify(rows.map((row, i) => ({ ...row, person: persons[i] })))],
  );
  await db.query(
    `INSERT INTO registry.old_id_numbers (right_id, seq, id_no)
     SELECT "right", seq, old FROM jsonb_to_recordset($1) AS x("right" bigint, seq int, old text) WHERE old IS NOT NULL`,
    [JSON.stringify(rows)],
  );
}

async function insertDetails(db: Queryable, rights: readonly Right[], rightIds: readonly string[]): Promise<void> {
  const of = (kind: Right['kind']) =>
    rights.flatMap((right, i) => (right.kind === kind ? [{ id: rightIds[i], right, values: right.row.values }] : []));
  await db.query(
    `INSERT INTO registry.ownership_details (right_id, mode, price_fen)
     SELECT id, mode, price FROM jsonb_to_recordset($1) AS x(id bigint, mode text, price bigint)`,
    [JSON.stringify(of('OWNERSHIP').map(({ id, values }) => ({ id, mode: values.mode, price: values.price ?? null })))],
  );
  const places = new Map<string, number>();
  await db.query(
    `INSERT INTO registry.mortgage_details (right_id, mortgage_kind, amount_fen, term_from, term_to, rank, scope, restricts_transfer, contract_no, obligors)
     SELECT id, kind, amount, "from", "to", rank, scope, restricts, contract, obligors
     FROM jsonb_to_recordset($1) AS x(id bigint, kind text, amount bigint, "from" date, "to" date, rank int, scope text, restricts bool, contract text, obligors jsonb)`,
    [
      JSON.stringify(
        of('MORTGAGE').map(({ id, right, values }) => {
          const rank = (places.get(right.house.unitCode) ?? 0) + 1;
          places.set(right.house.unitCode, rank);
          return {
            id,
            kind: values.mortgageKind,
            amount: values.amount,
            from: values.termFrom,
            to: values.termTo,
            rank,
            scope: values.scope,
            restricts: values.restrictsTransfer === 'yes',
            contract: values.contractNo,
            obligors: ownersOf(right.house),
          };
        }),
      ),
    ],
  );
  const seizures = of('SEIZURE');
  const respondents = await findPersons(
    db,
    seizures.map(({ values }) => ({
      nature: values.idType === 'uscc' || values.idType === 'orgcode' ? 'company' : 'person',
      name: values.respondent ?? '',
      idType: values.idType ?? 'other',
      idNo: idNumberOf(values.idType ?? '', values.idNo ?? '').idNo,
    })),
  );
  await db.query(
    `INSERT INTO registry.seizure_details (right_id, seizure_kind, unit_code, authority, document_no, delivered_at, term_months, starts_at, ends_at, respondent_id, respondent_name)
     SELECT id, kind, unit, authority, document, delivered, months, starts, ends, respondent, name
     FROM jsonb_to_recordset($1) AS x(id bigint, kind text, unit text, authority text, document text, delivered timestamptz, months int, starts timestamptz, ends timestamptz, respondent bigint, name text)`,
    [
      JSON.stringify(
        seizures.map(({ id, right, values }, i) => {
          const queued = values.seizureType?.startsWith('queued') ?? false;
          const starts = queued ? null : new Date(values.startsAt ?? values.deliveredAt ?? '');
          const months = Number(values.termMonths);
          return {
            id,
            kind: values.seizureType?.endsWith('pre_seizure') ? 'pre_seizure' : 'seizure',
            unit: right.house.unitCode,
            authority: values.authority,
            document: values.documentNo,
            delivered: values.deliveredAt,
            months,
            starts,
            ends: starts ? endOfTerm(starts, months) : null,
            respondent: respondents[i],
            name: values.respondent,
          };
        }),
      ),
    ],
  );
}

/** 抵押人: the owners, as names. */
function ownersOf(house: House): string[] {
  const owned = house.rows.find((row) => row.kind === 'ownership')?.values.certificateNo;
  return house.rows
    .filter((row) => row.kind === 'holder' && row.values.certificateNo === owned)
    .map((row) => row.values.name ?? '');
}

interface Certificate {
  no: string;
  right: string | undefined;
  entry: string | undefined;
  at: Date;
  token: string;
  kind: Right['kind'];
}

/** Numbers of the stock, and the counters no lower than they are: no number is ever drawn twice (INV-31). */
async function insertCertificates(db: Queryable, certificates: readonly Certificate[]): Promise<void> {
  const rows = certificates.map((one) => ({ ...one, paper: one.kind === 'OWNERSHIP' ? 'certificate' : 'proof' }));
  await db.query(
    `INSERT INTO registry.certificates (certificate_no, kind, right_id, entry_id, issued_at, token)
     SELECT no, paper, "right", entry, at, token FROM jsonb_to_recordset($1) AS x(no text, paper text, "right" bigint, entry bigint, at timestamptz, token text)`,
    [JSON.stringify(rows)],
  );
  const highest = new Map<string, { kind: string; area: string; year: number; last: number }>();
  for (const { no } of certificates) {
    const number = validateCertificateNo(no, { currentYear: 9999 });
    if (!number.ok) continue;
    const { kind, area, year, sequence } = number.value;
    const key = `${kind} ${area} ${year}`;
    highest.set(key, { kind, area, year, last: Math.max(sequence, highest.get(key)?.last ?? 0) });
  }
  await db.query(
    `INSERT INTO registry.certificate_counters (kind, area, year, last)
     SELECT kind, area, year, last FROM jsonb_to_recordset($1) AS x(kind text, area text, year int, last int)
     -- A counter that is ahead is not touched, so that a 登簿 need not wait for it until the import has committed.
     WHERE NOT EXISTS (SELECT 1 FROM registry.certificate_counters c WHERE (c.kind, c.area, c.year) = (x.kind, x.area, x.year) AND c.last >= x.last)
     ORDER BY kind, area, year
     ON CONFLICT (kind, area, year) DO UPDATE SET last = greatest(certificate_counters.last, excluded.last)`,
    [JSON.stringify([...highest.values()])],
  );
}
