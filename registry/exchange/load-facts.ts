import type { Queryable } from '../db/transaction.ts';
import { number } from '../db/transaction.ts';
import { loadRights } from '../rights/load-rights.ts';
import type { RightView } from '../rights/types.ts';
import { pageThen } from '../units/page-then.ts';
import { districts } from '../validators/unit-code.ts';
import type { FactRow, FactRows } from './message.ts';
import { residenceRightType, type TableCode } from './standard.ts';

export interface EntryHead {
  entryId: string;
  kind: string;
  caseNo: string | null;
  registeredAt: Date;
  unitCodes: string[];
}

interface UnitRow {
  unit_code: string;
  parcel_code: string;
  building_no: string | null;
  district: string;
  location: string;
  floor: number | null;
  room_no: string | null;
  use: string;
  area: string;
  inner_area: string | null;
  shared_area: string | null;
  extinguished: boolean;
  parcel_location: string;
  parcel_area: string;
  land_use: string;
  land_nature: string;
  land_term_to: string | null;
  project_name: string | null;
  structure: string | null;
  total_floors: number | null;
  completed_on: string | null;
}

const unitsSql = `
  SELECT u.unit_code, u.parcel_code, u.building_no, u.district, u.location, u.floor, u.room_no, u.use, u.area, u.inner_area, u.shared_area, u.extinguished,
    p.location AS parcel_location, p.area AS parcel_area, p.land_use, p.land_nature, coalesce(u.land_term_to, p.term_to)::text AS land_term_to,
    b.project_name, b.structure, b.total_floors, b.completed_on::text
  FROM registry.units u JOIN registry.parcels p USING (parcel_code) LEFT JOIN registry.buildings b USING (parcel_code, building_no)
  WHERE u.unit_code = ANY ($1) ORDER BY u.unit_code`;

interface TouchedRow {
  right_id: string;
  right_type: string;
  begun: boolean;
  ended: boolean;
  previous_id: string | null;
  previous_case_no: string | null;
  mortgagors: unknown;
  obligors: unknown;
}

/**
 * The rights that an entry began, ended, promoted from the queue, renewed, converted, or gave a new certificate. A promotion is
 * written in the result of the entry that made room.
 */
const touchedSql = `
  WITH e AS (SELECT entry_id, result FROM registry.register_entries WHERE entry_id = $1),
  touched AS (
    SELECT right_id FROM registry.rights WHERE entry_id = $1
    UNION SELECT right_id FROM registry.rights WHERE ended_entry_id = $1 AND unit_code IN (SELECT unit_code FROM registry.entry_units WHERE entry_id = $1)
    UNION SELECT value::bigint FROM e, jsonb_array_elements_text(coalesce(e.result->'promotedIds', '[]'))
    UNION SELECT right_id FROM registry.seizure_renewals WHERE entry_id = $1
    UNION SELECT right_id FROM registry.seizure_conversions WHERE entry_id = $1
    UNION SELECT c.right_id FROM registry.certificates c JOIN registry.rights r USING (right_id) WHERE c.entry_id = $1)
  SELECT r.right_id, r.right_type, r.entry_id = $1 AS begun, r.ended_entry_id IS NOT DISTINCT FROM $1 AS ended, r.previous_id, p.case_no AS previous_case_no,
    m.obligors AS mortgagors, c.obligors
  FROM touched JOIN registry.rights r USING (right_id) LEFT JOIN registry.rights p ON p.right_id = r.previous_id
  LEFT JOIN registry.mortgage_details m ON m.right_id = r.right_id LEFT JOIN registry.caution_details c ON c.right_id = r.right_id`;

/**
 * Everything one entry says, in our words and in clear: pages as surveyed today (what was completed since is what the platform
 * should know), rights as they stood after the entry. For the report alone; no part of it may be logged or put into a variable.
 */
export async function loadFacts(db: Queryable, entry: EntryHead): Promise<FactRows> {
  const { rows: units } = await db.query<UnitRow>(unitsSql, [entry.unitCodes]);
  const { rows: touched } = await db.query<TouchedRow>(touchedSql, [entry.entryId]);
  const extras = new Map(touched.map((row) => [row.right_id, row]));
  const tables: Partial<Record<TableCode, FactRow[]>> = {};
  const add = (table: TableCode, row: FactRow) => {
    tables[table] = [...(tables[table] ?? []), row];
  };
  const seen = new Set<string>();
  const once = (key: string) => !seen.has(key) && seen.add(key);
  for (const unit of units) {
    if (once(unit.parcel_code)) add('ZDJBXX', parcelRow(unit));
    if (unit.building_no !== null) {
      if (once(unit.parcel_code + unit.building_no)) add('ZRZ', buildingRow(unit));
      add('H', houseRow(unit));
    }
    const all = await loadRights(db, [unit.unit_code], 'all');
    const { rights } = await pageThen(
      db,
      { unitCode: unit.unit_code, extinguished: unit.extinguished },
      entry.registeredAt,
      all,
    );
    for (const right of rights) {
      const extra = extras.get(right.rightId);
      if (!extra) continue;
      const { table, row } = rightRow(right, extra, unit);
      add(table, row);
      for (const holder of holderRows(right)) add('QLR', holder);
      if (extra.begun && extra.previous_id !== null) add('XGDJGL', linkRow(right, extra));
      if (extra.ended) add('ZXDJ', endRow(right, entry));
    }
  }
  return tables;
}

const parcelRow = (unit: UnitRow): FactRow => ({
  parcelCode: unit.parcel_code,
  parcelFeature: unit.parcel_code.slice(12, 14),
  location: unit.parcel_location,
  area: number(unit.parcel_area),
  landUse: unit.land_use,
  landNature: unit.land_nature,
  landTermTo: unit.land_term_to,
});

const buildingRow = (unit: UnitRow): FactRow => ({
  parcelCode: unit.parcel_code,
  buildingNo: unit.building_no,
  projectName: unit.project_name,
  completedOn: unit.completed_on,
  totalFloors: unit.total_floors,
  structure: unit.structure,
});

const maybeNumber = (value: string | null) => (value === null ? null : number(value));

const houseRow = (unit: UnitRow): FactRow => ({
  unitCode: unit.unit_code,
  parcelCode: unit.parcel_code,
  buildingNo: unit.building_no,
  floor: unit.floor,
  location: unit.location,
  roomNo: unit.room_no,
  use: unit.use,
  area: number(unit.area),
  innerArea: maybeNumber(unit.inner_area),
  sharedArea: maybeNumber(unit.shared_area),
});

/** Obligors are kept as names or as people with their documents, by the age of the row. */
const namesOf = (list: unknown): string[] =>
  (Array.isArray(list) ? list : []).map((one: string | { name: string }) => (typeof one === 'string' ? one : one.name));

export const officeOf = (district: string): string =>
  `宁波市${(districts as Record<string, string>)[district] ?? ''}不动产登记机构`;

function rightRow(right: RightView, extra: TouchedRow, unit: UnitRow): { table: TableCode; row: FactRow } {
  const base = {
    rightId: right.rightId,
    caseNo: right.caseNo,
    unitCode: right.unitCode,
    rightType: right.kind === 'RESIDENCE' ? residenceRightType : extra.right_type,
    regType: right.regType,
    reason: right.reason,
    district: unit.district,
    office: officeOf(unit.district),
    registrar: right.registrar,
    registeredAt: right.registeredAt,
    note: right.note,
    status: right.status === 'HISTORY' ? 'HISTORY' : 'CURRENT',
    certificateNos: right.certificateNos,
  };
  switch (right.kind) {
    case 'OWNERSHIP': {
      // All owners of the estate together, without holders of its own (民法典 271).
      if (right.mode === 'common') {
        const part = { structureNo: unit.unit_code, structureName: unit.location, area: number(unit.area) };
        return { table: 'FDCQ3', row: { ...base, ...part } };
      }
      const row = { ...base, area: number(unit.area), priceFen: right.priceFen };
      return right.rightType === '3' ? { table: 'JSYDSYQ', row } : { table: 'FDCQ2', row: { ...row, use: unit.use } };
    }
    case 'MORTGAGE':
      return {
        table: 'DYAQ',
        row: {
          ...base,
          mortgaged: right.underConstruction
            ? 'underConstruction'
            : unit.building_no === null
              ? 'land'
              : 'landAndHouse',
          mortgagors: namesOf(extra.mortgagors),
          mortgageKind: right.mortgageKind,
          claimFen: right.mortgageKind === 'general' ? right.amountFen : null,
          maximumFen: right.mortgageKind === 'maximum' ? right.amountFen : null,
          termFrom: right.termFrom,
          termTo: right.termTo,
          claimFixedFact: right.claimFixed?.fact ?? null,
          scope: right.scope,
          restrictsTransfer: right.restrictsTransfer,
          rank: right.rank,
        },
      };
    case 'CAUTION':
      return {
        table: 'YGDJ',
        row: {
          ...base,
          cautionKind: right.cautionKind,
          obligors: namesOf(extra.obligors),
          priceFen: right.priceFen,
          claimFen: right.claim?.amountFen ?? null,
        },
      };
    case 'OBJECTION':
      return { table: 'YYDJ', row: { ...base, matter: right.matter } };
    case 'EASEMENT': {
      const { side, otherUnitCode, content, termFrom, termTo } = right;
      return { table: 'DYIQ', row: { ...base, side, otherUnitCode, content, termFrom, termTo } };
    }
    case 'RESIDENCE': {
      const { basis, scope, conditions, termTo, priceFen } = right;
      return { table: 'JZQ', row: { ...base, basis, scope, conditions, termTo, priceFen } };
    }
    case 'SEIZURE': {
      const pre = right.seizureKind === 'pre_seizure';
      const queued = right.startsAt === null;
      return {
        table: 'CFDJ',
        row: {
          ...base,
          seizureType: queued ? (pre ? 'queued_pre_seizure' : 'queued') : pre ? 'pre_seizure' : 'seizure',
          authority: right.authority,
          documentNo: right.documentNo,
          startsAt: right.startsAt,
          endsAt: right.endsAt,
          scopeShare: right.scopeShare,
          respondent: right.respondent.name,
          deliveredAt: right.deliveredAt,
          queueNo: right.queueNo,
          endedAt: right.endedAt,
          endedReason: right.endedReason,
        },
      };
    }
  }
}

const holderRows = (right: RightView): FactRow[] =>
  right.holders.map((holder) => ({
    rightId: right.rightId,
    unitCode: right.unitCode,
    seq: holder.seq,
    name: holder.name,
    idType: holder.idType,
    idNo: holder.idNo,
    nature: holder.nature,
    share: holder.share,
    mode: right.kind === 'OWNERSHIP' ? right.mode : 'none',
  }));

const linkRow = (right: RightView, extra: TouchedRow): FactRow => ({
  rightId: right.rightId,
  previousId: extra.previous_id,
  caseNo: right.caseNo,
  previousCaseNo: extra.previous_case_no,
});

const endRow = (right: RightView, entry: EntryHead): FactRow => ({
  rightId: right.rightId,
  unitCode: right.unitCode,
  endedByCaseNo: entry.caseNo,
  caseNo: right.caseNo,
  endedAt: right.endedAt,
  endedReason: right.endedReason,
  certificateNos: right.certificateNos,
});
