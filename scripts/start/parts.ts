import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../../platform/logger.ts';

export interface Part {
  name: string;
  /** Stops it cleanly (SIGTERM); kills it by its process id after 25 s. */
  stop(): Promise<void>;
}

/** Requests and jobs leave much short-lived garbage: a larger young generation halves what collecting it costs, for 30 MB. */
const NODE_FLAGS = ['--max-semi-space-size=32'];

/** A part that ends this often within a minute is given up. */
const MAX_RESTARTS_PER_MINUTE = 5;

const PART = 'scripts/start/part.ts';

export interface PartOptions {
  env: Record<string, string>;
  log: Logger;
  onGivenUp: () => void;
  /** Environment that is not known yet (the database still starts). Asked for at every start of the part, which waits for it. */
  later?: () => Promise<Record<string, string>>;
  /** What the part tells us. */
  onMessage?: (message: unknown) => void;
}

/**
 * Runs one part as a process of its own and starts it again when it dies. The IPC channel is there so that the part notices
 * when we are gone, gets what was not known when it was started, and tells us what only it knows.
 */
export function runPart(name: string, file: string, { env, log, onGivenUp, later, onMessage }: PartOptions): Part {
  let child: ChildProcess;
  let stopping = false;
  const deaths: number[] = [];

  const launch = () => {
    const started = spawn(process.execPath, [...NODE_FLAGS, '--import', 'tsx', ...(later ? [PART] : []), file], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, ...env },
    });
    child = started;
    // One that has ended meanwhile is started again, and told then.
    later?.()
      .then((env) => started.send({ env }, () => undefined))
      .catch(() => undefined);
    if (onMessage) child.on('message', onMessage);
    child.once('exit', (code, signal) => void restart(code, signal));
  };
  const restart = async (code: number | null, signal: NodeJS.Signals | null) => {
    if (stopping) return;
    const now = performance.now();
    deaths.push(now);
    const recent = deaths.filter((at) => now - at < 60_000).length;
    if (recent > MAX_RESTARTS_PER_MINUTE) {
      log.fatal({ part: name, code, signal }, 'the part keeps ending: giving up');
      onGivenUp();
      return;
    }
    log.error({ part: name, code, signal }, 'the part ended by itself: starting it again');
    await pause(500 * recent);
    if (!stopping) launch();
  };
  launch();

  return {
    name,
    stop: async () => {
      stopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 25_000);
      await gone;
      clearTimeout(late);
    },
  };
}

/** Waits until `url` answers 2xx. @throws after `timeoutMs`, with the last thing it said */
export async function waitUntilReady(url: string, timeoutMs: number): Promise<void> {
  const end = performance.now() + timeoutMs;
  let last = 'no answer';
  while (performance.now() < end) {
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(2000) });
      if (answer.ok) return;
      last = `${answer.status} ${(await answer.text()).slice(0, 300)}`;
    } catch (err) {
      last = (err as Error).message;
    }
    await pause(150);
  }
  throw new Error(`${url} was not ready after ${timeoutMs / 1000} s: ${last}`);
}
