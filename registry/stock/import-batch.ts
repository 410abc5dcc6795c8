import type { PoolClient } from 'pg';
import type { Actor } from '../common.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { assessUnits } from '../quality/assess.ts';
import { getBatch, requireBatch } from './batches.ts';
import { loadHouses } from './load-houses.ts';
import type { StockBatch, StockFile } from './types.ts';
import { writeHouses } from './write-houses.ts';

/** Houses in memory at a time, and rows behind one event of the chain. */
const housesAtATime = 500;

/**
 * A chain of its own: the head of a district's chain stays locked until COMMIT, and a 登簿 must not wait for a long import.
 */
export const stockChain = 'stock';

/** All READY houses in one transaction: either the batch is in the book, or nothing of it. Again: the state it has reached. */
export async function importBatch({ pool, clock }: Deps, batchId: string, by: Actor): Promise<StockBatch> {
  const now = clock.now();
  await inTransaction(pool, async (client) => {
    const { state } = await requireBatch(client, batchId, true);
    if (state === 'IMPORTED') return;
    if (state !== 'CHECKED') throw new RegistryError('STOCK_NOT_CHECKED', '批次还没有试算；请先试算并查看报告。');
    await writeLand(client, batchId);
    const files = await filesOf(client, batchId);
    let imported = 0;
    let after = '';
    for (;;) {
      const houses = await nextReady(client, batchId, after);
      if (houses.length === 0) break;
      const rows = await loadHouses(client, batchId, houses);
      await writeHouses(client, {
        houses: houses.map((unitCode) => ({ unitCode, rows: rows.get(unitCode) ?? [] })),
        files,
        registrar: by.userId,
      });
      await assessUnits(client, houses, now);
      await appendEvent(client, {
        chain: stockChain,
        topic: 'stock.imported',
        actor: by.userId,
        at: now,
        payload: { batchId, houses: houses.length, first: houses[0], last: houses.at(-1) },
      });
      imported += houses.length;
      after = houses.at(-1) ?? '';
    }
    await finish(client, batchId, imported, by, now);
  });
  return (await getBatch(pool, batchId)) as StockBatch;
}

export async function filesOf(db: Queryable, batchId: string): Promise<StockFile[]> {
  const row = await one<{ files: StockFile[] }>(db, 'SELECT files FROM registry.stock_batches WHERE batch_id = $1', [
    batchId,
  ]);
  return row?.files ?? [];
}

async function nextReady(db: Queryable, batchId: string, after: string): Promise<string[]> {
  const { rows } = await db.query<{ house: string }>(
    `SELECT house FROM registry.stock_houses WHERE batch_id = $1 AND state = 'READY' AND house COLLATE "C" > $2 ORDER BY house COLLATE "C" LIMIT $3`,
    [batchId, after, housesAtATime],
  );
  return rows.map((row) => row.house);
}

/** Parcels and buildings without a finding of their own; what the register has stays as it is. */
async function writeLand(db: Queryable, batchId: string): Promise<void> {
  const good = `r.batch_id = $1 AND NOT EXISTS (SELECT 1 FROM registry.stock_findings f
    WHERE f.batch_id = r.batch_id AND f.file_no = r.file_no AND f.line = r.line AND f.severity = 'error')`;
  await db.query(
    `INSERT INTO registry.parcels (parcel_code, district, location, area, land_use, land_nature, term_to)
     SELECT house, left(house, 6), v->>'location', (v->>'area')::numeric, v->>'landUse', v->>'landNature', (v->>'termTo')::date
     FROM registry.stock_rows r, LATERAL (SELECT r.content->'values' AS v) x WHERE r.kind = 'parcel' AND ${good} ORDER BY house ON CONFLICT DO NOTHING`,
    [batchId],
  );
  await db.query(
    `INSERT INTO registry.buildings (parcel_code, building_no, project_name, structure, total_floors, completed_on)
     SELECT house, v->>'buildingNo', v->>'projectName', v->>'structure', (v->>'totalFloors')::int, (v->>'completedOn')::date
     FROM registry.stock_rows r, LATERAL (SELECT r.content->'values' AS v) x
     WHERE r.kind = 'building' AND ${good} AND EXISTS (SELECT 1 FROM registry.parcels p WHERE p.parcel_code = r.house)
     ORDER BY house, 2 ON CONFLICT DO NOTHING`,
    [batchId],
  );
}

async function finish(db: PoolClient, batchId: string, imported: number, by: Actor, now: Date): Promise<void> {
  await db.query("UPDATE registry.stock_houses SET state = 'IMPORTED' WHERE batch_id = $1 AND state = 'READY'", [
    batchId,
  ]);
  await db.query(
    `UPDATE registry.stock_houses h SET state = 'SUPERSEDED' WHERE h.batch_id <> $1 AND h.state IN ('HELD', 'UNLINKED')
       AND EXISTS (SELECT 1 FROM registry.stock_houses n WHERE n.batch_id = $1 AND n.house = h.house AND n.state = 'IMPORTED')`,
    [batchId],
  );
  await db.query(
    "UPDATE registry.stock_batches SET state = 'IMPORTED', imported = $2, imported_by = $3, imported_at = $4 WHERE batch_id = $1",
    [batchId, imported, by.userId, now],
  );
  // Last in the transaction: it also carries the parcels and buildings when no house came with them.
  await appendEvent(db, {
    chain: stockChain,
    topic: 'stock.finished',
    actor: by.userId,
    at: now,
    payload: { batchId, imported },
  });
}
