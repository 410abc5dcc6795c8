/**
 * The only place of the desk that reads the PC's clock. Office PCs are often minutes off, so every answer of the server
 * (its `Date` header, or `now` of the session) corrects an offset, and all times on screen come from `serverNow()`.
 */
export interface ServerClock {
  /** Milliseconds since the epoch by the server's clock. */
  now(): number;
  /** Learns the server's time from an answer. */
  learn(serverTime: string | number | Date): void;
}

export function createServerClock(local: () => number = Date.now): ServerClock {
  let offset = 0;
  return {
    now: () => local() + offset,
    learn(serverTime) {
      const at = new Date(serverTime).getTime();
      if (Number.isNaN(at)) return;
      const seen = at - local();
      // The Date header has whole seconds: keep what we have while it agrees within that precision.
      if (Math.abs(seen - offset) > 1500) offset = seen;
    },
  };
}
