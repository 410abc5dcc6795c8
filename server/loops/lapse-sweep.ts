import type { ServerDeps } from '../deps.ts';
import { createLease } from './lease.ts';
import { type Loop, startLoop } from './loop.ts';

const NAME = 'lapse-sweep';
/** What lapses, lapses with a day; a round costs one query over few rows, so that an hour is as cheap as a night. */
const EVERY_MS = 3_600_000;

/** More than a large city enters in an hour. */
const WATCHES_PER_ROUND = 500;

/** INV-21, 23: cautions and objections whose days are over are ended in the book. Their effect was gone before. Those that stand are watched. */
export function startLapseSweep({ registry, pool, log }: Pick<ServerDeps, 'registry' | 'pool' | 'log'>): Loop {
  const lease = createLease(pool, NAME);
  return startLoop({
    name: NAME,
    log,
    round: async () => {
      if (!(await lease.take())) return EVERY_MS;
      const { cautions, objections } = await registry.lapses.sweep();
      if (cautions + objections > 0)
        log.info({ cautions, objections }, 'lapsed cautions and objections ended in the book');
      const watched = await registry.lapses.tellWatches(WATCHES_PER_ROUND);
      if (watched.begun + watched.changed > 0) log.info(watched, 'watches of cautions and objections told');
      await lease.succeeded();
      return EVERY_MS;
    },
  });
}
