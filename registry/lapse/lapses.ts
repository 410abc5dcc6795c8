import type { Deps } from '../db/transaction.ts';
import { recordSuitProof } from './suit-proofs.ts';
import { sweep } from './sweep.ts';
import type { LapsesApi } from './types.ts';

export function lapsesApi(deps: Deps): LapsesApi {
  return {
    sweep: (limit) => sweep(deps, limit),
    recordSuitProof: (proof, by) => recordSuitProof(deps, proof, by),
  };
}
