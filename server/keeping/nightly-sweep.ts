import type { ServerDeps } from '../deps.ts';
import { createLease } from '../loops/lease.ts';
import { type Loop, startLoop } from '../loops/loop.ts';
import { removeLeftUploads } from './left-uploads.ts';
import { createNight } from './night.ts';

const NAME = 'nightly-sweep';
/** A batch is some milliseconds of work; whoever enters or completes meanwhile has the database to himself in between. */
const BETWEEN_BATCHES_MS = 250;
const BETWEEN_NIGHTS_MS = 600_000;

/** Each night from two o'clock on (or at the next start) deletes what is over long enough: docs/operations.md says what. */
export function startNightlySweep(deps: ServerDeps): Loop {
  const lease = createLease(deps.pool, NAME);
  const night = createNight(deps);
  return startLoop({
    name: NAME,
    log: deps.log,
    round: async () => {
      if (!(await lease.take())) return BETWEEN_NIGHTS_MS;
      if (await night.batch()) return BETWEEN_BATCHES_MS;
      await removeLeftUploads(deps.clock.now());
      await lease.succeeded();
      return BETWEEN_NIGHTS_MS;
    },
  });
}
