import { randomInt } from 'node:crypto';

export const ENGINE_KILLS = Number(process.env.YITONG_ENGINE_KILLS ?? 50);
export const POSTGRES_KILLS = Number(process.env.YITONG_ENGINE_POSTGRES_KILLS ?? 20);
/** Instances that run at any moment. */
export const RUNNING = Number(process.env.YITONG_ENGINE_RUNNING ?? 200);
/** Decides the moments as far as a test can; a run that failed is given again with YITONG_KILLS_SEED. */
export const SEED = Number(process.env.YITONG_KILLS_SEED ?? randomInt(1_000_000_000));

/** How long the load and the engines are waited for, on a machine that may be busy with other things. */
export const PATIENCE_MS = 300_000;

/** For people who watch; vitest keeps it beside the test's name. */
export const say = (line: string) => process.stdout.write(`${line}\n`);

/** `p50 210, p95 480, longest 1 020 ms` */
export function spread(milliseconds: readonly number[]): string {
  const sorted = [...milliseconds].sort((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return `p50 ${at(0.5)}, p95 ${at(0.95)}, longest ${at(1)} ms (${sorted.length} times)`;
}
