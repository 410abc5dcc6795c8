/** The engine as a process: `npm run engine`. Settings: the table in README.md beside this file. */
import { setFlagsFromString } from 'node:v8';
import { type Logger, pino } from 'pino';
import { AccessError, type Engine, startEngine } from './index.ts';
import { readSettings, SettingError } from './settings.ts';

// The engine's memory is long-lived rows. V8 would let it grow to twice their size before it collects; a third more is enough,
// and with 100 000 instances waiting it saves 300 MB at the same speed (`npm run bench:engine`).
setFlagsFromString('--heap-growing-percent=30');

const log: Logger = pino({
  name: 'engine',
  level: process.env.LOG_LEVEL || 'info',
  ...(process.stdout.isTTY && process.env.LOG_FORMAT !== 'json' ? { transport: { target: 'pino-pretty' } } : {}),
});

async function main(): Promise<void> {
  const stopping = new AbortController();
  const starting = startEngine({ ...readSettings(process.env), log, signal: stopping.signal });
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
