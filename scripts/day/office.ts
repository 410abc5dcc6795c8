import { resolve } from 'node:path';
import { Pool } from 'pg';
import { createClients, type RunningSimulators, startSimulators } from '../../departments/index.ts';
import { type Engine, startEngine } from '../../engine/index.ts';
import type { TestClock } from '../../platform/clock.ts';
import { createEngineClient } from '../../platform/engine-client/index.ts';
import { defaultKeepDays } from '../../platform/keep-days.ts';
import type { Logger } from '../../platform/logger.ts';
import { migrate } from '../../platform/migrate.ts';
import { createRegistry, generateCity, type Registry, registrySchema, seedCalendar } from '../../registry/index.ts';
import { buildApp } from '../../server/app.ts';
import type { ServerDeps } from '../../server/deps.ts';
import { deployBundled } from '../../server/modeler/deploy-bundled.ts';
import { knownJobsOf } from '../../server/modeler/known-jobs.ts';
import { catalog, startWorkers } from '../../workers/index.ts';
import { describeJobs } from '../../workers/published/index.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** The whole product in one process on one virtual clock, over a real PostgreSQL, HTTP and gRPC. */
export interface Office {
  publicUrl: string;
  pool: Pool;
  registry: Registry;
  simulators: RunningSimulators;
  engine: Engine;
  now(): Date;
  /** Jobs that a worker has in its hands. */
  activeJobs(): number;
  /** The loops look now and not at their next round. */
  hurryRelay(): void;
  hurryInbox(): void;
  stop(): Promise<void>;
}

/** Migrations, calendar, accounts and a synthetic city: once for a database. */
export async function prepareOffice(databaseUrl: string, clock: TestClock, units: number, estates = 1): Promise<void> {
  const pool = new Pool({ connectionString: databaseUrl });
  try {
    await migrate(pool, registrySchema);
    await migrate(pool, { name: 'desk', migrations: `${ROOT}/server/migrations` });
    await seedCalendar({ pool });
    await generateCity(pool, { units, estates, clock });
    await createRegistry({ pool, clock }).users.seedDemoUsers();
  } finally {
    await pool.end();
  }
}

export async function startOffice(databaseUrl: string, clock: TestClock, log: Logger): Promise<Office> {
  const pool = new Pool({ connectionString: databaseUrl, max: 30 });
  pool.on('error', (err) => log.warn({ err }, 'a database connection was lost'));
  const callbackSecret = 'a secret of the virtual day only';
  const engine = await startEngine({ databaseUrl, grpcPort: 0, restPort: 0, clock, log: log as never });
  const client = createEngineClient({
    zeebeGrpcAddress: `grpc://${engine.grpcAddress}`,
    zeebeRestAddress: engine.restAddress,
  });
  const registry = createRegistry({ pool, clock });
  const simulators = await startSimulators({ callbackSecret, clock, log, callbackBackoffMs: 50 });
  const clients = createClients(simulators.addresses);
  const deps: ServerDeps = {
    registry,
    engine: client,
    departments: clients,
    pool,
    clock,
    log,
    knownJobs: async () => knownJobsOf(describeJobs(catalog)),
    config: {
      publicUrl: 'http://127.0.0.1',
      callbackSecret,
      callbackUrl: 'http://127.0.0.1',
      upperFormat: 'json',
      keepDays: defaultKeepDays,
      departmentUrls: simulators.addresses,
      zeebeRestAddress: engine.restAddress,
      demo: true,
      deskDir: `${ROOT}/dist/desk`,
      modelerDir: `${ROOT}/dist/modeler`,
      processesDir: `${ROOT}/processes`,
    },
  };
  const server = await buildApp(deps);
  const publicUrl = await server.app.listen({ port: 0, host: '127.0.0.1' });
  deps.config.callbackUrl = publicUrl;
  await server.hub.ready;
  await deployBundled(deps);
  const workers = startWorkers({
    registry,
    clients,
    camunda: client,
    clock,
    log,
    settings: { publicUrl, callbackUrl: publicUrl },
  });
  return {
    publicUrl,
    pool,
    registry,
    simulators,
    engine,
    now: () => clock.now(),
    activeJobs: () => workers.active(),
    hurryRelay: () => server.background.relay(),
    hurryInbox: () => server.background.poller(),
    stop: async () => {
      await workers.stop();
      await server.close();
      await clients.close();
      await client.close();
      await simulators.stop();
      await engine.stop();
      await pool.end();
    },
  };
}
