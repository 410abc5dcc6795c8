import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../platform/ports.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const READY_WITHIN_MS = 300_000;

/** What `npm start` runs, on free loopback ports and in a folder that goes away with it. */
export interface LoadedInstallation {
  publicUrl: string;
  databaseUrl: string;
  departments: Record<string, string>;
  pid: number;
  /** Warnings and errors that the parts have written. */
  output: string[];
  stop(): Promise<void>;
}

/** @param units of the synthetic city */
export async function startInstallation(units: number): Promise<LoadedInstallation> {
  const home = await mkdtemp(join(tmpdir(), 'yitong-load-'));
  await chmod(home, 0o755); // PostgreSQL's own account must get in when we are root
  const taken = new Set<number>();
  const web = await freePort(23_000, '127.0.0.1', taken);
  const departments = await freePort(23_100, '127.0.0.1', taken);
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/start.ts'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      LOG_LEVEL: 'warn',
      LOG_FORMAT: 'json',
      YITONG_HOME: home,
      YITONG_CITY_UNITS: String(units),
      YITONG_WEB_PORT: String(web),
      YITONG_DEPARTMENTS_PORT: String(departments),
    },
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => output.push(...chunk.toString().split('\n').filter(Boolean)));
  }
  const stop = async () => {
    await end(child);
    await rm(home, { recursive: true, force: true });
  };
  const until = performance.now() + READY_WITHIN_MS;
  for (;;) {
    const text = await readFile(join(home, 'addresses.json'), 'utf8').catch(() => null);
    if (text) return { ...JSON.parse(text), pid: child.pid!, output, stop };
    if (child.exitCode !== null || performance.now() > until) {
      await stop();
      throw new Error(`The installation did not become ready:\n${output.slice(-20).join('\n')}`);
    }
    await pause(300);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}
