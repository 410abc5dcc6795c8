import type { Logger } from './logger.ts';

/**
 * Runs `stop` once on SIGTERM or SIGINT, or when the parent that started this part is gone, and then leaves the process. A second signal leaves at once.
 * `stop` must finish what is under way; after `graceMs` the process leaves anyway, with exit code 1.
 */
export function onShutdown(stop: () => Promise<void>, log: Logger, graceMs = 20_000): void {
  let stopping = false;
  const handle = (signal: NodeJS.Signals | 'PARENT_GONE') => {
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
  // Only set when started with an IPC channel (`npm start`): a killed parent must not leave its parts behind.
  process.on('disconnect', () => handle('PARENT_GONE'));
  // It may have gone while this part was still loading.
  if (process.connected === false) handle('PARENT_GONE');
}
