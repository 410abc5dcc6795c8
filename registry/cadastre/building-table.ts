import { dayOf } from '../calendar/local-time.ts';
import type { Deps } from '../db/transaction.ts';
import { number, one } from '../db/transaction.ts';
import { currentOwnership, loadRights } from '../rights/load-rights.ts';
import { disposalsUnderWay } from '../seizure/disposals-under-way.ts';
import type { UnitUse } from '../units/types.ts';
import { unitStates } from '../units/unit-state.ts';
import { groupBy } from './group-by.ts';
import type { BuildingTable, BuildingUnit, SurveyKind } from './types.ts';

interface Row {
  unit_code: string;
  location: string;
  floor: number | null;
  room_no: string | null;
  use: UnitUse;
  area: string;
  area_basis: BuildingUnit['areaBasis'];
  extinguished: boolean;
}

/** 楼盘表 of the building that a unit stands in; for a page of land everything on the parcel. At most 600 lines. */
export async function buildingTable({ pool, clock }: Deps, unitCode: string): Promise<BuildingTable | null> {
  const unit = await one<{ parcel_code: string; building_no: string | null }>(
    pool,
    'SELECT parcel_code, building_no FROM registry.units WHERE unit_code = $1',
    [unitCode],
  );
  if (!unit) return null;
  const { rows } = await pool.query<Row>(
    `SELECT unit_code, location, floor, room_no, use, area, area_basis, extinguished FROM registry.units
     WHERE parcel_code = $1 AND ($2::text IS NULL OR building_no = $2) AND unit_code NOT LIKE '%W00000000'
     ORDER BY building_no, floor, unit_code LIMIT 600`,
    [unit.parcel_code, unit.building_no],
  );
  const land = await one<{ unit_code: string }>(
    pool,
    "SELECT unit_code FROM registry.units WHERE unit_code = $1 || 'W00000000'",
    [unit.parcel_code],
  );
  const codes = rows.map((row) => row.unit_code);
  const rights = await loadRights(pool, codes);
  const disposed = new Set((await disposalsUnderWay(pool, codes)).map(({ unitCode }) => unitCode));
  const byUnit = groupBy(rights, (right) => right.unitCode);
  const today = dayOf(clock.now());
  const surveys = await pool.query<{ survey_no: string; kind: SurveyKind; surveyed_on: string; units: number }>(
    `SELECT survey_no, kind, surveyed_on::text, coalesce(jsonb_array_length(content->'units'), 0) AS units FROM registry.surveys
     WHERE parcel_code = $1 ORDER BY recorded_at DESC, surveyed_on DESC, kind DESC LIMIT 50`,
    [unit.parcel_code],
  );
  return {
    parcelCode: unit.parcel_code,
    landUnitCode: land?.unit_code ?? null,
    units: rows.map((row) => {
      const own = byUnit.get(row.unit_code) ?? [];
      return {
        unitCode: row.unit_code,
        location: row.location,
        floor: row.floor,
        roomNo: row.room_no,
        use: row.use,
        area: number(row.area),
        areaBasis: row.area_basis,
        registered: currentOwnership(own, row.unit_code) !== null,
        states: unitStates(own, { extinguished: row.extinguished, disposed: disposed.has(row.unit_code) }, today),
      };
    }),
    surveys: surveys.rows.map((row) => ({
      surveyNo: row.survey_no,
      kind: row.kind,
      surveyedOn: row.surveyed_on,
      units: row.units,
    })),
  };
}
