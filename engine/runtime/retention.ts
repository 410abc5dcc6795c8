import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { PinnableClock } from '../clock.ts';
import { deleteHistory } from '../storage/history.ts';

/** Keeps the history from growing for ever. */
export interface Retention {
  start(): void;
  stop(): void;
  /** Deletes what is too old by now; at most once an hour of the clock. */
  run(): Promise<void>;
}

export interface RetentionOptions {
  pool: Pool;
  clock: PinnableClock;
  log: Logger;
  /** How long an instance that is over is kept; undefined = for ever. */
  minimumAgeMs: number | undefined;
  /** Only the writer deletes. */
  active: () => boolean;
}

const HOUR_MS = 3_600_000;
/** Instances or decisions of one transaction: short, so that nobody waits for it. */
const CHUNK = 500;

export function createRetention({ pool, clock, log, minimumAgeMs, active }: RetentionOptions): Retention {
  let timer: NodeJS.Timeout | null = null;
  let ranAt = Number.NEGATIVE_INFINITY;
  let running: Promise<void> | null = null;

  async function deleteOld(minimumAge: number): Promise<void> {
    const now = clock.now().getTime();
    // A clock that was set back asks again, too.
    if (now >= ranAt && now - ranAt < HOUR_MS) return;
    ranAt = now;
    let deleted = 0;
    for (let chunk = CHUNK; chunk === CHUNK && active(); deleted += chunk) {
      chunk = await deleteHistory(pool, now - minimumAge, CHUNK);
    }
    if (deleted > 0) log.info({ deleted }, 'history that was too old is deleted');
  }

  async function run(): Promise<void> {
    if (minimumAgeMs === undefined || !active()) return;
    running ??= deleteOld(minimumAgeMs)
      .catch((error) => {
        ranAt = Number.NEGATIVE_INFINITY;
        log.warn({ err: error }, 'old history could not be deleted; it is tried again');
      })
      .finally(() => {
        running = null;
      });
    await running;
  }

  return {
    run,
    start() {
      if (minimumAgeMs === undefined || timer) return;
      timer = setInterval(() => void run(), HOUR_MS / 6);
      timer.unref();
    },
    stop() {
      if (timer) clearInterval(timer);
      timer = null;
    },
  };
}
