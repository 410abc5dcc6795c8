import type { Pool, PoolClient } from 'pg';
import type { Clock } from '../common.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { demoBuildingUnits } from './demo-city.ts';
import { estateParcel, landParcel, mostEstates, planEstate } from './estate-units.ts';
import { writeLegacyCodes } from './legacy-codes.ts';
import { districtCodes, type PlannedUnit, planUnit, unitsPerBuilding, unitsPerFloor } from './plan.ts';
import { writeUnits } from './write-units.ts';

export interface CityOptions {
  /** At least 360 (the demo buildings); rounded up to whole buildings of 60. Default 10 000. */
  units?: number;
  seed?: number;
  /** New estates in each district, 1 to 40; default 1. */
  estates?: number;
  clock: Clock;
}

/** Memory and undo stay small, and a stop loses at most one chunk. */
const unitsPerTransaction = 6_000;

/**
 * Fills an empty register with a synthetic city of six districts: parcels, buildings, units, owners with certificates,
 * mortgages, cautions, objections, seizures, and a new estate in each district; people only from the unassigned region 330299. Deterministic by seed (the
 * secrets of the QR codes are not). Does nothing when the city is there; goes on where a stopped run ended.
 */
export async function generateCity(pool: Pool, options: CityOptions): Promise<{ units: number; created: number }> {
  const wanted = Math.ceil(Math.max(options.units ?? 10_000, demoBuildingUnits) / unitsPerBuilding) * unitsPerBuilding;
  const seed = options.seed ?? 1;
  const now = options.clock.now();
  let created = 0;
  for (;;) {
    const chunk = await inTransaction(pool, async (client) => {
      await client.query("SELECT pg_advisory_xact_lock(hashtext('registry.city'))");
      const existing = Number(
        (
          await one<{ count: string }>(client, 'SELECT count(*) FROM registry.units WHERE parcel_code <> ALL ($1)', [
            estateNumbers(mostEstates).flatMap((nth) =>
              districtCodes.flatMap((district) => [estateParcel(district, nth), landParcel(district, nth)]),
            ),
          ])
        )?.count,
      );
      const until = Math.min(wanted, existing + unitsPerTransaction);
      if (existing >= until) return 0;
      const units = Array.from({ length: until - existing }, (_, i) => planUnit(existing + i, seed));
      await writeChunk(client, units, now);
      return units.length;
    });
    created += chunk;
    if (chunk === 0) break;
  }
  for (const nth of estateNumbers(Math.min(options.estates ?? 1, mostEstates)))
    await inTransaction(pool, (client) => writeEstates(client, nth, now));
  await inTransaction(pool, writeLegacyCodes);
  if (created > 0) await pool.query('ANALYZE');
  return { units: wanted, created };
}

/** The new estates come last, so that no certificate number of the city depends on them. */
async function writeEstates(db: PoolClient, nth: number, now: Date): Promise<void> {
  await db.query("SELECT pg_advisory_xact_lock(hashtext('registry.city'))");
  const there = await one(db, 'SELECT 1 FROM registry.parcels WHERE parcel_code = $1', [estateParcel('330203', nth)]);
  const units = districtCodes.flatMap((district) => planEstate(district, nth));
  if (!there) await writeChunk(db, units, now);
}

const estateNumbers = (count: number) => Array.from({ length: count }, (_, nth) => nth);

async function writeChunk(db: PoolClient, units: PlannedUnit[], now: Date): Promise<void> {
  const parcels = [...new Map(units.map((u) => [u.parcelCode, u])).values()];
  await db.query(
    `INSERT INTO registry.parcels (parcel_code, district, location, area, land_use, land_nature, term_to)
     SELECT p, d, l, 24800.00, '城镇住宅用地', '出让', '2085-06-30' FROM unnest($1::text[], $2::text[], $3::text[]) AS x(p, d, l) ON CONFLICT DO NOTHING`,
    [
      parcels.map((u) => u.parcelCode),
      parcels.map((u) => u.district),
      parcels.map((u) => u.location.replace(/\d+幢.*$/, '')),
    ],
  );
  const built = units.filter((u) => u.buildingNo !== null);
  const buildings = [...new Map(built.map((u) => [u.parcelCode + u.buildingNo, u])).values()];
  await db.query(
    `INSERT INTO registry.buildings (parcel_code, building_no, project_name, structure, total_floors, completed_on)
     SELECT p, b, n, '钢筋混凝土结构', $4, '2015-09-30' FROM unnest($1::text[], $2::text[], $3::text[]) AS x(p, b, n) ON CONFLICT DO NOTHING`,
    [
      buildings.map((u) => u.parcelCode),
      buildings.map((u) => u.buildingNo),
      buildings.map((u) => /\d+号(.+?)\d+幢/.exec(u.location)?.[1] ?? null),
      unitsPerBuilding / unitsPerFloor,
    ],
  );
  const numbers = await loadNumbers(db);
  await writeUnits(db, units, now, numbers);
  await storeNumbers(db, numbers);
  for (const district of [...new Set(units.map((u) => u.district))].sort()) {
    const own = units.filter((u) => u.district === district);
    await appendEvent(db, {
      chain: district,
      topic: 'register.migrated',
      actor: 'migration',
      at: now,
      payload: { units: own.length, first: own[0]?.unitCode, last: own.at(-1)?.unitCode },
    });
  }
}

async function loadNumbers(db: PoolClient): Promise<Map<string, number>> {
  const { rows } = await db.query<{ kind: string; area: string; year: number; last: number }>(
    'SELECT * FROM registry.certificate_counters FOR UPDATE',
  );
  return new Map(rows.map((r) => [`${r.kind}|${r.area}|${r.year}`, r.last]));
}

async function storeNumbers(db: PoolClient, numbers: Map<string, number>): Promise<void> {
  const keys = [...numbers.keys()].map((key) => key.split('|'));
  await db.query(
    `INSERT INTO registry.certificate_counters (kind, area, year, last) SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::int[])
     ON CONFLICT (kind, area, year) DO UPDATE SET last = excluded.last`,
    [keys.map((k) => k[0]), keys.map((k) => k[1]), keys.map((k) => k[2]), [...numbers.values()]],
  );
}
