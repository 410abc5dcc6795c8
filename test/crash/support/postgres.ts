import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createLogger } from '../../../platform/logger.ts';
import { type Cluster, startCluster } from '../../../platform/postgres/cluster.ts';

/** SIGKILL to: every process of the server; the postmaster alone, whose children notice; one backend, after which the others must go. */
export type KillOf = 'server' | 'postmaster' | { backend: number };

/** A PostgreSQL with the product's own settings (a COMMIT reaches the disk), to be killed again and again. Linux only. */
export interface MortalPostgres {
  /** Of the running server; after a restart it has another port only if somebody took the old one meanwhile. */
  url(): string;
  kill(what: KillOf): void;
  /** Lets every process of the server stand still, and go on: a disk that does not answer. */
  hold(): void;
  release(): void;
  /** Starts it again as the product's own start does, with its recovery; after the death of a backend it recovers by itself. */
  restart(): Promise<void>;
  drop(): Promise<void>;
}

export async function createMortalPostgres(): Promise<MortalPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'yitong-crash-'));
  await chmod(folder, 0o755); // PostgreSQL's own account must get in when the tests run as root
  const log = createLogger('crash', { LOG_LEVEL: 'silent' });
  let cluster: Cluster;
  let port = 0;
  let postmaster = 0;
  let killed: number[] = [];
  const start = async () => {
    // What is dying may still hold its port for a moment, and would be taken for a running server.
    while (killed.some(isAlive)) await pause(5);
    killed = [];
    cluster = await startCluster({ folder, log, preferredPort: port });
    port = cluster.port;
    const pidFile = await readFile(join(cluster.folder, 'cluster/data/postmaster.pid'), 'utf8');
    postmaster = Number(pidFile.split('\n')[0]);
  };
  await start();
  return {
    url: () => `postgres://yitong:${cluster.password}@127.0.0.1:${port}/postgres`,
    kill: (what) => {
      // Read before: orphans belong to somebody else.
      const children = what === 'server' ? childrenOf(postmaster) : [];
      killed = typeof what === 'object' ? [what.backend] : [postmaster, ...children];
      for (const pid of killed) signal(pid, 'SIGKILL');
    },
    hold: () => {
      for (const pid of [postmaster, ...childrenOf(postmaster)]) signal(pid, 'SIGSTOP');
    },
    release: () => {
      for (const pid of [postmaster, ...childrenOf(postmaster)]) signal(pid, 'SIGCONT');
    },
    restart: start,
    drop: async () => {
      await cluster.stop('immediate');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);

/** A killed process whose parent does not notice stays as a zombie: it holds nothing any more. */
function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
  } catch {
    return false;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // it has ended meanwhile
  }
}
