/** Finds a running installation, or starts one for the time of the demo. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../../platform/config.ts';
import type { DepartmentUrls } from './world.ts';

export interface RunningSystem {
  readonly publicUrl: string;
  readonly departments: DepartmentUrls;
  /** Stops it if we started it. */
  stop(): Promise<void>;
}

const readyTimeoutMs = 180_000;

async function isReady(publicUrl: string): Promise<boolean> {
  const answer = await fetch(`${publicUrl}/readyz`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
  return answer?.ok === true;
}

/** What `npm start` wrote about itself; it may have had to take other ports than the usual ones. */
function writtenAddresses(config: Config): Omit<RunningSystem, 'stop'> | undefined {
  const file = join(config.home, 'addresses.json');
  if (!existsSync(file)) return undefined;
  const { publicUrl, departments } = JSON.parse(readFileSync(file, 'utf8'));
  return { publicUrl, departments };
}

export async function findOrStartSystem(config: Config, say: (text: string) => void): Promise<RunningSystem> {
  const written = writtenAddresses(config);
  const configured = { publicUrl: config.publicUrl, departments: config.departmentUrls };
  const explicit = process.env.YITONG_PUBLIC_URL !== undefined;
  for (const candidate of explicit ? [configured] : [written, configured]) {
    if (candidate && (await isReady(candidate.publicUrl))) return { ...candidate, stop: async () => undefined };
  }
  if (explicit)
    throw new Error(`${config.publicUrl} 没有响应：请先运行 npm start，或去掉 YITONG_PUBLIC_URL 由演示自行启动。`);
  say('没有正在运行的系统，正在启动（npm start）……');
  return startSystem(config);
}

async function startSystem(config: Config): Promise<RunningSystem> {
  const script = join(import.meta.dirname, '..', 'start.ts');
  const output: string[] = [];
  const child = spawn(process.execPath, ['--import', 'tsx', script], {
    env: { ...process.env, YITONG_HOME: config.home, LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output.push(chunk.toString());
      if (output.length > 200) output.shift();
    });
  }
  const stop = () => stopChild(child);
  const end = performance.now() + readyTimeoutMs;
  while (performance.now() < end && child.exitCode === null) {
    const addresses = writtenAddresses(config);
    if (addresses && (await isReady(addresses.publicUrl)) && child.exitCode === null) return { ...addresses, stop };
    await sleep(300);
  }
  await stop();
  throw new Error(`系统没有启动成功：\n${output.join('')}`);
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}
