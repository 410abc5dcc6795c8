import { setTimeout as pause } from 'node:timers/promises';

/** How long a test waits for what other parts do on their own. */
export const PATIENCE_MS = 60_000;

/** Asks again until `check` answers something. `instead`: what is to be seen now. @throws after `patienceMs` */
export async function eventually<T>(
  what: string,
  check: () => Promise<T | undefined | null | false>,
  {
    instead = () => '',
    patienceMs = PATIENCE_MS,
    pauseMs = 100,
  }: { instead?: () => string; patienceMs?: number; pauseMs?: number } = {},
): Promise<T> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const found = await check();
    if (found) return found;
    if (performance.now() > end) throw new Error(`never happened: ${what} ${instead()}`);
    await pause(pauseMs);
  }
}
