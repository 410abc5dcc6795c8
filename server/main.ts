// `npm run server`: the API for desk, modeler and partners, the outbox relay and the task inbox.
import { join, resolve } from 'node:path';
import { createClients } from '../departments/index.ts';
import { systemClock } from '../platform/clock.ts';
import { ConfigError, readConfig } from '../platform/config.ts';
import { createEngineClient } from '../platform/engine-client/index.ts';
import { createLogger } from '../platform/logger.ts';
import { migrate } from '../platform/migrate.ts';
import { createPool } from '../platform/pool.ts';
import { partPort } from '../platform/ports.ts';
import { ensureDatabase } from '../platform/postgres.ts';
import { onShutdown } from '../platform/shutdown.ts';
import { createRegistry, generateCity, registrySchema, seedCalendar } from '../registry/index.ts';
import { buildApp } from './app.ts';
import type { ServerDeps } from './deps.ts';
import { deployBundled } from './modeler/deploy-bundled.ts';
import { readKnownJobs } from './modeler/known-jobs.ts';
import { untilDone } from './until-done.ts';

const ROOT = resolve(import.meta.dirname, '..');
const POOL_SIZE = 20;
const log = createLogger('server');

async function main(): Promise<void> {
  const config = readConfig();
  const database = await ensureDatabase({ home: config.home, databaseUrl: config.databaseUrl, log });
  const pool = createPool({ connectionString: database.url, max: POOL_SIZE, application_name: 'yitong-server' });
  pool.on('error', (err) => log.warn({ err }, 'an idle database connection was lost'));
  await migrate(pool, registrySchema);
  await migrate(pool, { name: 'desk', migrations: join(ROOT, 'server/migrations') });
  await seedCalendar({ pool });
  const registry = createRegistry({ pool, clock: systemClock });
  if (config.demo) await registry.users.seedDemoUsers();
  const engine = createEngineClient(config);
  const departments = createClients(config.departmentUrls);

  const deps: ServerDeps = {
    registry,
    engine,
    departments,
    pool,
    clock: systemClock,
    log,
    config: {
      ...config,
      deskDir: join(ROOT, 'dist/desk'),
      modelerDir: join(ROOT, 'dist/modeler'),
      processesDir: join(ROOT, 'processes'),
    },
    knownJobs: () => readKnownJobs(join(ROOT, 'workers/job-types.json'), join(config.home, 'job-types.json')),
  };
  const stopping = new AbortController();
  // The engine may come up after us; nothing can be registered before its diagrams are there, and /readyz says so. On a first
  // start they are deployed while the city is written.
  const deployed = untilDone(() => deployBundled(deps), {
    log,
    what: 'deploying the diagrams',
    signal: stopping.signal,
  });
  if (config.demo) {
    const { created } = await generateCity(pool, { units: config.cityUnits, clock: systemClock });
    if (created > 0) log.info({ units: created }, 'synthetic city written to the register');
  }
  const server = await buildApp(deps);
  const port = await partPort(config.webPort, config.host, config.fixedPorts);
  await server.app.listen({ port, host: config.host });
  log.info({ url: `http://${config.host}:${port}` }, 'server listens');
  if (port !== config.webPort && config.webPort !== 0) {
    log.warn(
      `Port ${config.webPort} is busy: listening on ${port}. Set YITONG_WEB_PORT=${port} and YITONG_PUBLIC_URL=http://${config.host}:${port} for all parts, or departments call back to the wrong place.`,
    );
  }

  onShutdown(async () => {
    stopping.abort();
    await server.close();
    await engine.close();
    await departments.close();
    await pool.end();
    await database.stop();
  }, log);
  await deployed;
}

main().catch((err: unknown) => {
  if (err instanceof ConfigError) process.stderr.write(`${err.message}\n`);
  else log.fatal({ err }, 'the server did not start');
  process.exit(1);
});
