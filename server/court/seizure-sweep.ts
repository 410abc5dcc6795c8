import type { ServerDeps } from '../deps.ts';
import { createLease } from '../loops/lease.ts';
import { type Loop, startLoop } from '../loops/loop.ts';

const NAME = 'seizure-sweep';
/** Terms end at 23:59:59; a round costs two indexed queries, so every minute is as cheap as every night. */
const EVERY_MS = 60_000;
/** Watches started in one round for stock that had none: a large city's thousands take an hour, and no start-up notices. */
const WATCHES_PER_ROUND = 50;

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
      const watched = await registry.seizures.watchUnwatched(WATCHES_PER_ROUND);
      if (watched > 0) log.info({ watched }, 'seizures of the stock are watched from now on');
      await lease.succeeded();
      return EVERY_MS;
    },
  });
}
