import { resolve } from 'node:path';
import { createClients, type RunningSimulators, startSimulators } from '../../departments/index.ts';
import { createTestClock, type TestClock } from '../../platform/clock.ts';
import { createEngineClient, type EngineClient } from '../../platform/engine-client/index.ts';
import { defaultKeepDays } from '../../platform/keep-days.ts';
import { createLogger } from '../../platform/logger.ts';
import { migrate } from '../../platform/migrate.ts';
import { createRegistry, generateCity, type Registry, registrySchema, seedCalendar } from '../../registry/index.ts';
import { type DeskClient, signIn } from '../../scripts/play/desk-client.ts';
import { buildApp } from '../../server/app.ts';
import type { ServerDeps } from '../../server/deps.ts';
import { deployBundled } from '../../server/modeler/deploy-bundled.ts';
import { knownJobsOf } from '../../server/modeler/known-jobs.ts';
import { untilDone } from '../../server/until-done.ts';
import { catalog, startWorkers } from '../../workers/index.ts';
import { describeJobs } from '../../workers/published/index.ts';
import type { BackOff } from '../../workers/runtime/run-job.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** A Monday morning inside window hours. */
export const MONDAY_0900 = '2026-11-23T09:00:00+08:00';
const CITY_UNITS = 600;
/** For the hook that starts one: on a real broker, beside other runs on two cores, it took more than two minutes. */
export const SYSTEM_STARTS_WITHIN_MS = 300_000;
/** Time for some answers that never come, each waited for as long as the engine client does. */
const ENGINE_STARTS_WITHIN_MS = 90_000;
/** Signs what departments report by themselves. */
export const CALLBACK_SECRET = 'a secret of the tests only';

/** An engine that speaks Camunda's APIs, embedded or real. */
export interface EngineUnderTest {
  grpcAddress: string;
  restAddress: string;
  stop(): Promise<void>;
}

export interface System {
  publicUrl: string;
  clock: TestClock;
  db: TestDatabase;
  registry: Registry;
  engine: EngineClient;
  engineAddresses: Pick<EngineUnderTest, 'grpcAddress' | 'restAddress'>;
  simulators: RunningSimulators;
  /** A signed-in member of staff; one session per account. */
  as(account: string): Promise<DeskClient>;
  /** Moves the clock of every part, the engine's included, so that what became due happens. */
  setTime(instant: string | Date): Promise<void>;
  /** The same, from now on. */
  passTime(ms: number): Promise<void>;
  /** A department's run-time faults; `{}` heals it. */
  fault(department: keyof RunningSimulators['addresses'], faults: Record<string, unknown>): Promise<void>;
  /** All departments end and come back at their addresses without any memory. */
  forgetDepartments(): Promise<void>;
  /** From now on no job is done here: others may do them. */
  stopWorkers(): Promise<void>;
  stop(): Promise<void>;
}

/** A database with a small demo city in it, made once per run and copied. */
export function createCityDatabase(): Promise<TestDatabase> {
  return createTestDatabase({
    template: 'city',
    prepare: async (url) => {
      const { Pool } = await import('pg');
      const pool = new Pool({ connectionString: url });
      await migrate(pool, registrySchema);
      await migrate(pool, { name: 'desk', migrations: `${ROOT}/server/migrations` });
      const clock = createTestClock(MONDAY_0900);
      await seedCalendar({ pool });
      await generateCity(pool, { units: CITY_UNITS, clock });
      await createRegistry({ pool, clock }).users.seedDemoUsers();
      await pool.end();
    },
  });
}

/**
 * The whole product on one test clock: server, workers and simulators in this process, HTTP and gRPC between them,
 * a database of its own, and the given engine. `retry`: how long the workers wait before a job is tried again, in milliseconds.
 * `callbackUrl`: where workers tell departments to report, instead of to this server.
 */
export async function startSystem(
  startEngine: (db: TestDatabase, clock: TestClock) => Promise<EngineUnderTest>,
  { retry = { firstBackOffMs: 200, maxBackOffMs: 1000 }, callbackUrl }: { retry?: BackOff; callbackUrl?: string } = {},
): Promise<System> {
  const db = await createCityDatabase();
  const clock = createTestClock(MONDAY_0900);
  const log = createLogger('test');
  const callbackSecret = CALLBACK_SECRET;
  const underTest = await startEngine(db, clock);
  const engine = createEngineClient({
    zeebeGrpcAddress: underTest.grpcAddress,
    zeebeRestAddress: underTest.restAddress,
  });
  // As the product's own start: a broker that is still warming up drops a connection now and then.
  const once = async (work: () => Promise<void>, what: string) => {
    let failure: unknown = null;
    const attempt = async () => {
      await work().catch((error: unknown) => {
        failure = error;
        throw error;
      });
      failure = null;
    };
    await untilDone(attempt, { log, what, signal: AbortSignal.timeout(ENGINE_STARTS_WITHIN_MS) });
    if (failure) throw new Error(`${what}: not in ${ENGINE_STARTS_WITHIN_MS / 1000} s`, { cause: failure });
  };
  await once(() => engine.setClock(clock.now()), 'setting the clock');
  const registry = createRegistry({ pool: db.pool, clock });
  const startDepartments = (ports = {}) =>
    startSimulators({ callbackSecret, clock, log, callbackBackoffMs: 50, ports });
  let simulators = await startDepartments();
  // A healed department is believed at once: tests do not wait for the usual pause of a circuit breaker.
  const clients = createClients(simulators.addresses, { circuit: { halfOpenAfterMs: 100 } });

  const deps: ServerDeps = {
    registry,
    engine,
    departments: clients,
    pool: db.pool,
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
      zeebeRestAddress: underTest.restAddress,
      demo: true,
      deskDir: `${ROOT}/dist/desk`,
      modelerDir: `${ROOT}/dist/modeler`,
      processesDir: `${ROOT}/processes`,
    },
  };
  const server = await buildApp(deps);
  const publicUrl = await server.app.listen({ port: 0, host: '127.0.0.1' });
  deps.config.callbackUrl = publicUrl;
  await once(() => deployBundled(deps), 'deploying the diagrams');
  const workers = startWorkers({
    registry,
    clients,
    camunda: engine,
    clock,
    log,
    settings: { publicUrl, callbackUrl: callbackUrl ?? publicUrl, retry },
  });

  const setTime = async (instant: string | Date) => {
    clock.set(instant);
    await engine.setClock(clock.now());
  };

  const sessions = new Map<string, Promise<DeskClient>>();
  return {
    publicUrl,
    clock,
    db,
    registry,
    engine,
    engineAddresses: underTest,
    simulators: { addresses: simulators.addresses, stop: () => simulators.stop() },
    as: (account) => {
      const session = sessions.get(account) ?? signIn(publicUrl, account);
      sessions.set(account, session);
      return session;
    },
    setTime,
    passTime: (ms) => setTime(new Date(clock.now().getTime() + ms)),
    fault: async (department, faults) => {
      const healthy = { latencyMs: 0, refuse: null, fail: null, twice: false, outOfOrder: false };
      const answer = await fetch(`${simulators.addresses[department]}/faults`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...healthy, ...faults }),
      });
      if (!answer.ok) throw new Error(`faults of ${department}: ${answer.status} ${await answer.text()}`);
    },
    forgetDepartments: async () => {
      const { addresses } = simulators;
      await simulators.stop();
      const ports = Object.entries(addresses).map(([name, address]) => [name, Number(new URL(address).port)]);
      simulators = await startDepartments(Object.fromEntries(ports));
    },
    stopWorkers: () => workers.stop(),
    stop: async () => {
      await workers.stop();
      await server.close();
      await clients.close();
      await engine.close();
      await simulators.stop();
      await underTest.stop();
      await db.drop();
    },
  };
}
