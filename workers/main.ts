/** `npm run workers`: runs the job workers as a process of their own. The server deploys the diagrams. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClients } from '../departments/index.ts';
import { systemClock } from '../platform/clock.ts';
import { ConfigError, readConfig } from '../platform/config.ts';
import { createEngineClient } from '../platform/engine-client/index.ts';
import { createLogger } from '../platform/logger.ts';
import { migrate } from '../platform/migrate.ts';
import { createPool } from '../platform/pool.ts';
import { ensureDatabase } from '../platform/postgres.ts';
import { onShutdown } from '../platform/shutdown.ts';
import { createRegistry, registrySchema } from '../registry/index.ts';
import { catalog, startWorkers } from './index.ts';
import { describeJobs } from './published/index.ts';

/** What the server reads besides the catalogue it was shipped with: a diagram must not ask for a job that nobody does. */
async function publishCatalog(home: string): Promise<void> {
  await mkdir(home, { recursive: true });
  await writeFile(join(home, 'job-types.json'), `${JSON.stringify(describeJobs(catalog), null, 2)}\n`);
}

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLogger('workers');
  const database = await ensureDatabase({ home: config.home, databaseUrl: config.databaseUrl, log });
  const pool = createPool({ connectionString: database.url, max: 10, application_name: 'yitong-workers' });
  pool.on('error', (err) => log.warn({ code: (err as { code?: string }).code }, 'an idle database connection broke'));
  await migrate(pool, registrySchema);
  const clients = createClients(config.departmentUrls);
  const engine = createEngineClient(config);

  let workers: ReturnType<typeof startWorkers> | undefined;
  onShutdown(async () => {
    await workers?.stop();
    await Promise.all([engine.close(), clients.close()]);
    await pool.end();
    await database.stop();
  }, log);

  await publishCatalog(config.home);
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
