import type { Deps } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { assessUnits } from '../quality/assess.ts';
import { validateUnitCode } from '../validators/unit-code.ts';
import { checkHouse } from './check-house.ts';
import { filesOf } from './import-batch.ts';
import { certificateNosOf, loadHouses, loadSurroundings } from './load-houses.ts';
import type { StockApi } from './types.ts';
import { writeHouses } from './write-houses.ts';

const invalid = (message: string) => new RegistryError('LINK_INVALID', message);

/** 房地挂接, first half: a clerk says which unit of which parcel the house is, and from what he knows it. */
export async function proposeLink(
  { pool, clock }: Deps,
  { batchId, house, unitCode, basis, by }: Parameters<StockApi['proposeLink']>[0],
): Promise<string> {
  const code = validateUnitCode(unitCode);
  if (!code.ok) throw invalid(code.message);
  return inTransaction(pool, async (client) => {
    const row = await one<{ state: string }>(
      client,
      'SELECT state FROM registry.stock_houses WHERE batch_id = $1 AND house = $2 FOR UPDATE',
      [batchId, house],
    );
    if (row?.state !== 'UNLINKED') throw invalid('这套房屋不在待挂接状态；请刷新列表。');
    const land = await one<{ taken: boolean }>(
      client,
      `SELECT EXISTS (SELECT 1 FROM registry.units WHERE unit_code = $2) AS taken FROM registry.parcels WHERE parcel_code = $1`,
      [code.value.parcelCode, code.value.code],
    );
    if (!land) throw invalid('登记簿没有这宗地；请先导入宗地，或核对单元号的前 19 位。');
    if (land.taken) throw invalid('这个单元号在登记簿已有簿页；请核对户号。');
    const link = await one<{ link_id: string }>(
      client,
      `INSERT INTO registry.stock_links (batch_id, house, unit_code, basis, proposed_by, proposed_at) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (batch_id, house) WHERE decision IS NULL DO NOTHING RETURNING link_id`,
      [batchId, house, code.value.code, basis, by.userId, clock.now()],
    );
    if (!link) throw invalid('这套房屋已有待复核的挂接；请等复核。');
    return link.link_id;
  });
}

/** Second half, by another person. Approved, the house is judged again under its code and enters the book, or stays with the reason. */
export async function decideLink(
  { pool, clock }: Deps,
  { linkId, decision, opinion, by }: Parameters<StockApi['decideLink']>[0],
): Promise<void> {
  const now = clock.now();
  await inTransaction(pool, async (client) => {
    const link = await one<{
      batch_id: string;
      house: string;
      unit_code: string;
      proposed_by: string;
      decision: string | null;
    }>(
      client,
      'SELECT batch_id, house, unit_code, proposed_by, decision FROM registry.stock_links WHERE link_id = $1 FOR UPDATE',
      [linkId],
    );
    if (!link || link.decision !== null) throw invalid('这项挂接已经复核过；请刷新列表。');
    if (link.proposed_by === by.userId)
      throw new RegistryError('SEPARATION_OF_DUTIES', '提出挂接的人不能复核；请由其他人员复核。');
    await client.query(
      'UPDATE registry.stock_links SET decision = $2, opinion = $3, decided_by = $4, decided_at = $5 WHERE link_id = $1',
      [linkId, decision, opinion, by.userId, now],
    );
    if (decision === 'reject') return;
    const { batch_id: batchId, house, unit_code: unitCode } = link;
    const rows = (await loadHouses(client, batchId, [house])).get(house) ?? [];
    const around = await loadSurroundings(client, {
      batchId,
      unitCodes: [unitCode],
      certificateNos: certificateNosOf(rows),
      now,
    });
    const wrong = checkHouse(unitCode, rows, around).filter((finding) => finding.severity !== 'warning');
    if (wrong.length > 0) throw invalid(`挂接后仍有问题：${wrong.map((finding) => finding.message).join('')}`);
    await writeHouses(client, {
      houses: [{ unitCode, rows }],
      files: await filesOf(client, batchId),
      registrar: by.userId,
    });
    await assessUnits(client, [unitCode], now);
    await client.query(
      "UPDATE registry.stock_houses SET state = 'IMPORTED', unit_code = $3 WHERE batch_id = $1 AND house = $2",
      [batchId, house, unitCode],
    );
    await client.query('UPDATE registry.stock_batches SET imported = imported + 1 WHERE batch_id = $1', [batchId]);
    await appendEvent(client, {
      chain: unitCode.slice(0, 6),
      topic: 'stock.linked',
      unitCodes: [unitCode],
      actor: by.userId,
      at: now,
      payload: { linkId, house, batchId },
    });
  });
}
