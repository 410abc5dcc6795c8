import type { Logger } from '../../platform/logger.ts';

export interface Loop {
  /** Runs the next round at once (or again, when one is under way). */
  wake(): void;
  /** Starts no further round and waits for the one under way. */
  stop(): Promise<void>;
}

export interface LoopOptions {
  name: string;
  log: Logger;
  /** One round; answers how long to wait before the next, in milliseconds. Throwing counts as a failure. */
  round: () => Promise<number>;
  /** Longest wait after failures, milliseconds. */
  maxBackOffMs?: number;
}

/** A background loop: rounds never overlap, failures back off (doubling from 200 ms) and are logged once per streak. */
export function startLoop(options: LoopOptions): Loop {
  const { name, log, round, maxBackOffMs = 5_000 } = options;
  let stopped = false;
  let woken = false;
  let failures = 0;
  let wakeUp: (() => void) | undefined;

  const sleep = (ms: number) =>
    new Promise<void>((resolve) => {
      if (woken || stopped) return resolve();
      const timer = setTimeout(resolve, ms);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const run = async () => {
    while (!stopped) {
      woken = false;
      let wait: number;
      try {
        wait = await round();
        if (failures > 0) log.info({ loop: name, failures }, 'loop works again');
        failures = 0;
      } catch (err) {
        failures += 1;
        wait = Math.min(maxBackOffMs, 200 * 2 ** Math.min(failures - 1, 10));
        if (!stopped && failures === 1) log.warn({ loop: name, err }, 'loop failed, trying again with back-off');
      }
      await sleep(wait);
      wakeUp = undefined;
    }
  };
  const done = run();
  return {
    wake: () => {
      woken = true;
      wakeUp?.();
    },
    stop: async () => {
      stopped = true;
      wakeUp?.();
      await done;
    },
  };
}
