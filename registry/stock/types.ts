import type { Actor } from '../common.ts';
import type { StockCell } from './parse-row.ts';

export interface StockFile {
  name: string;
  /** SHA-256 of the bytes, hexadecimal. */
  sha256: string;
}

/** A row of a file: the number of its line and its cells by header. */
export interface RawStockRow {
  line: number;
  cells: Readonly<Record<string, StockCell>>;
}

export type BatchState = 'READING' | 'CHECKED' | 'IMPORTED';
export type HouseState = 'READY' | 'HELD' | 'UNLINKED' | 'PRESENT' | 'IMPORTED' | 'SUPERSEDED';

export interface StockBatch {
  batchId: string;
  files: StockFile[];
  state: BatchState;
  openedBy: string;
  openedAt: Date;
  importedAt: Date | null;
  rows: number;
  houses: number;
  imported: number;
  /** Houses by state. */
  byState: Partial<Record<HouseState, number>>;
  /** Findings by code, the most frequent first. */
  byCode: { severity: string; code: string; message: string; count: number }[];
}

export interface StockFinding {
  severity: 'error' | 'unlinked' | 'warning';
  code: string;
  message: string;
  file: string | null;
  line: number | null;
}

export interface StockHouse {
  batchId: string;
  /** As in the file. */
  house: string;
  location: string | null;
  state: HouseState;
  findings: StockFinding[];
  link: { linkId: string; unitCode: string; basis: string; proposedBy: string; proposedAt: Date } | null;
}

export interface StockApi {
  /** The same files again are the same batch, in the state it has reached. */
  openBatch(
    files: readonly StockFile[],
    by: Actor,
  ): Promise<{ batchId: string; state: BatchState; firstTime: boolean }>;
  /** Rows of file `fileNo` (1…) in any order; a row that is there already is left alone. @throws STOCK_TEMPLATE when the headers fit none */
  addRows(batchId: string, fileNo: number, rows: readonly RawStockRow[]): Promise<number>;
  /** Dry run: judges every house. Writes nothing into the book; may be repeated until the batch is imported. */
  checkBatch(batchId: string): Promise<StockBatch>;
  /** Every READY house in one transaction, or none. */
  importBatch(batchId: string, by: Actor): Promise<StockBatch>;
  getBatch(batchId: string): Promise<StockBatch | null>;
  listBatches(limit?: number): Promise<StockBatch[]>;
  /** Houses that wait: not linked to land, or wrong. */
  listHouses(filter: {
    batchId?: string;
    states?: readonly HouseState[];
    text?: string;
    limit?: number;
  }): Promise<StockHouse[]>;
  /** Findings line by line, for the report. */
  listFindings(batchId: string, limit?: number): Promise<(StockFinding & { house: string })[]>;
  /** 房地挂接: this house is that unit of a parcel in the register. */
  proposeLink(input: { batchId: string; house: string; unitCode: string; basis: string; by: Actor }): Promise<string>;
  /** By another person; approved, the house enters the book with all its rights. */
  decideLink(input: { linkId: string; decision: 'approve' | 'reject'; opinion: string; by: Actor }): Promise<void>;
}
