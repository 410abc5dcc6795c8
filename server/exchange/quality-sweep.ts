import type { ServerDeps } from '../deps.ts';
import { createLease } from '../loops/lease.ts';
import { type Loop, startLoop } from '../loops/loop.ts';

const NAME = 'quality-sweep';
const UNITS_A_ROUND = 500;
/** A million pages take three hours beside the day's work. */
const BETWEEN_ROUNDS_MS = 5_000;
const BETWEEN_PASSES_MS = 3_600_000;

/** Assesses pages whose entries have changed them, one pass after the other; filing a case assesses its own pages at once. */
export function startQualitySweep({ registry, pool, log }: Pick<ServerDeps, 'registry' | 'pool' | 'log'>): Loop {
  const lease = createLease(pool, NAME);
  let after = '';
  return startLoop({
    name: NAME,
    log,
    round: async () => {
      if (!(await lease.take())) return BETWEEN_ROUNDS_MS;
      const last = await registry.quality.sweep(after, UNITS_A_ROUND);
      after = last ?? '';
      await lease.succeeded();
      return last === null ? BETWEEN_PASSES_MS : BETWEEN_ROUNDS_MS;
    },
  });
}
