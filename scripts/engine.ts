// `npm run engine`: the embedded engine alone, with the embedded PostgreSQL when DATABASE_URL names none.
// The engine itself knows nothing of that: it must lift out into other projects.
import { ConfigError, readConfig } from '../platform/config.ts';
import { createLogger } from '../platform/logger.ts';
import { ensureDatabase } from '../platform/postgres.ts';
import { onShutdown } from '../platform/shutdown.ts';
import { runPart } from './start/parts.ts';

const log = createLogger('engine');

async function main(): Promise<void> {
  const config = readConfig();
  const database = await ensureDatabase({ home: config.home, databaseUrl: config.databaseUrl, log });
  const stop = async () => {
    await engine.stop();
    await database.stop();
  };
  const engine = runPart('engine', 'engine/main.ts', {
    env: { DATABASE_URL: database.url },
    log,
    onGivenUp: () => void stop().finally(() => process.exit(1)),
  });
  onShutdown(stop, log, 60_000);
}

main().catch((err: unknown) => {
  if (err instanceof ConfigError) process.stderr.write(`${err.message}\n`);
  else log.fatal({ err }, 'the engine did not start');
  process.exit(1);
});
