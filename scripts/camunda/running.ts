import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { CAMUNDA_FOLDER } from './distribution.ts';

const run = promisify(execFile);
const RUN_FOLDER = join(CAMUNDA_FOLDER, 'run');

/** What a started broker leaves on disk so that another process can find and stop it. */
export interface RunningBroker {
  pid: number;
  grpcAddress: string;
  restAddress: string;
  managementAddress: string;
  dataDir: string;
}

const fileOf = (pid: number): string => join(RUN_FOLDER, `${pid}.json`);

export async function rememberBroker(broker: RunningBroker): Promise<void> {
  await mkdir(RUN_FOLDER, { recursive: true });
  await writeFile(fileOf(broker.pid), `${JSON.stringify(broker, null, 2)}\n`);
}

export async function forgetBroker(pid: number): Promise<void> {
  await rm(fileOf(pid), { force: true });
}

/** A process id is reused after a while: only a process whose command is the broker's counts. */
async function isBroker(pid: number): Promise<boolean> {
  try {
    const { stdout } = await run('ps', ['-p', String(pid), '-o', 'args='], { maxBuffer: 4 * 1024 * 1024 });
    return stdout.includes('io.camunda.application.StandaloneBroker') || stdout.includes('bin/broker');
  } catch {
    return false;
  }
}

/** The brokers started from this folder that still run; leftovers of dead ones are removed. */
export async function runningBrokers(): Promise<RunningBroker[]> {
  const names = await readdir(RUN_FOLDER).catch(() => []);
  const brokers: RunningBroker[] = [];
  for (const name of names) {
    const broker = JSON.parse(await readFile(join(RUN_FOLDER, name), 'utf8')) as RunningBroker;
    if (await isBroker(broker.pid)) brokers.push(broker);
    else await forgetBroker(broker.pid);
  }
  return brokers;
}

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Asks a broker to stop, and ends it after `graceMs` if it does not. */
export async function stopBroker(pid: number, graceMs = 20_000): Promise<void> {
  if (alive(pid)) process.kill(pid, 'SIGTERM');
  for (let waited = 0; waited < graceMs && alive(pid); waited += 100) await sleep(100);
  if (alive(pid)) process.kill(pid, 'SIGKILL');
  await forgetBroker(pid);
}
