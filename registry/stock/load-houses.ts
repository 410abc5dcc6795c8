import type { Queryable } from '../db/transaction.ts';
import { loadRuleBook } from '../rule-values/rule-book.ts';
import { longestTermBy } from '../seizure/standing.ts';
import type { StockRow, Surroundings } from './check-house.ts';
import type { RowFinding, StockValues } from './parse-row.ts';
import type { StockKind } from './templates.ts';

interface Row {
  house: string;
  file_no: number;
  line: number;
  kind: StockKind;
  content: { values: StockValues; findings: RowFinding[] };
}

/** Rows of the given houses, by house. */
export async function loadHouses(db: Queryable, batchId: string, houses: string[]): Promise<Map<string, StockRow[]>> {
  const { rows } = await db.query<Row>(
    `SELECT house, file_no, line, kind, content FROM registry.stock_rows
     WHERE batch_id = $1 AND house = ANY ($2) AND kind NOT IN ('parcel', 'building') ORDER BY house, file_no, line`,
    [batchId, houses],
  );
  const byHouse = new Map<string, StockRow[]>();
  for (const { house, file_no: fileNo, line, kind, content } of rows)
    byHouse.set(house, [...(byHouse.get(house) ?? []), { fileNo, line, kind, ...content }]);
  return byHouse;
}

/** What the register and the rest of the batch know about these houses: one query each, whatever their number. */
export async function loadSurroundings(
  db: Queryable,
  input: { batchId: string; unitCodes: string[]; certificateNos: string[]; now: Date },
): Promise<Surroundings> {
  const parcels = await db.query<{ parcel_code: string }>(
    `SELECT parcel_code FROM registry.parcels WHERE parcel_code = ANY ($1)
     UNION SELECT house FROM registry.stock_rows WHERE batch_id = $2 AND kind = 'parcel' AND house = ANY ($1) AND content->'findings' = '[]'`,
    [[...new Set(input.unitCodes.map((code) => code.slice(0, 19)))], input.batchId],
  );
  const buildings = await db.query<{ parcel_code: string; building_no: string }>(
    `SELECT parcel_code, building_no FROM registry.buildings WHERE parcel_code = ANY ($1)
     UNION SELECT house, content->'values'->>'buildingNo' FROM registry.stock_rows
       WHERE batch_id = $2 AND kind = 'building' AND house = ANY ($1) AND content->'findings' = '[]'`,
    [[...new Set(input.unitCodes.map((code) => code.slice(0, 19)))], input.batchId],
  );
  const taken = await db.query<{ certificate_no: string }>(
    `SELECT certificate_no FROM registry.certificates WHERE certificate_no = ANY ($1)
     UNION SELECT certificate_no FROM registry.stock_rows WHERE batch_id = $2 AND kind IN ('ownership', 'mortgage') AND certificate_no = ANY ($1)
       GROUP BY certificate_no HAVING count(*) > 1`,
    [input.certificateNos, input.batchId],
  );
  const rules = await loadRuleBook(db);
  const knownParcels = new Set(parcels.rows.map((row) => row.parcel_code));
  const knownBuildings = new Set(buildings.rows.map((row) => row.parcel_code + row.building_no));
  const takenNumbers = new Set(taken.rows.map((row) => row.certificate_no));
  return {
    now: input.now,
    parcelKnown: (code) => knownParcels.has(code),
    buildingKnown: (parcel, building) => knownBuildings.has(parcel + building),
    certificateTaken: (no) => takenNumbers.has(no),
    longestTerm: (deliveredAt) => longestTermBy(rules, deliveredAt),
  };
}

export const certificateNosOf = (rows: readonly StockRow[]): string[] =>
  rows.flatMap((row) =>
    (row.kind === 'ownership' || row.kind === 'mortgage') && row.values.certificateNo ? [row.values.certificateNo] : [],
  );
