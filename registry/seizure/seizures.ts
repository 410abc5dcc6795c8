import type { Deps } from '../db/transaction.ts';
import { disposeSeizure } from './dispose-seizure.ts';
import { expireSeizure, lapsedWith, sweep, termOf } from './end-of-term.ts';
import { enterSeizure } from './enter-seizure.ts';
import { liftSeizure } from './lift-seizure.ts';
import { renewSeizure } from './renew-seizure.ts';
import type { SeizuresApi } from './types.ts';
import { watchUnwatched } from './watch-unwatched.ts';

export function seizuresApi(deps: Deps): SeizuresApi {
  return {
    enterSeizure: (order, actor) => enterSeizure(deps, order, actor),
    liftSeizure: (input, actor) => liftSeizure(deps, input, actor),
    renewSeizure: (input, actor) => renewSeizure(deps, input, actor),
    expireSeizure: (rightId) => expireSeizure(deps, rightId),
    sweep: (limit) => sweep(deps, limit),
    watchUnwatched: (limit) => watchUnwatched(deps, limit),
    disposeSeizure: (input, actor) => disposeSeizure(deps, input, actor),
    term: (rightId) => termOf(deps.pool, rightId),
    lapsedWith: (rightId) => lapsedWith(deps.pool, rightId),
  };
}
