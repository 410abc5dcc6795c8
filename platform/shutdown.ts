import type { Logger } from './logger.ts';

/**
 * Runs `stop` once on SIGTERM or SIGINT and then leaves the process. A second signal leaves at once.
 * `stop` must finish what is under way; after `graceMs` the process leaves anyway, with exit code 1.
 */
export function onShutdown(stop: () => Promise<void>, log: Logger, graceMs = 20_000): void {
  let stopping = false;
  const handle = (signal: NodeJS.Signals) => {
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ signal }, 'stopping: finishing what is under way');
    const timer = setTimeout(() => {
      log.error(`not stopped after ${graceMs / 1000} s: leaving`);
      process.exit(1);
    }, graceMs);
    timer.unref();
    stop().then(
      () => process.exit(0),
      (err: unknown) => {
        log.error({ err }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', handle);
  process.on('SIGINT', handle);
}
