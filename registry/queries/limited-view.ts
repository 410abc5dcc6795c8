import type { Day } from '../common.ts';
import type { Queryable } from '../db/transaction.ts';
import { number } from '../db/transaction.ts';
import type { UnitUse } from '../units/types.ts';
import type { InterestQuery, LimitedUnit } from './types.ts';

interface Row {
  unit_code: string;
  location: string;
  use: UnitUse;
  area: string;
  inner_area: string | null;
  shared_area: string | null;
  floor: number | null;
  total_floors: number | null;
  structure: string | null;
  completed_on: string | null;
  land_use: string;
  land_nature: string;
  land_term_to: string | null;
  registered: boolean;
  extinguished: boolean;
  co_owned: boolean;
  mortgaged: boolean;
  cautioned: boolean;
  objected: boolean;
  seized: boolean;
}

export const maybe = (value: string | null) => (value === null ? null : number(value));

/** AR-02, through `registry.limited_units`, which has no column for a person. */
export async function limitedUnits(db: Queryable, question: InterestQuery, today: Day): Promise<LimitedUnit[]> {
  const { rows } = await db.query<Row>('SELECT * FROM registry.limited_units($1, $2)', [question.unitCodes, today]);
  const matches = new Map<string, boolean>();
  if (question.holder)
    for (const row of rows) {
      const { name, idNo } = question.holder;
      const { rows: said } = await db.query<{ yes: boolean }>('SELECT registry.holder_is($1, $2, $3) AS yes', [
        row.unit_code,
        name.trim(),
        idNo?.trim() || null,
      ]);
      matches.set(row.unit_code, said[0]?.yes ?? false);
    }
  return rows.map((row) => ({
    unitCode: row.unit_code,
    location: row.location,
    use: row.use,
    area: number(row.area),
    innerArea: maybe(row.inner_area),
    sharedArea: maybe(row.shared_area),
    floor: row.floor,
    totalFloors: row.total_floors,
    structure: row.structure,
    completedOn: row.completed_on,
    landUse: row.land_use,
    landNature: row.land_nature,
    landTermTo: row.land_term_to,
    registered: row.registered,
    extinguished: row.extinguished,
    coOwned: row.co_owned,
    mortgaged: row.mortgaged,
    cautioned: row.cautioned,
    objected: row.objected,
    seized: row.seized,
    holderMatches: matches.get(row.unit_code) ?? null,
  }));
}
