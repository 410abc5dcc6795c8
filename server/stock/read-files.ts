import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import readWorkbook from 'read-excel-file/node';
import type { RawStockRow, StockFile } from '../../registry/index.ts';

/** Rows handed over at a time: what is in memory does not grow with a CSV file. */
export const ROWS_AT_A_TIME = 1_000;
/** A workbook is unpacked in memory as a whole; larger stock comes as CSV, which is read as a stream. */
export const MAX_WORKBOOK_BYTES = 8 * 1024 * 1024;

export class StockFileError extends Error {}

export async function describeFile(path: string, name = basename(path)): Promise<StockFile> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return { name, sha256: hash.digest('hex') };
}

/** A sheet of a workbook is a table of its own, and so is a CSV file; the first row are the headers. */
export async function* readStockFile(path: string, name = basename(path)): AsyncGenerator<RawStockRow[]> {
  if (/\.xlsx$/i.test(name)) yield* readWorkbookRows(path, name);
  else if (/\.csv$/i.test(name)) yield* readCsvRows(path);
  else throw new StockFileError(`${name} 不是 .csv 或 .xlsx 文件；旧版 .xls 请另存为 .xlsx。`);
}

async function* readCsvRows(path: string): AsyncGenerator<RawStockRow[]> {
  const encoding = await encodingOf(path);
  const text = Readable.from(decoded(createReadStream(path), encoding));
  const parser = text.pipe(
    parse({
      columns: (headers: string[]) => headers.map((header) => header.trim()),
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }),
  );
  text.on('error', (error) => parser.destroy(error));
  let rows: RawStockRow[] = [];
  for await (const { record, info } of parser as AsyncIterable<{
    record: Record<string, string>;
    info: { lines: number };
  }>) {
    rows.push({ line: info.lines, cells: record });
    if (rows.length < ROWS_AT_A_TIME) continue;
    yield rows;
    rows = [];
  }
  if (rows.length > 0) yield rows;
}

async function* decoded(bytes: AsyncIterable<unknown>, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of bytes) yield decoder.decode(chunk as Buffer, { stream: true });
  yield decoder.decode();
}

/** Office programs save Chinese CSV as UTF-8 or as GB 18030; the beginning of the file tells which. */
async function encodingOf(path: string): Promise<'utf-8' | 'gb18030'> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64 * 1024), 0, 64 * 1024, 0);
    new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(0, bytesRead), { stream: true });
    return 'utf-8';
  } catch {
    return 'gb18030';
  } finally {
    await file.close();
  }
}

/** Sheets one after the other; the line is counted on, so that every row of the file has a number of its own. */
async function* readWorkbookRows(path: string, name: string): AsyncGenerator<RawStockRow[]> {
  if ((await stat(path)).size > MAX_WORKBOOK_BYTES)
    throw new StockFileError(`${name} 超过 ${MAX_WORKBOOK_BYTES / 1024 / 1024} MB；请按表另存为 CSV 后导入。`);
  const sheets = await readWorkbook(path);
  let line = 0;
  for (const { data } of sheets) {
    const [headers = [], ...body] = data as (string | number | boolean | Date | null)[][];
    line += 1;
    const names = headers.map((header) => String(header ?? '').trim());
    let rows: RawStockRow[] = [];
    for (const cells of body) {
      line += 1;
      if (cells.every((cell) => cell === null)) continue;
      rows.push({ line, cells: Object.fromEntries(names.map((header, i) => [header, cells[i] ?? null])) });
      if (rows.length < ROWS_AT_A_TIME) continue;
      yield rows;
      rows = [];
    }
    if (rows.length > 0) yield rows;
  }
}
