// `npm start`: everything together on one machine. Each part is a process of its own, as it would be in a larger
// installation; they talk over HTTP, gRPC and SQL only.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError, readConfig } from '../platform/config.ts';
import { prepareHome } from '../platform/home.ts';
import { createLogger } from '../platform/logger.ts';
import { ensureDatabase } from '../platform/postgres.ts';
import { onShutdown } from '../platform/shutdown.ts';
import { chooseAddresses } from './start/addresses.ts';
import { welcome } from './start/banner.ts';
import { checkReleaseOf } from './start/check-release.ts';
import { claimInstallation } from './start/claim-installation.ts';
import { runEngine } from './start/engine-part.ts';
import { keepDatabase } from './start/keep-database.ts';
import { runPart, waitUntilReady } from './start/parts.ts';
import { prepareDemo } from './start/prepare-demo.ts';

const READY_TIMEOUT_MS = 120_000;
const log = createLogger('start');

async function main(): Promise<void> {
  const began = performance.now();
  const config = readConfig();
  await prepareHome(config.home);
  buildScreensIfMissing();
  const { env, publicUrl, engineIsOurs, simulators } = await chooseAddresses(config, process.env, log);
  const partEnv: Record<string, string> = { ...env, YITONG_FIXED_PORTS: 'true', YITONG_HOME: config.home };
  // The parts load their modules while PostgreSQL starts.
  const databaseStarts = ensureDatabase({ home: config.home, databaseUrl: config.databaseUrl, log });
  let giveBack: (() => Promise<void>) | undefined;
  const database = databaseStarts.then(async ({ url }) => {
    if (!config.databaseUrl) giveBack = await claimInstallation(url, config.home);
    await checkReleaseOf(url);
    return { DATABASE_URL: url };
  });
  database.catch(() => undefined); // `ready` says it

  let keeping: (() => Promise<void>) | undefined;
  const stop = async () => {
    // Those who take work first, those who hold state last.
    for (const part of parts.toReversed()) await part.stop();
    await keeping?.();
    await giveBack?.();
    await databaseStarts.then((database) => database.stop()).catch(() => undefined);
  };
  const giveUp = () => {
    void stop().finally(() => process.exit(1));
  };
  const options = { env: partEnv, log, onGivenUp: giveUp };
  const engine = engineIsOurs ? runEngine(options, database) : undefined;
  const later = async () => ({ ...(await database), ...(await engine?.addresses) });
  const parts = [
    ...(engine ? [engine] : []),
    runPart('departments', 'departments/main.ts', {
      ...options,
      env: { ...partEnv, ...simulators },
      later: async () => database.then(() => ({})),
    }),
    runPart('server', 'server/main.ts', { ...options, later }),
    runPart('workers', 'workers/main.ts', { ...options, later }),
  ];
  onShutdown(stop, log, 60_000);
  const ready = async () => {
    const { DATABASE_URL: url } = await database;
    if (!config.databaseUrl) keeping = keepDatabase({ home: config.home, url, log, onMoved: giveUp });
    if (config.demo) await prepareDemo(url, config);
    await waitUntilReady(`${publicUrl}/readyz`, READY_TIMEOUT_MS);
    return { databaseUrl: url, engineAddresses: await engine?.addresses };
  };
  const { databaseUrl, engineAddresses } = await ready().catch(async (error) => {
    await stop();
    throw error;
  });
  // For `npm run demo` and other local tools: where this installation answers.
  const addresses = {
    publicUrl,
    databaseUrl,
    departments: departmentAddresses(partEnv),
    grpc: engineAddresses?.ZEEBE_GRPC_ADDRESS,
    rest: engineAddresses?.ZEEBE_REST_ADDRESS,
  };
  await writeFile(join(config.home, 'addresses.json'), `${JSON.stringify(addresses, null, 2)}\n`, { mode: 0o600 });
  process.stdout.write(welcome(publicUrl, engineAddresses, config.demo, (performance.now() - began) / 1000));
}

/** Normally built at install; an installation without scripts builds now. */
function buildScreensIfMissing(): void {
  if (existsSync('dist/desk/index.html') && existsSync('dist/modeler/index.html')) return;
  log.warn('the screens were not built at install: building them now, this takes a while');
  const built = spawnSync(process.execPath, ['scripts/prepare.mjs'], { stdio: 'inherit' });
  if (built.status !== 0) throw new Error('The screens could not be built. Run "npm run build" to see why.');
}

function departmentAddresses(env: Record<string, string>): Record<string, string> {
  const entries = Object.entries(env).flatMap(([key, value]) => {
    const name = /^YITONG_DEPT_(\w+)_URL$/.exec(key)?.[1];
    return name ? [[name.toLowerCase(), value] as [string, string]] : [];
  });
  return Object.fromEntries(entries);
}

main().catch((err: unknown) => {
  if (err instanceof ConfigError) process.stderr.write(`${err.message}\n`);
  else log.fatal({ err }, 'Yitong did not start');
  process.exit(1);
});
