import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { Logger } from '../../platform/logger.ts';
import { ensureDatabase } from '../../platform/postgres.ts';
import { claim } from './claim-installation.ts';

const LONGEST_PAUSE_MS = 30_000;

/**
 * Starts the embedded PostgreSQL again whenever it ends: killed, out of memory, or because its disk was full. The parts wait for it
 * meanwhile; what they have been told is committed stays so. Only the port that they know will do: `onMoved` is called when
 * another program has taken it.
 * @returns what ends the watch
 */
export function keepDatabase(options: {
  home: string;
  url: string;
  log: Logger;
  onMoved: () => void;
}): () => Promise<void> {
  const { home, url, log } = options;
  const stopping = new AbortController();
  let client: Client | undefined;

  /** Lasts as long as the server does. */
  const watch = async () => {
    client = new Client({ connectionString: url, application_name: 'yitong-start' });
    client.on('error', () => undefined); // `end` follows
    const ended = new Promise<void>((resolve) => client?.once('end', resolve));
    await client.connect();
    await claim(client); // in the place of the claim that ended with PostgreSQL
    await ended;
  };
  const revive = async () => {
    const again = await ensureDatabase({ home, log, port: Number(new URL(url).port) });
    if (again.url === url) return;
    log.fatal('another program has taken the port of PostgreSQL: stop, and start again');
    options.onMoved();
    stopping.abort();
  };
  const run = async () => {
    for (let failures = 0; !stopping.signal.aborted; ) {
      try {
        await watch();
        failures = 0;
        if (stopping.signal.aborted) return;
        log.error('PostgreSQL has ended: starting it again');
        await revive();
      } catch (err) {
        failures += 1;
        if (stopping.signal.aborted) return;
        log.error({ reason: (err as Error).message }, 'PostgreSQL cannot be reached: trying again');
        await pause(Math.min(500 * 2 ** failures, LONGEST_PAUSE_MS), undefined, { signal: stopping.signal }).catch(
          () => undefined,
        );
        if (stopping.signal.aborted) return;
        await revive().catch((error: Error) => log.error({ reason: error.message }, 'PostgreSQL does not start'));
      }
    }
  };
  const running = run();
  return async () => {
    stopping.abort();
    await client?.end().catch(() => undefined);
    await running;
  };
}
