/** Latencies and errors of the calls that the generator makes. */
export interface Meter {
  fetch: typeof fetch;
  /** By method and route, slowest p99 first. */
  latencies(): { call: string; count: number; p50: number; p99: number; max: number }[];
  /** Everything that was not answered as it should, by cause. */
  errors: Map<string, number>;
  fault(cause: string): void;
}

export function createMeter(): Meter {
  const times = new Map<string, number[]>();
  const errors = new Map<string, number>();
  const fault = (cause: string) => void errors.set(cause, (errors.get(cause) ?? 0) + 1);
  return {
    errors,
    fault,
    fetch: async (input, init) => {
      const began = performance.now();
      const path = new URL(String(input)).pathname.replace(/\d{6,}/g, ':no');
      const call = `${init?.method ?? 'GET'} ${path}`;
      try {
        const answer = await fetch(input, init);
        if (answer.status >= 500) fault(`${call}: ${answer.status}`);
        return answer;
      } catch (error) {
        const { cause, message } = error as Error & { cause?: { code?: string } };
        fault(`${call}: ${cause?.code ?? message}`);
        throw error;
      } finally {
        const own = times.get(call) ?? [];
        own.push(performance.now() - began);
        times.set(call, own);
      }
    },
    latencies: () =>
      [...times]
        .map(([call, values]) => {
          const sorted = values.toSorted((a, b) => a - b);
          const share = (of: number) => sorted[Math.floor(of * (sorted.length - 1))]!;
          return { call, count: sorted.length, p50: share(0.5), p99: share(0.99), max: share(1) };
        })
        .sort((a, b) => b.p99 - a.p99),
  };
}
