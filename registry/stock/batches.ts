import { createHash } from 'node:crypto';
import type { Actor } from '../common.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { parseStockRow } from './parse-row.ts';
import { templateOf } from './templates.ts';
import type { BatchState, HouseState, RawStockRow, StockBatch, StockFile, StockFinding, StockHouse } from './types.ts';

/** Order does not count: the same files are the same batch. */
export const batchIdOf = (files: readonly StockFile[]): string =>
  createHash('sha256')
    .update(
      files
        .map((file) => file.sha256)
        .sort()
        .join('\n'),
    )
    .digest('hex');

export async function openBatch(
  { pool, clock }: Deps,
  files: readonly StockFile[],
  by: Actor,
): Promise<{ batchId: string; state: BatchState; firstTime: boolean }> {
  const batchId = batchIdOf(files);
  const { rowCount } = await pool.query(
    'INSERT INTO registry.stock_batches (batch_id, files, opened_by, opened_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
    [batchId, JSON.stringify(files.map(({ name, sha256 }) => ({ name, sha256 }))), by.userId, clock.now()],
  );
  const { state } = await requireBatch(pool, batchId);
  return { batchId, state, firstTime: rowCount === 1 };
}

export async function requireBatch(db: Queryable, batchId: string, lock = false): Promise<{ state: BatchState }> {
  const row = await one<{ state: BatchState }>(
    db,
    `SELECT state FROM registry.stock_batches WHERE batch_id = $1 ${lock ? 'FOR UPDATE' : ''}`,
    [batchId],
  );
  if (!row) throw new RegistryError('STOCK_UNKNOWN', '没有这个存量批次；请重新选择文件。');
  return row;
}

export async function addRows(
  { pool }: Deps,
  batchId: string,
  fileNo: number,
  rows: readonly RawStockRow[],
): Promise<number> {
  if (rows.length === 0) return 0;
  const template = templateOf(Object.keys(rows[0]?.cells ?? {}));
  if (!template)
    throw new RegistryError('STOCK_TEMPLATE', '文件的表头不符合任何一种模板；请下载模板，保留第一行表头后再导入。');
  if ((await requireBatch(pool, batchId)).state === 'IMPORTED') return 0;
  const parsed = rows.map((row) => ({ line: row.line, ...parseStockRow(template, row.cells) }));
  const { rowCount } = await pool.query(
    `INSERT INTO registry.stock_rows (batch_id, file_no, line, kind, house, certificate_no, content)
     SELECT $1, $2, l, $3, h, c, j FROM unnest($4::int[], $5::text[], $6::text[], $7::jsonb[]) AS x(l, h, c, j) ON CONFLICT DO NOTHING`,
    [
      batchId,
      fileNo,
      template.kind,
      parsed.map((row) => row.line),
      parsed.map((row) => row.values[template.house] ?? `?${fileNo}:${row.line}`),
      parsed.map((row) => row.values.certificateNo ?? null),
      parsed.map(({ values, findings }) => JSON.stringify({ values, findings })),
    ],
  );
  return rowCount ?? 0;
}

interface BatchRow {
  batch_id: string;
  files: StockFile[];
  state: BatchState;
  opened_by: string;
  opened_at: Date;
  imported_at: Date | null;
  rows: number;
  houses: number;
  imported: number;
  by_state: Partial<Record<HouseState, number>> | null;
  by_code: StockBatch['byCode'] | null;
}

const batchSql = `SELECT b.*,
    (SELECT jsonb_object_agg(state, n) FROM (SELECT state, count(*) AS n FROM registry.stock_houses h WHERE h.batch_id = b.batch_id GROUP BY state) s) AS by_state,
    (SELECT jsonb_agg(jsonb_build_object('severity', severity, 'code', code, 'message', message, 'count', n) ORDER BY n DESC, code) FROM (
      SELECT severity, code, min(message) AS message, count(*) AS n FROM registry.stock_findings f WHERE f.batch_id = b.batch_id GROUP BY severity, code) c) AS by_code
  FROM registry.stock_batches b`;

const toBatch = (row: BatchRow): StockBatch => ({
  batchId: row.batch_id,
  files: row.files,
  state: row.state,
  openedBy: row.opened_by,
  openedAt: row.opened_at,
  importedAt: row.imported_at,
  rows: row.rows,
  houses: row.houses,
  imported: row.imported,
  byState: row.by_state ?? {},
  byCode: row.by_code ?? [],
});

export async function getBatch(db: Queryable, batchId: string): Promise<StockBatch | null> {
  const row = await one<BatchRow>(db, `${batchSql} WHERE b.batch_id = $1`, [batchId]);
  return row ? toBatch(row) : null;
}

export async function listBatches({ pool }: Deps, limit = 20): Promise<StockBatch[]> {
  const { rows } = await pool.query<BatchRow>(`${batchSql} ORDER BY b.opened_at DESC LIMIT $1`, [limit]);
  return rows.map(toBatch);
}

const fileName =
  "(SELECT b.files->(f.file_no - 1)->>'name' FROM registry.stock_batches b WHERE b.batch_id = f.batch_id)";

export async function listHouses(
  { pool }: Deps,
  filter: { batchId?: string; states?: readonly HouseState[]; text?: string; limit?: number },
): Promise<StockHouse[]> {
  const { rows } = await pool.query<{
    batch_id: string;
    house: string;
    location: string | null;
    state: HouseState;
    findings: StockFinding[];
    link: (Omit<NonNullable<StockHouse['link']>, 'proposedAt'> & { proposedAt: string }) | null;
  }>(
    `SELECT h.batch_id, h.house, h.location, h.state,
       coalesce((SELECT jsonb_agg(jsonb_build_object('severity', f.severity, 'code', f.code, 'message', f.message, 'file', ${fileName}, 'line', f.line)
         ORDER BY f.severity, f.file_no, f.line) FROM registry.stock_findings f WHERE f.batch_id = h.batch_id AND f.house = h.house), '[]') AS findings,
       (SELECT jsonb_build_object('linkId', l.link_id::text, 'unitCode', l.unit_code, 'basis', l.basis, 'proposedBy', l.proposed_by, 'proposedAt', l.proposed_at)
        FROM registry.stock_links l WHERE l.batch_id = h.batch_id AND l.house = h.house AND l.decision IS NULL) AS link
     FROM registry.stock_houses h
     WHERE ($1::text IS NULL OR h.batch_id = $1) AND ($2::text[] IS NULL OR h.state = ANY ($2))
       AND ($3::text IS NULL OR h.house LIKE '%' || $3 || '%' OR h.location LIKE '%' || $3 || '%')
     ORDER BY h.state DESC, h.house LIMIT $4`,
    [filter.batchId ?? null, filter.states ?? null, filter.text ?? null, Math.min(filter.limit ?? 100, 500)],
  );
  return rows.map(({ batch_id, link, ...row }) => ({
    batchId: batch_id,
    ...row,
    link: link ? { ...link, proposedAt: new Date(link.proposedAt) } : null,
  }));
}

export async function listFindings(
  { pool }: Deps,
  batchId: string,
  limit = 1000,
): Promise<(StockFinding & { house: string })[]> {
  const { rows } = await pool.query<StockFinding & { house: string }>(
    `SELECT f.house, f.severity, f.code, f.message, ${fileName} AS file, f.line FROM registry.stock_findings f
     WHERE f.batch_id = $1 ORDER BY f.severity, f.file_no NULLS LAST, f.line LIMIT $2`,
    [batchId, limit],
  );
  return rows;
}
