/** Where time comes from. Everything that needs "now" takes a Clock, so that tests and simulations own the time. */
export interface Clock {
  now(): Date;
}

/** The machine's clock. The only place outside `engine/clock.ts` that reads it. */
export const systemClock: Clock = { now: () => new Date() };

export interface TestClock extends Clock {
  set(instant: Date | string): void;
  /** Moves forward by milliseconds. */
  advance(ms: number): void;
}

/** A clock that stands still until it is told to move. `start`: an instant, ISO 8601 with offset if text. */
export function createTestClock(start: Date | string): TestClock {
  let current = new Date(start).getTime();
  if (Number.isNaN(current)) throw new RangeError(`Not an instant: ${String(start)}`);
  return {
    now: () => new Date(current),
    set: (instant) => {
      current = new Date(instant).getTime();
    },
    advance: (ms) => {
      current += ms;
    },
  };
}
