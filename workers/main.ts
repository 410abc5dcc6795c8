/** `npm run workers`: deploys processes/ and runs the job workers as a process of their own. */
import { Pool } from 'pg';
import { createClients } from '../departments/index.ts';
import { systemClock } from '../platform/clock.ts';
import { ConfigError, readConfig } from '../platform/config.ts';
import { createEngineClient, type EngineClient, EngineError } from '../platform/engine-client/index.ts';
import { createLogger } from '../platform/logger.ts';
import { migrate } from '../platform/migrate.ts';
import { ensureDatabase } from '../platform/postgres.ts';
import { onShutdown } from '../platform/shutdown.ts';
import { createRegistry, registryMigrationsDir, registrySchema } from '../registry/index.ts';
import { deployProcesses, startWorkers } from './index.ts';

const RETRY_MS = 500;

async function deployWhenReady(engine: EngineClient, log: ReturnType<typeof createLogger>): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const { processes } = await deployProcesses(engine);
      log.info({ processes: processes.map((p) => `${p.processDefinitionId} v${p.version}`) }, 'processes deployed');
      return;
    } catch (error) {
      if (!(error instanceof EngineError && error.retryable)) throw error;
      if (attempt % 20 === 0) log.info({ reason: error.message }, 'waiting for the engine');
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLogger('workers');
  const database = await ensureDatabase({ home: config.home, databaseUrl: config.databaseUrl, log });
  const pool = new Pool({ connectionString: database.url, max: 10, application_name: 'yitong-workers' });
  pool.on('error', (err) => log.warn({ code: (err as { code?: string }).code }, 'an idle database connection broke'));
  await migrate(pool, registrySchema, registryMigrationsDir);
  const clients = createClients(config.departmentUrls);
  const engine = createEngineClient(config);

  let workers: ReturnType<typeof startWorkers> | undefined;
  onShutdown(async () => {
    await workers?.stop();
    await Promise.all([engine.close(), clients.close()]);
    await pool.end();
    await database.stop();
  }, log);

  await deployWhenReady(engine, log);
  workers = startWorkers({
    registry: createRegistry({ pool, clock: systemClock }),
    clients,
    camunda: engine,
    clock: systemClock,
    log,
    settings: { publicUrl: config.publicUrl, callbackUrl: config.callbackUrl },
  });
  log.info('workers are ready');
}

main().catch((err: unknown) => {
  if (err instanceof ConfigError) process.stderr.write(`${err.message}\n`);
  else createLogger('workers').fatal({ err }, 'the workers did not start');
  process.exit(1);
});
