import type { PinnableClock } from '../clock.ts';

/** JavaScript timeouts beyond 24.8 days fire at once. */
export const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;
/** A wake-up only asks what is due: a day is long enough. */
const LONGEST_SLEEP_MS = 24 * 60 * 60 * 1000;

export interface WakeUp {
  /** Sleeps until `due` (epoch milliseconds), or not at all when nothing is due. */
  arm(due: number | null): void;
  disarm(): void;
}

/** A wake-up call only: what is due, and whether it still is, is asked of the core when it rings. */
export function createWakeUp(clock: PinnableClock, onWake: () => void): WakeUp {
  let timer: NodeJS.Timeout | null = null;
  let armedFor: number | null = null;

  function disarm() {
    if (timer) clearTimeout(timer);
    timer = null;
    armedFor = null;
  }

  return {
    disarm,
    arm(due) {
      if (due !== null && due === armedFor) return;
      disarm();
      if (due === null) return;
      const wait = due - clock.now().getTime();
      // Time stands still while the clock is pinned; moving the pin asks again.
      if (wait > 0 && clock.pinnedAt !== null) return;
      armedFor = due;
      const ring = () => {
        disarm();
        onWake();
      };
      timer = setTimeout(ring, Math.min(Math.max(wait, 0), LONGEST_SLEEP_MS));
    },
  };
}
