import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../platform/logger.ts';

/** Repeats `work` until it succeeds or `signal` aborts; waits 0.2 s, then up to 5 s. A refusal that cannot pass is logged as an error each time. */
export async function untilDone(
  work: () => Promise<void>,
  { log, what, signal }: { log: Logger; what: string; signal: AbortSignal },
): Promise<void> {
  for (let attempt = 0; !signal.aborted; attempt++) {
    try {
      return await work();
    } catch (err) {
      const retryable = (err as { retryable?: boolean }).retryable ?? false;
      if (!retryable) log.error({ err }, `${what} failed`);
      else if (attempt === 0) log.info(`${what}: waiting for the engine`);
    }
    await sleep(Math.min(5_000, 200 * 2 ** Math.min(attempt, 5)), undefined, { signal }).catch(() => undefined);
  }
}
