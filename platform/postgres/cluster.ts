import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { platform } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Logger } from '../logger.ts';
import { freePort } from '../ports.ts';
import { type Binaries, exists, findBinaries, own, placeOf } from './binaries.ts';

const run = promisify(execFile);
/** A server in recovery, or one whose death is being noticed, gets 30 s. */
const ANSWER_ATTEMPTS = 120;
/** Installations that start at the same moment may look at the same free port. */
const PORT_ATTEMPTS = 5;

export interface ClusterOptions {
  /** Folder of the cluster's data, password and log. */
  folder: string;
  log: Logger;
  preferredPort?: number;
  /**
   * Also listen on a Unix socket in the data folder, which only the server's account and root may enter: a statement costs
   * both sides a third less CPU than over loopback TCP. Not on Windows, nor where the path is too long for a socket.
   */
  socket?: boolean;
  /** More `name=value` settings of the server, e.g. `fsync=off` for a throw-away test cluster. */
  settings?: string[];
}

export interface Cluster {
  port: number;
  /** Folder of the server's Unix socket, when it has one. */
  socketFolder: string | undefined;
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

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: 1000 });
    const done = (yes: boolean) => {
      socket.destroy();
      resolve(yes);
    };
    socket.once('connect', () => done(true));
    socket.once('timeout', () => done(false));
    socket.once('error', () => done(false));
  });
}

/** Whether a killed process still waits for its parent to notice (Linux; where nobody does, it stays so for good). */
async function isZombie(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
}

/** Whether a server process, such as a backend that outlived its parent, still works in the data folder (Linux). */
async function hasProcessIn(data: string): Promise<boolean> {
  for (const entry of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(entry) || (await readlink(`/proc/${entry}/cwd`).catch(() => '')) !== data) continue;
    if ((await readFile(`/proc/${entry}/comm`, 'utf8').catch(() => '')).trim() === 'postgres') return true;
  }
  return false;
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

/**
 * Port of the server that runs on `data`, or undefined when none does. A process id alone proves nothing: a killed
 * server may still be a zombie, or be busy with its recovery, so it must also answer.
 * @throws when something holds the folder and does not answer
 */
async function runningPort(binaries: Binaries, data: string, log: Logger): Promise<number | undefined> {
  if (!(await exists(join(data, 'PG_VERSION')))) return undefined;
  const pidFile = join(data, 'postmaster.pid');
  let waits = false;
  for (let attempt = 0; attempt < ANSWER_ATTEMPTS; attempt++) {
    const runs = (await pgCtl(binaries, ['status', '-D', data])) === 0;
    const lines = (await readFile(pidFile, 'utf8').catch(() => '')).split('\n');
    if (!runs || (await isZombie(Number(lines[0])))) {
      // Whoever answers on its port now is another installation's server. A backend that has not yet noticed the death of
      // its server holds the memory that they shared: beside it no new server starts.
      if (!(await hasProcessIn(data))) {
        if (runs) await rm(pidFile, { force: true });
        return undefined;
      }
      // Not only at the first look: a server may still be dying then.
      if (!waits) log.info('PostgreSQL was killed: waiting for the rest of it to end');
      waits = true;
    } else {
      const port = Number(lines[3]);
      if (port > 0 && (await answers(port))) return port;
    }
    await pause(250);
  }
  throw new Error(
    `A PostgreSQL server holds ${data} and does not answer. End the process named in ${pidFile}, then start again.`,
  );
}

/**
 * A killed server leaves its socket and the lock beside it, which names a process that may be a zombie for good: a new
 * server would take it for alive. Only for a folder on which no server runs.
 */
async function removeStaleSockets(data: string): Promise<void> {
  for (const name of await readdir(data)) {
    if (/^\.s\.PGSQL\.\d+(\.lock)?$/.test(name)) await rm(join(data, name), { force: true });
  }
}

const socketIn = (data: string, port: number) => join(data, `.s.PGSQL.${port}`);
/** Linux allows 107 bytes, macOS 103. A comma or a blank would need quotes that pg_ctl's options cannot carry everywhere. */
const socketFits = (path: string) =>
  platform() !== 'win32' && Buffer.byteLength(path) <= 100 && /^[\w/.@-]+$/.test(path);

/**
 * Starts the embedded PostgreSQL of `folder`, creating it on first use, or takes over the one that already runs there:
 * an earlier parent that was killed leaves its server behind, and two servers on one folder would destroy it.
 * The server outlives a killed parent by design; `stop` ends it.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { log } = options;
  const binaries = await findBinaries();
  await mkdir(options.folder, { recursive: true });
  const folder = await placeOf(options.folder, binaries, log);
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
    const found = await runningPort(binaries, data, log);
    if (found !== undefined) {
      log.info({ port: found }, 'PostgreSQL is already running: using it');
      const socketFolder = (await exists(socketIn(data, found))) ? data : undefined;
      return { port: found, socketFolder, password, startedHere: false, folder, stop };
    }
    await removeStaleSockets(data);
    for (let attempt = 1; ; attempt += 1) {
      const port = await freePort(options.preferredPort ?? 54_329);
      const socketFolder = options.socket && socketFits(socketIn(data, port)) ? data : undefined;
      const settings = [
        `unix_socket_directories=${socketFolder ?? ''}`,
        'listen_addresses=127.0.0.1',
        // Without the details of an error, which quote the row: no personal data in a log. The client is told them all the same.
        'log_error_verbosity=terse',
        ...(options.settings ?? []),
      ];
      const flags = [`-p ${port}`, ...settings.map((setting) => `-c ${setting.replace(/=$/, "=''")}`)].join(' ');
      const logged = (await readFile(serverLog).catch(() => Buffer.alloc(0))).length;
      const code = await pgCtl(binaries, ['start', '-D', data, '-l', serverLog, '-w', '-t', '60', '-o', flags]);
      if (code === 0) {
        log.debug({ port }, 'PostgreSQL started');
        return { port, socketFolder, password, startedHere: true, folder, stop };
      }
      const said = (await readFile(serverLog).catch(() => Buffer.alloc(0))).subarray(logged).toString().trim();
      // Another program has taken the port between our look at it and the server's: the next one, then.
      if (attempt < PORT_ATTEMPTS && said.includes('could not bind')) continue;
      const tail = said.split('\n').slice(-5).join(' | ');
      throw new Error(`PostgreSQL did not start in ${data}: ${tail || `pg_ctl ended with ${code}`}`);
    }
  });
}
