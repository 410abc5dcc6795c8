import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { createLogger } from '../../platform/logger.ts';
import { startCluster } from '../../platform/postgres/cluster.ts';
import { startCamunda } from '../../scripts/camunda/broker.ts';
import { CAMUNDA_VERSION } from '../../scripts/camunda/distribution.ts';
import { parentOf } from './memory.ts';

/** An engine that is measured: started from nothing, with an empty state, on this machine. */
export interface Subject {
  grpcAddress: string;
  restAddress: string;
  /** From nothing to serving. */
  startMs: number;
  /** The processes whose memory counts, with their descendants. */
  pids: number[];
  /** Of what it runs on. */
  versions: Record<string, string>;
  stop(): Promise<void>;
}

/** The embedded engine lets its database be filled. */
export interface EmbeddedSubject extends Subject {
  databaseUrl: string;
}

const ROOT = join(import.meta.dirname, '..', '..');
const READY_WITHIN_MS = 60_000;

/** The embedded engine as a process of its own, with a fresh embedded PostgreSQL that writes to disk as in production. */
export async function startEmbedded(): Promise<EmbeddedSubject> {
  const began = performance.now();
  const folder = await mkdtemp(join(tmpdir(), 'yitong-bench-'));
  await chmod(folder, 0o755); // PostgreSQL's own account must get in when this runs as root
  const cluster = await startCluster({
    folder: join(folder, 'postgres'),
    log: createLogger('bench', { LOG_LEVEL: 'silent' }),
    preferredPort: 0,
  });
  const databaseUrl = `postgres://yitong:${cluster.password}@127.0.0.1:${cluster.port}/postgres`;
  const child = spawn(process.execPath, ['--import', 'tsx', 'engine/main.ts'], {
    cwd: ROOT,
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      ZEEBE_GRPC_ADDRESS: 'grpc://127.0.0.1:0',
      ZEEBE_REST_ADDRESS: 'http://127.0.0.1:0',
      LOG_LEVEL: 'warn',
    },
    // What the engine logs must not mix with the result on stdout.
    stdio: ['ignore', process.stderr, process.stderr, 'ipc'],
  });
  const addresses = await readyMessage(child);
  const startMs = Math.round(performance.now() - began);
  const postgres = await askPostgres(databaseUrl);
  return {
    ...addresses,
    databaseUrl,
    startMs,
    pids: [child.pid ?? 0, postgres.pid],
    versions: { postgresql: postgres.version },
    async stop() {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
      await cluster.stop('immediate');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The real broker on a single node, with the gateway in it. */
export async function startBroker(say: (line: string) => void): Promise<Subject> {
  const camunda = await startCamunda({ heapMb: 2048, say });
  const { grpcAddress, restAddress, startMs, stop } = camunda;
  const versions = { camunda: CAMUNDA_VERSION, java: String(camunda.javaVersion) };
  return { grpcAddress, restAddress, startMs, pids: [camunda.pid], versions, stop };
}

interface ReadyMessage {
  ready: true;
  grpcAddress: string;
  restAddress: string;
}

function readyMessage(child: ChildProcess): Promise<{ grpcAddress: string; restAddress: string }> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The embedded engine was not ready in time.')), READY_WITHIN_MS);
    child.once('message', (message) => {
      clearTimeout(timer);
      const { grpcAddress, restAddress } = message as ReadyMessage;
      resolve({ grpcAddress: `grpc://${grpcAddress.replace('grpc://', '')}`, restAddress });
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`The embedded engine ended with code ${code} before it was ready.`));
    });
  });
}

/** The postmaster's process, and the server's version. */
async function askPostgres(databaseUrl: string): Promise<{ pid: number; version: string }> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ pid: number; version: string }>(
      "SELECT pg_backend_pid() AS pid, current_setting('server_version') AS version",
    );
    return { pid: await parentOf(rows[0]?.pid ?? 0), version: rows[0]?.version ?? 'unknown' };
  } finally {
    await client.end();
  }
}
