import { readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import type { Pool } from 'pg';

export interface Machine {
  cpu: string;
  cores: number;
  memoryMb: number;
}

export function machineOf(): Machine {
  const all = cpus();
  return { cpu: all[0]?.model ?? 'unknown', cores: all.length, memoryMb: Math.round(totalmem() / 1048576) };
}

/** Processes that want to run, over the last minute: above the number of cores, the machine was busy with others. */
export const loadNow = (): number => Math.round((loadavg()[0] ?? 0) * 100) / 100;

/** Of this product, Node, PostgreSQL and the driver. */
export async function versionsOf(pool: Pool): Promise<Record<string, string>> {
  const versionIn = (path: string) =>
    (JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as { version: string }).version;
  const { rows } = await pool.query<{ version: string }>("SELECT current_setting('server_version') AS version");
  return {
    yitong: versionIn('../../package.json'),
    node: process.versions.node,
    postgresql: rows[0]?.version ?? 'unknown',
    pg: versionIn('../../node_modules/pg/package.json'),
  };
}
