/** The engine as a process: `npm run engine`. Settings: the table in README.md beside this file. */
import { type Logger, pino } from 'pino';
import { AccessError, type Engine, startEngine } from './index.ts';

class SettingError extends Error {}

const log: Logger = pino({
  name: 'engine',
  level: process.env.LOG_LEVEL || 'info',
  ...(process.stdout.isTTY && process.env.LOG_FORMAT !== 'json' ? { transport: { target: 'pino-pretty' } } : {}),
});

function settings(env: NodeJS.ProcessEnv) {
  const databaseUrl = env.DATABASE_URL;
  if (!databaseUrl) {
    throw new SettingError(
      'DATABASE_URL is missing: the engine keeps everything in PostgreSQL. Write postgres://user:password@host:5432/database, ' +
        'or use npm start, which brings a PostgreSQL of its own.',
    );
  }
  return {
    databaseUrl,
    host: env.YITONG_ENGINE_HOST || '127.0.0.1',
    grpcPort: portOf(env, 'ZEEBE_GRPC_ADDRESS', 'grpc://127.0.0.1:26500'),
    restPort: portOf(env, 'ZEEBE_REST_ADDRESS', 'http://127.0.0.1:8080'),
    auth: env.YITONG_ENGINE_AUTH,
    users: env.YITONG_ENGINE_USERS,
    queueLimit: positive(env, 'YITONG_ENGINE_QUEUE_LIMIT'),
  };
}

/** The engine listens on the ports of the addresses that its clients use. */
function portOf(env: NodeJS.ProcessEnv, name: string, fallback: string): number {
  const address = env[name] || fallback;
  const match = /:(\d{1,5})\/?$/.exec(address);
  const port = Number(match?.[1]);
  if (!match || port > 65_535) {
    throw new SettingError(`${name} is '${address}', but must end with a port, as in ${fallback}.`);
  }
  return port;
}

function positive(env: NodeJS.ProcessEnv, name: string): number | undefined {
  const text = env[name];
  if (!text) return undefined;
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new SettingError(`${name} is '${text}', but must be a whole number above 0.`);
  return Number(text);
}

async function main(): Promise<void> {
  const stopping = new AbortController();
  const starting = startEngine({
    ...settings(process.env),
    fixedPorts: process.env.YITONG_FIXED_PORTS === 'true',
    log,
    signal: stopping.signal,
  });
  onShutdown(async () => {
    stopping.abort();
    const engine = await starting.catch(() => null);
    await engine?.stop();
  });
  const engine = await starting;
  announce(engine);
}

function announce(engine: Engine): void {
  log.info({ grpc: engine.grpcAddress, rest: engine.restAddress }, 'engine ready');
  process.send?.({ ready: true, grpcAddress: engine.grpcAddress, restAddress: engine.restAddress });
}

function onShutdown(stop: () => Promise<void>): void {
  let stopped = false;
  const handle = (reason: string) => {
    if (stopped) process.exit(1);
    stopped = true;
    log.info({ reason }, 'engine stops: answering what was accepted');
    stop().then(
      () => process.exit(0),
      (error) => {
        log.error({ err: error }, 'the engine did not stop cleanly');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => handle(signal));
  // Only set when started with an IPC channel (`npm start`): a killed parent must not leave its parts behind.
  process.on('disconnect', () => handle('parent gone'));
}

main().catch((error) => {
  if (error instanceof SettingError || error instanceof AccessError) log.fatal(error.message);
  else log.fatal({ err: error }, 'the engine cannot start');
  process.exitCode = 1;
});
