import type { Deps } from '../db/transaction.ts';
import { addRows, getBatch, listBatches, listFindings, listHouses, openBatch } from './batches.ts';
import { checkBatch } from './check-batch.ts';
import { importBatch } from './import-batch.ts';
import { decideLink, proposeLink } from './links.ts';
import type { StockApi } from './types.ts';

export function stockApi(deps: Deps): StockApi {
  return {
    openBatch: (files, by) => openBatch(deps, files, by),
    addRows: (batchId, fileNo, rows) => addRows(deps, batchId, fileNo, rows),
    checkBatch: (batchId) => checkBatch(deps, batchId),
    importBatch: (batchId, by) => importBatch(deps, batchId, by),
    getBatch: (batchId) => getBatch(deps.pool, batchId),
    listBatches: (limit) => listBatches(deps, limit),
    listHouses: (filter) => listHouses(deps, filter),
    listFindings: (batchId, limit) => listFindings(deps, batchId, limit),
    proposeLink: (input) => proposeLink(deps, input),
    decideLink: (input) => decideLink(deps, input),
  };
}
