import type { ServerDeps } from '../deps.ts';
import { createLease } from '../loops/lease.ts';
import { type Loop, startLoop } from '../loops/loop.ts';

const NAME = 'seizure-sweep';
/** Terms end at 23:59:59; a round costs one indexed query, so every minute is as cheap as every night. */
const EVERY_MS = 60_000;

/** The database job beside the timers (domain §5.3): after an outage of the engine the book is right all the same. */
export function startSeizureSweep({ registry, pool, log }: Pick<ServerDeps, 'registry' | 'pool' | 'log'>): Loop {
  const lease = createLease(pool, NAME);
  return startLoop({
    name: NAME,
    log,
    round: async () => {
      if (!(await lease.take())) return EVERY_MS;
      const { expired, promoted } = await registry.seizures.sweep();
      if (expired > 0) log.info({ expired, promoted }, 'seizures ended by the sweep');
      await lease.succeeded();
      return EVERY_MS;
    },
  });
}
