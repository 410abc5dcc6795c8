import { cpus, loadavg, totalmem } from 'node:os';
import { version as v8Version } from 'node:process';

/** What a figure was measured on; part of every benchmark's `--json`. */
export interface Machine {
  cpu: string;
  cores: number;
  memoryGb: number;
  node: string;
  /** Load average of the last minute, when the measurement began. */
  load: number;
}

export function machine(): Machine {
  const all = cpus();
  return {
    cpu: all[0]?.model ?? 'unknown',
    cores: all.length,
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    node: v8Version,
    load: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  };
}
