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
  /** As the product connects: prepared statements, over the server's socket. */
  pool: Pool;
  postmasterPid: number;
  version: string;
  stop(): Promise<void>;
}

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
  const connectionString = `postgres://yitong:${cluster.password}@127.0.0.1:${cluster.port}/postgres${way}`;
  // Connections stay: a new one plans every statement anew.
  const pool = createPool({ connectionString, max: 8, idleTimeoutMillis: 0 });
  const { rows } = await pool.query<{ pid: number; version: string }>(
    "SELECT pg_backend_pid() AS pid, current_setting('server_version') AS version",
  );
  return {
    pool,
    postmasterPid: await parentOf(rows[0]?.pid ?? 0),
    version: rows[0]?.version ?? 'unknown',
    async stop() {
      await pool.end();
      await cluster.stop('immediate');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
