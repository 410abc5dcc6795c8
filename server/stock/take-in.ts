import type { Actor, Registry, StockBatch } from '../../registry/index.ts';
import { describeFile, readStockFile } from './read-files.ts';

export interface StockPath {
  path: string;
  /** As the person called it. */
  name: string;
}

/** Reads the files into staging and judges them; the book is not touched. The same files again continue where they were. */
export async function tryOut(
  { stock }: Pick<Registry, 'stock'>,
  paths: readonly StockPath[],
  by: Actor,
  onRows: (rows: number) => void = () => undefined,
): Promise<StockBatch> {
  const files = await Promise.all(paths.map(({ path, name }) => describeFile(path, name)));
  // One order for every caller: the number of a file is part of the place of its rows.
  const ordered = paths
    .map((one, i) => ({ ...one, sha256: files[i]?.sha256 ?? '' }))
    .sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
  const { batchId, state } = await stock.openBatch(ordered, by);
  if (state === 'READING')
    for (const [i, { path, name }] of ordered.entries())
      for await (const rows of readStockFile(path, name)) {
        await stock.addRows(batchId, i + 1, rows);
        onRows(rows.length);
      }
  return stock.checkBatch(batchId);
}
