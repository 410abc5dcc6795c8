import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const ROOT = resolve(import.meta.dirname, '../..');

export interface Installation {
  publicUrl: string;
  databaseUrl: string;
  departments: Record<string, string>;
  /** Everything that all parts have written so far. */
  logs(): Promise<string>;
  /** SIGKILL to every process of the installation, the database server among them. */
  killEverything(): Promise<void>;
  /** SIGTERM, as Ctrl+C would; waits for the end and answers the exit code. */
  stop(): Promise<number | null>;
}

/** A folder for the state of one installation, which PostgreSQL's account may enter. */
export async function makeHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'yitong-e2e-'));
  await chmod(home, 0o755);
  return home;
}

export const removeHome = (home: string): Promise<void> => rm(home, { recursive: true, force: true });

/**
 * Ports of an installation, from its folder: those that run side by side keep out of each other's way, and one that is
 * started again is found where departments were told to send their results.
 */
function portOf(home: string, part: string): number {
  return (
    20_000 +
    (createHash('sha256')
      .update(home + part)
      .digest()
      .readUInt16BE() %
      10_000)
  );
}

/** The same as settings: of the installation of that folder, or of one that takes its place. */
export const portsOf = (home: string) => ({
  YITONG_WEB_PORT: String(portOf(home, 'web')),
  YITONG_DEPARTMENTS_PORT: String(portOf(home, 'departments')),
});

/** Child processes of `pid`, found in /proc, the deepest last. */
export async function descendants(pid: number): Promise<number[]> {
  const parents = new Map<number, number>();
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => '');
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    if (parent) parents.set(Number(entry), parent);
  }
  const found: number[] = [];
  const visit = (of: number) => {
    for (const [child, parent] of parents) {
      if (parent !== of) continue;
      found.push(child);
      visit(child);
    }
  };
  visit(pid);
  return found;
}

/** False for a zombie too, which holds nothing any more. */
async function lives(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat !== '' && !stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
}

export function killAll(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (err) {
      if ((err as NodeJS.ErrnoException).code !== 'ESRCH') throw err; // it went with its parent
    }
  }
}

/** What `npm start` runs, as real processes on free ports, with its state in `home`. Linux only (reads /proc). */
export async function startInstallation(home: string, env: Record<string, string> = {}): Promise<Installation> {
  const logFile = join(home, 'output.log');
  const output = createWriteStream(logFile, { flags: 'a' });
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', 'scripts/start.ts'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      VITEST: undefined,
      NODE_ENV: undefined,
      LOG_LEVEL: 'debug',
      LOG_FORMAT: 'json',
      YITONG_HOME: home,
      YITONG_CITY_UNITS: '600',
      ...portsOf(home),
      ...env,
    },
  });
  child.stdout?.pipe(output, { end: false });
  child.stderr?.pipe(output, { end: false });
  const logs = () => readFile(logFile, 'utf8');

  const began = (await logs().catch(() => '')).length;
  const end = performance.now() + 120_000;
  let publicUrl: string | undefined;
  while (!publicUrl) {
    if (child.exitCode !== null || performance.now() > end) {
      throw new Error(`the installation did not become ready:\n${(await logs()).slice(-4000)}`);
    }
    await pause(200);
    publicUrl = /desk\s+(http:\S+)\//.exec((await logs().catch(() => '')).slice(began))?.[1];
  }
  const addresses = JSON.parse(await readFile(join(home, 'addresses.json'), 'utf8')) as {
    departments: Record<string, string>;
    databaseUrl: string;
  };
  return {
    publicUrl,
    databaseUrl: addresses.databaseUrl,
    departments: addresses.departments,
    logs,
    killEverything: async () => {
      const gone = once(child, 'exit');
      const postmaster = Number(
        (await readFile(join(home, 'postgres/cluster/data/postmaster.pid'), 'utf8')).split('\n')[0],
      );
      const pids = [child.pid!, ...(await descendants(child.pid!)), ...(await descendants(postmaster)), postmaster];
      killAll(pids);
      await gone;
      // Only then are their ports and their memory free for the next start: a busy machine takes its time to bury them.
      while ((await Promise.all(pids.map(lives))).includes(true)) await pause(50);
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
      return child.exitCode;
    },
  };
}
