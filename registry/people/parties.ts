import type { ApplicationTerms } from '../cases/application-types.ts';
import type { PartyRole } from '../cases/types.ts';
import type { IdType, Nature } from '../common.ts';
import { partOf } from '../db/rows-as-json.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { number, one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import type { Party, PeopleApi } from './types.ts';

interface PartyRow {
  party_no: number;
  role: PartyRole;
  nature: Nature;
  name: string;
  id_type: IdType;
  id_no: string;
  phone: string | null;
  address: string | null;
  share_n: string | null;
  share_d: string | null;
  represents: number | null;
}

const ofCaseSql = (caseNo: string) => `SELECT * FROM registry.case_parties WHERE case_no = ${caseNo} ORDER BY party_no`;

/** In order of their numbers; personal data in clear. */
export async function loadParties(db: Queryable, caseNo: string): Promise<Party[]> {
  const { rows } = await db.query<PartyRow>(ofCaseSql('$1'), [caseNo]);
  return rows.map(toParty);
}

/** The same along with something else of the case. */
export const partiesPart = partOf<PartyRow, Party[]>(ofCaseSql, [], (rows) => rows.map(toParty));

function toParty(row: PartyRow): Party {
  return {
    partyNo: row.party_no,
    role: row.role,
    nature: row.nature,
    name: row.name,
    idType: row.id_type,
    idNo: row.id_no,
    phone: row.phone,
    address: row.address,
    share: row.share_n === null ? null : { n: number(row.share_n), d: number(row.share_d) },
    representsPartyNo: row.represents,
  };
}

export function peopleApi({ pool }: Deps): PeopleApi {
  return {
    async getParty(caseNo, partyNo) {
      const party = (await loadParties(pool, caseNo)).find((p) => p.partyNo === partyNo);
      if (!party)
        throw new RegistryError('PARTY_UNKNOWN', `业务${caseNo}没有第${partyNo}号申请人；请核对业务号和申请人序号。`);
      return party;
    },
    getParties: (caseNo) => loadParties(pool, caseNo),
    async getTransferors(caseNo) {
      const row = await one<{ previous: { name: string; idNo: string }[] | null }>(
        pool,
        "SELECT terms->'transfer'->'previous' AS previous FROM registry.cases WHERE case_no = $1",
        [caseNo],
      );
      const people = row?.previous ?? (await loadParties(pool, caseNo)).filter((party) => party.role === 'obligor');
      return people.map(({ name, idNo }) => ({ name, idNo }));
    },
    async getDeceased(caseNo) {
      const row = await one<{ terms: ApplicationTerms }>(pool, 'SELECT terms FROM registry.cases WHERE case_no = $1', [
        caseNo,
      ]);
      const { transfer, inheritance } = row?.terms ?? {};
      const inherits = transfer?.reason === 'inheritance' || transfer?.reason === 'bequest';
      const people = inheritance?.deceased ?? (inherits ? (transfer?.previous ?? []) : []);
      return people.map(({ name, idNo }) => ({ name, idNo }));
    },
  };
}

/**
 * Finds or adds people by identity document; returns their ids in the order given. Sorted inside, so that two callers cannot
 * deadlock. Who is known as he is now is not written, so not locked either: a bank is a holder in every other entry.
 */
export async function upsertPersons(
  db: Queryable,
  people: { nature: string; name: string; idType: string; idNo: string; phone?: string | null }[],
): Promise<string[]> {
  if (people.length === 0) return [];
  const sorted = people.toSorted((a, b) => (a.idType + a.idNo < b.idType + b.idNo ? -1 : 1));
  const { rows } = await db.query<{ person_id: string; key: string }>(
    `WITH given AS MATERIALIZED (
       SELECT DISTINCT ON (t, i) n, m, t, i, p FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) AS x(n, m, t, i, p) ORDER BY t, i
     ), known AS MATERIALIZED (
       SELECT k.person_id, g.t, g.i FROM given g JOIN registry.persons k ON k.id_type = g.t AND k.id_no = g.i
       WHERE k.name = g.m AND coalesce(g.p, k.phone, '') = coalesce(k.phone, '')
     ), written AS (
       INSERT INTO registry.persons (nature, name, id_type, id_no, phone)
       SELECT n, m, t, i, p FROM given g WHERE NOT EXISTS (SELECT 1 FROM known k WHERE k.t = g.t AND k.i = g.i) ORDER BY t, i
       ON CONFLICT (id_type, id_no) DO UPDATE SET name = excluded.name, phone = coalesce(excluded.phone, persons.phone)
       RETURNING person_id, id_type AS t, id_no AS i
     )
     SELECT person_id, t || ':' || i AS key FROM (SELECT * FROM known UNION ALL SELECT * FROM written) found`,
    [
      sorted.map((p) => p.nature),
      sorted.map((p) => p.name),
      sorted.map((p) => p.idType),
      sorted.map((p) => p.idNo),
      sorted.map((p) => p.phone ?? null),
    ],
  );
  const ids = new Map(rows.map((row) => [row.key, row.person_id]));
  return people.map((p) => ids.get(`${p.idType}:${p.idNo}`) ?? '');
}
