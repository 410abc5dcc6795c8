import { readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';

/** What a figure was measured on; part of every benchmark's `--json`. */
export interface Machine {
  cpu: string;
  cores: number;
  memoryMb: number;
  loadBefore: number;
  loadAfter: number;
}

/** Processes that want to run, over the last minute: above the number of cores, the machine was busy with others. */
const loadNow = (): number => Math.round((loadavg()[0] ?? 0) * 100) / 100;

/** Called before the measurement; what it returns tells the machine, called after it. */
export function watchMachine(): () => Machine {
  const loadBefore = loadNow();
  const all = cpus();
  return () => ({
    cpu: all[0]?.model ?? 'unknown',
    cores: all.length,
    memoryMb: Math.round(totalmem() / 1024 ** 2),
    loadBefore,
    loadAfter: loadNow(),
  });
}

/** Of this product, of Node, and of the packages a figure depends on. */
export function versionsOf(...packages: string[]): Record<string, string> {
  const versionIn = (path: string) =>
    (JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as { version: string }).version;
  return {
    yitong: versionIn('../../package.json'),
    node: process.versions.node,
    ...Object.fromEntries(packages.map((name) => [name, versionIn(`../../node_modules/${name}/package.json`)])),
  };
}
