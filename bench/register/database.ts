import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { createLogger } from '../../platform/logger.ts';
import { createPool } from '../../platform/pool.ts';
import { startCluster } from '../../platform/postgres/cluster.ts';
import { parentOf } from '../engine/memory.ts';

/** The register's own PostgreSQL: a data directory of its own, fsync on, removed at the end. */
export interface BenchDatabase {
  /** Connects as the product does: prepared statements, over the server's socket. Closed by `stop`, or by whoever opened it. */
  open(database: Database): Pool;
  /** Makes `bare` a copy of `register`, to which nobody may be connected. Returns the seconds it took. */
  copy(): Promise<number>;
  postmasterPid: number;
  version: string;
  stop(): Promise<void>;
}

/** The register, and its copy for the bare transactions. */
export type Database = 'register' | 'bare';

/**
 * As `npm start` runs its server, but for a larger cache and fewer checkpoints, as an office with a million units has them. `wal_level=minimal` is
 * for a register without a standby: tables that are filled in the transaction that empties them need no log.
 */
const SETTINGS = [
  'jit=off',
  'checkpoint_timeout=15min',
  'max_wal_size=8GB',
  'shared_buffers=1GB',
  'maintenance_work_mem=512MB',
  'wal_level=minimal',
  'max_wal_senders=0',
];

export async function startBenchDatabase(): Promise<BenchDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'yitong-bench-register-'));
  await chmod(folder, 0o755); // PostgreSQL's own account must get in when this runs as root
  const cluster = await startCluster({
    folder,
    log: createLogger('bench', { LOG_LEVEL: 'silent' }),
    preferredPort: 0,
    socket: true,
    settings: SETTINGS,
  });
  const way = cluster.socketFolder ? `?host=${encodeURIComponent(cluster.socketFolder)}` : '';
  const connect = (database: string, max: number) => {
    const connectionString = `postgres://yitong:${cluster.password}@127.0.0.1:${cluster.port}/${database}${way}`;
    // Connections stay: a new one plans every statement anew.
    return createPool({ connectionString, max, idleTimeoutMillis: 0 });
  };
  const admin = connect('postgres', 1);
  const opened: Pool[] = [];
  await admin.query('CREATE DATABASE register');
  const { rows } = await admin.query<{ pid: number; version: string }>(
    "SELECT pg_backend_pid() AS pid, current_setting('server_version') AS version",
  );
  return {
    open(database) {
      const pool = connect(database, 8);
      opened.push(pool);
      return pool;
    },
    async copy() {
      const began = performance.now();
      // Files, not rows: each table and index of the copy has the same pages as the register's.
      await admin.query('CREATE DATABASE bare TEMPLATE register STRATEGY FILE_COPY');
      return Math.round((performance.now() - began) / 100) / 10;
    },
    postmasterPid: await parentOf(rows[0]?.pid ?? 0),
    version: rows[0]?.version ?? 'unknown',
    async stop() {
      await Promise.all([admin, ...opened].map((pool) => (pool.ended ? undefined : pool.end())));
      await cluster.stop('immediate');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
