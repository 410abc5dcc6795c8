import type { Queryable } from '../db/transaction.ts';
import { groupBy } from './group-by.ts';
import type { Survey, SurveyParcel, SurveyUnit } from './types.ts';

/** The parcel and the page of the land itself (W). */
export async function writeParcel(db: Queryable, survey: Survey, parcel: SurveyParcel): Promise<void> {
  await db.query(
    `INSERT INTO registry.parcels (parcel_code, district, location, area, land_use, land_nature, term_from, term_to, land_grade, plot_ratio,
       building_density, height_limit, bounds_east, bounds_south, bounds_west, bounds_north, map_sheet, cadastre_no, survey_no)
     VALUES ($1, left($1, 6), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
    [
      survey.parcelCode,
      parcel.location,
      parcel.area,
      parcel.landUse,
      parcel.landNature,
      parcel.termFrom ?? null,
      parcel.termTo ?? null,
      parcel.landGrade ?? null,
      parcel.plotRatio ?? null,
      parcel.buildingDensity ?? null,
      parcel.heightLimit ?? null,
      parcel.bounds?.east ?? null,
      parcel.bounds?.south ?? null,
      parcel.bounds?.west ?? null,
      parcel.bounds?.north ?? null,
      parcel.mapSheet ?? null,
      parcel.cadastreNo ?? null,
      survey.surveyNo,
    ],
  );
  await db.query(
    `INSERT INTO registry.units (unit_code, parcel_code, district, location, use, area) VALUES ($1 || 'W00000000', $1, left($1, 6), $2, $3, $4)`,
    [survey.parcelCode, parcel.location, parcel.use ?? 'commercial', parcel.area],
  );
}

const buildingOf = (unitCode: string) => unitCode.slice(20, 24);

/** 自然幢, 逻辑幢 and 层; areas are sums of the units, predicted or surveyed as the survey is. What is known gets its surveyed areas. */
export async function writeBuildings(db: Queryable, survey: Survey): Promise<void> {
  const surveyed = survey.kind === 'surveyed';
  const units = survey.units ?? [];
  for (const building of survey.buildings ?? []) {
    const own = units.filter((unit) => buildingOf(unit.unitCode) === building.buildingNo);
    const area = sum(own);
    await db.query(
      `INSERT INTO registry.buildings (parcel_code, building_no, project_name, building_name, structure, total_floors, floors_above, floors_below,
         completed_on, height, footprint_area, planned_use, unit_count, predicted_area, surveyed_area)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
       ON CONFLICT (parcel_code, building_no) DO UPDATE SET completed_on = coalesce(excluded.completed_on, buildings.completed_on),
         structure = excluded.structure, total_floors = excluded.total_floors, unit_count = excluded.unit_count,
         surveyed_area = coalesce(excluded.surveyed_area, buildings.surveyed_area)`,
      [
        survey.parcelCode,
        building.buildingNo,
        building.projectName ?? null,
        building.buildingName ?? null,
        building.structure,
        building.totalFloors,
        building.floorsAbove ?? null,
        building.floorsBelow ?? null,
        building.completedOn ?? null,
        building.height ?? null,
        building.footprintArea ?? null,
        building.plannedUse ?? null,
        own.length,
        surveyed ? null : area,
        surveyed ? area : null,
      ],
    );
    await writeParts(db, survey, building.buildingNo, own);
  }
}

async function writeParts(db: Queryable, survey: Survey, buildingNo: string, units: SurveyUnit[]): Promise<void> {
  const column = survey.kind === 'surveyed' ? 'surveyed_area' : 'predicted_area';
  const groups = (key: (unit: SurveyUnit) => string) => [...groupBy(units, key)];
  for (const [logicalNo, own] of groups((unit) => unit.logicalNo ?? '0001'))
    await db.query(
      `INSERT INTO registry.logical_buildings (parcel_code, building_no, logical_no, ${column}) VALUES ($1, $2, $3, $4)
       ON CONFLICT (parcel_code, building_no, logical_no) DO UPDATE SET ${column} = excluded.${column}`,
      [survey.parcelCode, buildingNo, logicalNo, sum(own)],
    );
  const onFloors = units.filter((unit) => typeof unit.floor === 'number');
  for (const [floor, own] of [...groupBy(onFloors, (unit) => unit.floor as number)])
    await db.query(
      `INSERT INTO registry.floors (parcel_code, building_no, floor, nominal_floor, ${column}) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (parcel_code, building_no, floor) DO UPDATE SET ${column} = excluded.${column}`,
      [survey.parcelCode, buildingNo, floor, floor < 0 ? `B${-floor}` : String(floor), sum(own)],
    );
}

/** Pages that are not there yet; returns their codes. A known page keeps its facts until its 登簿. */
export async function writeSurveyUnits(db: Queryable, survey: Survey, known: ReadonlySet<string>): Promise<string[]> {
  const fresh = (survey.units ?? []).filter((unit) => !known.has(unit.unitCode));
  await insertUnits(db, fresh, survey.kind === 'predicted' ? 'predicted' : 'surveyed');
  return fresh.map((unit) => unit.unitCode);
}

export async function insertUnits(
  db: Queryable,
  units: readonly SurveyUnit[],
  basis: 'predicted' | 'surveyed',
): Promise<void> {
  for (const unit of units) {
    const house = unit.unitCode[19] === 'F';
    await db.query(
      `INSERT INTO registry.units (unit_code, parcel_code, building_no, logical_no, district, location, floor, room_no, use, area, inner_area, shared_area,
         area_basis, predicted_area, predicted_inner_area, predicted_shared_area, apportioned_land_area, layout, house_nature, floor_plan_no)
       SELECT $1, left($1, 19), b.building_no, l.logical_no, left($1, 6), $3, $4, $5, $6, $7::numeric, $8, $9, $10::text,
         CASE WHEN $10 = 'predicted' THEN $7::numeric END, CASE WHEN $10 = 'predicted' THEN $8::numeric END, CASE WHEN $10 = 'predicted' THEN $9::numeric END,
         $11, $12, $13, $14
       FROM (SELECT 1) AS one
       LEFT JOIN registry.buildings b ON b.parcel_code = left($1, 19) AND b.building_no = $2
       LEFT JOIN registry.logical_buildings l ON l.parcel_code = b.parcel_code AND l.building_no = b.building_no AND l.logical_no = $15`,
      [
        unit.unitCode,
        house ? buildingOf(unit.unitCode) : null,
        unit.location,
        unit.floor ?? null,
        unit.roomNo ?? null,
        unit.use,
        unit.area,
        unit.innerArea ?? null,
        unit.sharedArea ?? null,
        basis,
        unit.apportionedLandArea ?? null,
        unit.layout ?? null,
        unit.houseNature ?? null,
        unit.floorPlanNo ?? null,
        unit.logicalNo ?? '0001',
      ],
    );
  }
}

/** ㎡, to the hundredth; null for nothing. */
function sum(units: readonly SurveyUnit[]): number | null {
  const hundredths = units.reduce((total, unit) => total + Math.round(unit.area * 100), 0);
  return hundredths > 0 ? hundredths / 100 : null;
}
