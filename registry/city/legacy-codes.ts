import type { Queryable } from '../db/transaction.ts';
import { unitsPerBuilding } from './plan.ts';

/** Old codes of 江东 that are in the crosswalk: rooms 41 to 50 of the demo buildings of 鄞州 and 海曙. */
const [first, last] = [41, 50];
const room = (n: number) => String(n).padStart(4, '0');

/** Code before the reform of a room of a demo building; null for every other unit. */
export function legacyCodeOf(unitCode: string): string | null {
  const match = /^(330203|330212)001002GB00012F0001(\d{4})$/.exec(unitCode);
  if (!match || Number(match[2]) < first || Number(match[2]) > Math.min(last, unitsPerBuilding)) return null;
  return `330204${match[1] === '330203' ? '001' : '005'}002GB00012F0001${match[2]}`;
}

export async function writeLegacyCodes(db: Queryable): Promise<void> {
  const rooms = Array.from({ length: last - first + 1 }, (_, i) => room(first + i));
  const units = ['330203', '330212'].flatMap((d) => rooms.map((r) => `${d}001002GB00012F0001${r}`));
  await db.query(
    `INSERT INTO registry.legacy_units (legacy_code, unit_code, source)
     SELECT o, c, '2016年区划调整单元号对照表（演示）' FROM unnest($1::text[], $2::text[]) AS x(o, c) ON CONFLICT DO NOTHING`,
    [units.map(legacyCodeOf), units],
  );
}
