/**
 * The embedded engine as a library: Camunda 8's own APIs (Zeebe gRPC, Orchestration Cluster REST v2) over one
 * PostgreSQL database. See README.md beside this file.
 */
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { Pool } from 'pg';
import { type Logger, pino } from 'pino';
import { createAccess, type OidcSettings } from './access/index.ts';
import { createBatchWorker } from './batch/batch-worker.ts';
import { type Clock, createPinnableClock } from './clock.ts';
import { createCore } from './core/index.ts';
import type { EngineRecord } from './core/types.ts';
import { createGateway, GATEWAY_VERSION, type Gateway, topology } from './gateway/server.ts';
import { buildRestApp, closeRestApp } from './rest/app.ts';
import { createIntake, type Intake } from './runtime/intake.ts';
import { createMetrics, type EngineMetrics } from './runtime/metrics.ts';
import { createRuntime, type Runtime, type RuntimeState } from './runtime/runtime.ts';

export { AccessError, type OidcSettings } from './access/index.ts';
export type { Clock } from './clock.ts';
export type { ActivatedJob, Incident, UserTask, Variables } from './core/index.ts';
export type { EngineRecord } from './core/types.ts';
export {
  createMemoryEngine,
  type JobHandler,
  type JobResult,
  type MemoryEngine,
  type MemoryEngineOptions,
} from './memory.ts';
export { GATEWAY_VERSION };

export interface EngineOptions {
  /** PostgreSQL to keep everything in (schema `engine`); or give a `pool`. */
  databaseUrl?: string;
  /** A pool of the caller's; the engine takes one connection for good and leaves ending the pool to the caller. */
  pool?: Pool;
  /** Loopback unless told; anything wider needs `auth`. */
  host?: string;
  /** 0 = any free port. A busy port gives a free one, with a warning in the log. */
  grpcPort?: number;
  restPort?: number;
  /** A busy port is an error: others have already been told of it. */
  fixedPorts?: boolean;
  /** Where time comes from while it is not pinned by `PUT /v2/clock`; call `tick()` after moving it. */
  clock?: Clock;
  log?: Logger;
  /** Who may call: `none` (default, on loopback only), `basic` with `users`, or `oidc` with `oidc`. */
  auth?: 'none' | 'basic' | 'oidc';
  /** `name:password,name:password` */
  users?: string;
  oidc?: OidcSettings;
  /** Unanswered commands above which new ones get RESOURCE_EXHAUSTED or 503. */
  queueLimit?: number;
  /** Milliseconds that a process instance and all that is known of it are kept after its end; for ever unless told. */
  historyMinimumAgeMs?: number;
  /** Bytes of unanswered requests above which new ones are turned away likewise. */
  bytesLimit?: number;
  /** Sees every committed record in order, in Zeebe's vocabulary. */
  onRecords?: (records: EngineRecord[]) => void;
  /** Stops a start that still waits as hot standby. */
  signal?: AbortSignal;
}

export interface Engine {
  /** `127.0.0.1:26500`: ZEEBE_GRPC_ADDRESS takes it with or without `grpc://`. */
  grpcAddress: string;
  /** `http://127.0.0.1:8080`: for ZEEBE_REST_ADDRESS. */
  restAddress: string;
  state(): RuntimeState;
  /** Carries out what became due when the injected clock was moved. */
  tick(): Promise<void>;
  /** Answers what was accepted, ends streams, releases the database. */
  stop(): Promise<void>;
}

export const DEFAULT_QUEUE_LIMIT = 1000;
/** A request takes some ten times its size while it waits. */
export const DEFAULT_BYTES_LIMIT = 32 * 1024 * 1024;
const POOL_SIZE = 10;
const CONNECT_TIMEOUT_MS = 5000;

type RestApp = Awaited<ReturnType<typeof buildRestApp>>;

/**
 * Starts the engine and resolves when it serves. While another engine writes to the same database it waits as hot standby,
 * listening nowhere, and takes over when that one is gone.
 * @throws AccessError when it would listen beyond this machine without authentication
 */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const { host = '127.0.0.1', log = pino({ name: 'engine', level: 'warn' }) } = options;
  const access = createAccess({ host, auth: options.auth, users: options.users, oidc: options.oidc });
  const pool = options.pool ?? ownPool(options.databaseUrl, log);
  const metrics = createMetrics();
  const runtime = createRuntime({
    pool,
    clock: createPinnableClock(options.clock),
    log,
    metrics,
    createCore,
    queueLimit: options.queueLimit ?? DEFAULT_QUEUE_LIMIT,
    historyMinimumAgeMs: options.historyMinimumAgeMs,
    onRecords: options.onRecords,
  });
  const intake = createIntake(options.bytesLimit ?? DEFAULT_BYTES_LIMIT, () => metrics.refused.add());
  const loop = monitorEventLoopDelay({ resolution: 10 });
  loop.enable();
  addGauges(metrics, runtime, intake, loop);
  const batches = createBatchWorker({ runtime, pool, log });
  let gateway: Gateway | undefined;
  let app: RestApp | undefined;
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= stopParts();
    return stopped;
  };
  const stopParts = async () => {
    // Callers that wait are answered first, then connections close, then the queue is emptied.
    runtime.releaseCallers();
    await Promise.all([gateway?.stop(), app && closeRestApp(app)]);
    await batches.stop();
    await runtime.stop();
    loop.disable();
    if (!options.pool) await pool.end();
  };
  try {
    // Both are made before the wait of a standby: whoever takes over should have nothing left to prepare.
    const created = createGateway({
      runtime,
      access,
      intake,
      log,
      host,
      port: options.grpcPort ?? 0,
      fixed: options.fixedPorts,
    });
    gateway = created;
    const restContext = {
      runtime,
      pool,
      intake,
      log,
      batches,
      topology: () => topology(host, created.port()),
      renderMetrics: metrics.render,
    };
    app = await buildRestApp(restContext, access);
    await app.ready();
    if (!(await runtime.start(options.signal)))
      throw new Error('The engine was stopped while it waited as hot standby.');
    batches.wake();
    await created.listen();
    const restPort = await listen(app, host, options.restPort ?? 0, log, options.fixedPorts);
    return {
      grpcAddress: `${authority(host)}:${created.port()}`,
      restAddress: `http://${authority(host)}:${restPort}`,
      state: runtime.state,
      tick: runtime.tick,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function ownPool(databaseUrl: string | undefined, log: Logger): Pool {
  if (!databaseUrl) throw new Error('startEngine needs a databaseUrl or a pool.');
  const pool = new Pool({
    connectionString: databaseUrl,
    max: POOL_SIZE,
    application_name: 'yitong-engine',
    // A database that is gone must show as an error, not as silence.
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  pool.on('error', (error) => log.warn({ err: error }, 'an idle database connection broke'));
  return pool;
}

function addGauges(metrics: EngineMetrics, runtime: Runtime, intake: Intake, loop: IntervalHistogram): void {
  metrics.gauge('queue_depth', 'Commands that wait for their commit.', () => runtime.figures().queueDepth);
  metrics.gauge('process_instances_active', 'Process instances that run.', () => runtime.figures().activeInstances);
  metrics.gauge('incidents_active', 'Incidents that wait for somebody.', () => runtime.figures().activeIncidents);
  metrics.gauge('request_bytes', 'Bytes of requests that are not answered yet.', intake.bytes);
  metrics.gauge('resident_memory_bytes', 'Memory of the process.', () => process.memoryUsage.rss());
  metrics.gauge('event_loop_stop_seconds', 'Longest time nothing else was done, since the last scrape.', () => {
    const longest = loop.max / 1e9;
    loop.reset();
    return longest;
  });
  metrics.gauge('job_streams', 'Open job streams of workers.', () => runtime.jobs.counts().streams);
  metrics.gauge('job_polls_waiting', 'Long polls of workers that wait for a job.', () => runtime.jobs.counts().waiting);
  metrics.gauge('serving', '1 while this process is the writer and serves.', () =>
    Number(runtime.state() === 'serving'),
  );
}

async function listen(app: RestApp, host: string, port: number, log: Logger, fixed = false): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    if (fixed || (error as { code?: string }).code !== 'EADDRINUSE') throw error;
    await app.listen({ host, port: 0 });
    log.warn(
      `port ${port} is busy; the REST API listens on ${(app.server.address() as { port: number }).port} instead`,
    );
  }
  return (app.server.address() as { port: number }).port;
}

function authority(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
