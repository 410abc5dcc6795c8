import { type DiskState, diskState, diskWarning } from '../../platform/disk-space.ts';
import type { Logger } from '../../platform/logger.ts';
import { type Loop, startLoop } from './loop.ts';

const EVERY_MS = 60_000;
/** So often the same warning is said again. */
const AGAIN_ROUNDS = 60;

export interface DiskWatchOptions {
  log: Logger;
  free: () => Promise<number>;
  /** Milliseconds from one look to the next. */
  everyMs?: number;
}

/** Warns in the log before the disk of the data is full: at once when it gets worse, then every hour, and when there is room again. */
export function startDiskWatch({ log, free, everyMs = EVERY_MS }: DiskWatchOptions): Loop {
  let said: DiskState = 'enough';
  let rounds = 0;
  return startLoop({
    name: 'disk-watch',
    log,
    round: async () => {
      const bytes = await free();
      const state = diskState(bytes);
      rounds = state === said ? rounds + 1 : 0;
      if (state === 'enough' && said !== 'enough') log.info({ freeBytes: bytes }, 'the disk has room again');
      if (state !== 'enough' && rounds % AGAIN_ROUNDS === 0) {
        const words = { freeBytes: bytes, warning: diskWarning(bytes) };
        if (state === 'full') log.error(words, 'the disk is full');
        else log.warn(words, 'the disk is getting full');
      }
      said = state;
      return everyMs;
    },
  });
}
