import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Logger } from '../logger.ts';
import { freePort } from '../ports.ts';
import { type Binaries, exists, findBinaries, reachableByOthers, shelterFor } from './binaries.ts';

const run = promisify(execFile);

export interface ClusterOptions {
  /** Folder of the cluster's data, password and log. */
  folder: string;
  log: Logger;
  preferredPort?: number;
  /** More `name=value` settings of the server, e.g. `fsync=off` for a throw-away test cluster. */
  settings?: string[];
}

export interface Cluster {
  port: number;
  password: string;
  /** Whether this call started it; false when a running one (an orphan, or another part's) was taken over. */
  startedHere: boolean;
  /** Where the cluster really lives. */
  folder: string;
  stop(mode?: 'fast' | 'immediate'): Promise<void>;
}

/** One part at a time creates or starts the cluster. A lock left by a dead process is taken over. */
async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      const handle = await open(path, 'wx');
      await handle.writeFile(String(process.pid));
      await handle.close();
      break;
    } catch (err) {
      if ((err as NodeJS.ErrnoException).code !== 'EEXIST') throw err;
      const holder = Number(await readFile(path, 'utf8').catch(() => '0'));
      if (holder > 0 && !isAlive(holder)) await rm(path, { force: true });
      if (attempt > 300)
        throw new Error(
          `Another process (${holder}) has been starting PostgreSQL for 30 s. Remove ${path} if it is gone.`,
        );
      await pause(100);
    }
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (err) {
    return (err as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** pg_ctl's `start` leaves the server's output attached to us; run it detached from our pipes and wait for its exit. */
function pgCtl(binaries: Binaries, args: string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(binaries.pgCtl, args, { stdio: 'ignore', detached: true, cwd: '/', ...binaries.account });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

async function initialise(binaries: Binaries, data: string, passwordFile: string): Promise<void> {
  const args = [
    `--pgdata=${data}`,
    '--auth=scram-sha-256',
    '--username=yitong',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--locale=C',
    '--no-sync',
  ];
  await run(binaries.initdb, args, { cwd: '/', ...binaries.account });
}

async function own(path: string, binaries: Binaries, mode: number): Promise<void> {
  await chmod(path, mode);
  if (binaries.account) await chown(path, binaries.account.uid, binaries.account.gid);
}

/** Port of a running cluster, from line 4 of its `postmaster.pid`. */
async function runningPort(binaries: Binaries, data: string): Promise<number | undefined> {
  if (!(await exists(join(data, 'PG_VERSION')))) return undefined;
  if ((await pgCtl(binaries, ['status', '-D', data])) !== 0) return undefined;
  const port = Number((await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n')[3]);
  return Number.isInteger(port) && port > 0 ? port : undefined;
}

/**
 * Starts the embedded PostgreSQL of `folder`, creating it on first use, or takes over the one that already runs there:
 * an earlier parent that was killed leaves its server behind, and two servers on one folder would destroy it.
 * The server outlives a killed parent by design; `stop` ends it.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { log } = options;
  const binaries = await findBinaries();
  await mkdir(options.folder, { recursive: true });
  let folder = options.folder;
  if (binaries.account && !(await reachableByOthers(dirname(folder)))) {
    folder = await shelterFor(options.folder);
    log.warn(
      { folder },
      'PostgreSQL does not run as root and its account cannot enter the state folder: the database is kept elsewhere',
    );
  }
  const home = join(folder, 'cluster');
  await mkdir(home, { recursive: true });
  await own(home, binaries, 0o755);
  const data = join(home, 'data');
  const passwordFile = join(home, 'password');
  const serverLog = join(home, 'postgres.log');

  return withLock(join(home, 'start.lock'), async () => {
    if (!(await exists(join(data, 'PG_VERSION')))) {
      await rm(data, { recursive: true, force: true });
      await writeFile(passwordFile, randomBytes(18).toString('base64url'), { mode: 0o600 });
      await own(passwordFile, binaries, 0o600);
      await initialise(binaries, data, passwordFile);
    }
    const password = (await readFile(passwordFile, 'utf8')).trim();
    const stop = async (mode: 'fast' | 'immediate' = 'fast') => {
      await pgCtl(binaries, ['stop', '-D', data, '-w', '-m', mode]);
    };
    const found = await runningPort(binaries, data);
    if (found !== undefined) {
      log.info({ port: found }, 'PostgreSQL is already running: using it');
      return { port: found, password, startedHere: false, folder, stop };
    }
    const port = await freePort(options.preferredPort ?? 54_329);
    const settings = ['unix_socket_directories=', 'listen_addresses=127.0.0.1', ...(options.settings ?? [])];
    const flags = [`-p ${port}`, ...settings.map((setting) => `-c ${setting.replace(/=$/, "=''")}`)].join(' ');
    const code = await pgCtl(binaries, ['start', '-D', data, '-l', serverLog, '-w', '-t', '60', '-o', flags]);
    if (code !== 0) {
      const tail = (await readFile(serverLog, 'utf8').catch(() => '')).trim().split('\n').slice(-5).join(' | ');
      throw new Error(`PostgreSQL did not start in ${data}: ${tail || `pg_ctl ended with ${code}`}`);
    }
    log.debug({ port }, 'PostgreSQL started');
    return { port, password, startedHere: true, folder, stop };
  });
}
