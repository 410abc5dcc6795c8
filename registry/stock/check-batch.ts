import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction } from '../db/transaction.ts';
import { getBatch, requireBatch } from './batches.ts';
import { checkHouse, type HouseFinding } from './check-house.ts';
import { certificateNosOf, loadHouses, loadSurroundings } from './load-houses.ts';
import type { HouseState, StockBatch } from './types.ts';

/** Houses judged at a time: what is in memory does not grow with the files. */
const housesAtATime = 500;

/** Dry run (domain S11): every house whole, with what it is linked to. The book is only read. */
export async function checkBatch({ pool, clock }: Deps, batchId: string): Promise<StockBatch> {
  const now = clock.now();
  await inTransaction(pool, async (client) => {
    const { state } = await requireBatch(client, batchId, true);
    if (state === 'IMPORTED') return;
    await client.query('DELETE FROM registry.stock_findings WHERE batch_id = $1', [batchId]);
    await client.query(
      `DELETE FROM registry.stock_houses h WHERE batch_id = $1
         AND NOT EXISTS (SELECT 1 FROM registry.stock_links l WHERE l.batch_id = h.batch_id AND l.house = h.house)`,
      [batchId],
    );
    await checkLand(client, batchId);
    let after = '';
    for (;;) {
      const houses = await nextHouses(client, batchId, after);
      if (houses.length === 0) break;
      await judge(client, batchId, houses, now);
      after = houses.at(-1) ?? '';
    }
    await client.query(
      `UPDATE registry.stock_batches SET state = 'CHECKED', rows = (SELECT count(*) FROM registry.stock_rows WHERE batch_id = $1),
         houses = (SELECT count(*) FROM registry.stock_houses WHERE batch_id = $1) WHERE batch_id = $1`,
      [batchId],
    );
  });
  return (await getBatch(pool, batchId)) as StockBatch;
}

async function nextHouses(db: Queryable, batchId: string, after: string): Promise<string[]> {
  const { rows } = await db.query<{ house: string }>(
    `SELECT DISTINCT house COLLATE "C" AS house FROM registry.stock_rows
     WHERE batch_id = $1 AND kind NOT IN ('parcel', 'building') AND house COLLATE "C" > $2 ORDER BY 1 LIMIT $3`,
    [batchId, after, housesAtATime],
  );
  return rows.map((row) => row.house);
}

async function judge(db: Queryable, batchId: string, houses: string[], now: Date): Promise<void> {
  const byHouse = await loadHouses(db, batchId, houses);
  const present = await db.query<{ unit_code: string }>(
    'SELECT unit_code FROM registry.units WHERE unit_code = ANY ($1)',
    [houses],
  );
  const there = new Set(present.rows.map((row) => row.unit_code));
  const open = houses.filter((house) => !there.has(house));
  const around = await loadSurroundings(db, {
    batchId,
    unitCodes: open,
    certificateNos: open.flatMap((house) => certificateNosOf(byHouse.get(house) ?? [])),
    now,
  });
  const findings: (HouseFinding & { house: string })[] = [];
  const states: HouseState[] = [];
  const locations: (string | null)[] = [];
  for (const house of houses) {
    const rows = byHouse.get(house) ?? [];
    locations.push(rows.find((row) => row.kind === 'unit')?.values.location ?? null);
    if (there.has(house)) {
      states.push('PRESENT');
      const first = rows[0];
      findings.push({
        house,
        severity: 'warning',
        code: 'UNIT_PRESENT',
        message: '单元已在登记簿，本次不再写入；变化请办理登记。',
        fileNo: first?.fileNo ?? null,
        line: first?.line ?? null,
      });
      continue;
    }
    const found = checkHouse(house, rows, around);
    findings.push(...found.map((finding) => ({ house, ...finding })));
    states.push(stateOf(found));
  }
  await db.query(
    `INSERT INTO registry.stock_houses (batch_id, house, location, state, unit_code)
     SELECT $1, h, l, s, CASE WHEN s IN ('READY', 'PRESENT') THEN h END FROM unnest($2::text[], $3::text[], $4::text[]) AS x(h, l, s)
     ON CONFLICT (batch_id, house) DO UPDATE SET state = excluded.state, location = excluded.location`,
    [batchId, houses, locations, states],
  );
  await insertFindings(db, batchId, findings);
}

/** What is wrong weighs more than what is not linked: a wrong house needs another file first. */
export function stateOf(findings: readonly HouseFinding[]): HouseState {
  if (findings.some((finding) => finding.severity === 'error')) return 'HELD';
  return findings.some((finding) => finding.severity === 'unlinked') ? 'UNLINKED' : 'READY';
}

async function insertFindings(
  db: Queryable,
  batchId: string,
  list: (HouseFinding & { house: string })[],
): Promise<void> {
  await db.query(
    `INSERT INTO registry.stock_findings (batch_id, house, file_no, line, severity, code, message)
     SELECT $1, * FROM unnest($2::text[], $3::int[], $4::int[], $5::text[], $6::text[], $7::text[])`,
    [
      batchId,
      list.map((one) => one.house),
      list.map((one) => one.fileNo),
      list.map((one) => one.line),
      list.map((one) => one.severity),
      list.map((one) => one.code),
      list.map((one) => one.message),
    ],
  );
}

/** Parcels and buildings: codes, duplicates, land without a house. A row that cannot be read counts as not there. */
async function checkLand(db: Queryable, batchId: string): Promise<void> {
  const insert = (where: string, severity: string, code: string, message: string) =>
    db.query(
      `INSERT INTO registry.stock_findings (batch_id, house, file_no, line, severity, code, message)
       SELECT r.batch_id, r.house, r.file_no, r.line, $2, $3, $4 FROM registry.stock_rows r WHERE r.batch_id = $1 AND ${where}`,
      [batchId, severity, code, message],
    );
  await db.query(
    `INSERT INTO registry.stock_findings (batch_id, house, file_no, line, severity, code, message)
     SELECT r.batch_id, r.house, r.file_no, r.line, f->>'severity', f->>'code', f->>'message'
     FROM registry.stock_rows r, jsonb_array_elements(r.content->'findings') f WHERE r.batch_id = $1 AND r.kind IN ('parcel', 'building')`,
    [batchId],
  );
  await insert(
    `r.kind IN ('parcel', 'building') AND r.house !~ '^\\d{12}[GJZ][ABCDEFGHLNSXWY]\\d{5}$'`,
    'error',
    'PARCEL_CODE',
    '宗地代码应为 19 位。',
  );
  await insert(
    `r.kind = 'building' AND r.content->'values'->>'buildingNo' !~ '^\\d{4}$'`,
    'error',
    'BUILDING_NO',
    '幢号应为 4 位数字。',
  );
  await insert(
    `r.kind = 'parcel' AND EXISTS (SELECT 1 FROM registry.stock_rows o WHERE o.batch_id = r.batch_id AND o.kind = 'parcel' AND o.house = r.house
       AND (o.file_no, o.line) < (r.file_no, r.line))`,
    'error',
    'PARCEL_DUPLICATE',
    '宗地代码重复，以先出现的一行为准。',
  );
  await insert(
    `r.kind = 'parcel' AND NOT EXISTS (SELECT 1 FROM registry.stock_rows u WHERE u.batch_id = r.batch_id AND u.kind = 'unit' AND u.house >= r.house AND u.house < r.house || '~')
       AND NOT EXISTS (SELECT 1 FROM registry.units u WHERE u.parcel_code = r.house)`,
    'warning',
    'LAND_WITHOUT_HOUSE',
    '有地无房：宗地上没有不动产单元。',
  );
}
