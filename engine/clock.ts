/**
 * The only place in the engine that asks what time it is.
 *
 * `PUT /v2/clock` pins the time and `POST /v2/clock/reset` releases it, as in Camunda. While the clock is pinned,
 * time stands still: timers, job time-outs and message lifetimes fire when somebody moves the pin.
 */
export interface Clock {
  now(): Date;
}

export interface PinnableClock extends Clock {
  /** Milliseconds since 1970 at which the time is held, or null while it runs. */
  readonly pinnedAt: number | null;
  pin(epochMs: number): void;
  reset(): void;
}

export const systemClock: Clock = { now: () => new Date() };

export function createPinnableClock(base: Clock = systemClock, pinnedAt: number | null = null): PinnableClock {
  let pin = pinnedAt;
  return {
    get pinnedAt() {
      return pin;
    },
    now: () => (pin === null ? base.now() : new Date(pin)),
    pin(epochMs) {
      pin = epochMs;
    },
    reset() {
      pin = null;
    },
  };
}
