import type { Deps } from '../db/transaction.ts';
import { recordSuitProof } from './suit-proofs.ts';
import { sweep } from './sweep.ts';
import type { LapsesApi } from './types.ts';
import { lapseWatch, tellWatches } from './watch.ts';

export function lapsesApi(deps: Deps): LapsesApi {
  return {
    sweep: (limit, unitCodes) => sweep(deps, limit, unitCodes),
    tellWatches: (limit) => tellWatches(deps, limit),
    watch: (rightId) => lapseWatch(deps, rightId),
    recordSuitProof: (proof, by) => recordSuitProof(deps, proof, by),
  };
}
