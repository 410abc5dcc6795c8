import type { Pool, PoolClient } from 'pg';
import type { Logger } from 'pino';
import type { ChangeSet, Snapshot } from '../core/types.ts';
import { UnwritableBatch } from '../runtime/errors.ts';
import { loadSnapshot } from './load-snapshot.ts';
import { createBatchWriter } from './write-batch.ts';

/** Session advisory lock of the one process that may write: "engw" in ASCII. */
const WRITER_LOCK = 0x656e6777;
const STANDBY_POLL_MS = 300;
/** SQLSTATE that `engine.advance_writer` raises in a writer whose epoch is over. */
const FENCED = 'YT001';
/** SQLSTATE classes of rows that cannot be stored: data exception, integrity violation, limit exceeded. */
const UNWRITABLE = /^(22|23|54)/;

/** The one database session that may change the engine's tables. */
export interface WriterSession {
  /** Counts writers of this database; every batch checks that it is still the newest. */
  readonly epoch: string;
  /** False once the session broke or a newer writer exists: acquire another one. */
  alive(): boolean;
  write(changes: ChangeSet): Promise<void>;
  load(): Promise<Snapshot>;
  /** The instant at which the clock is held (epoch milliseconds), or null. */
  readPinnedClock(): Promise<number | null>;
  savePinnedClock(pinnedAt: number | null): Promise<void>;
  release(): Promise<void>;
}

/**
 * Waits until this process is the database's only writer, then starts a new epoch.
 *
 * The advisory lock keeps two live processes apart. The epoch fences a writer that lost its session without noticing
 * (network cut, paused machine, a failed-over server that knows nothing of the lock): its next batch fails as a whole.
 * @returns null when `signal` was aborted while waiting
 */
export async function acquireWriterSession(
  pool: Pool,
  log: Logger,
  signal: AbortSignal,
): Promise<WriterSession | null> {
  let waiting = false;
  while (!signal.aborted) {
    const client = await pool.connect();
    try {
      if (await tryLock(client)) {
        const epoch = await startEpoch(client);
        if (waiting) log.info({ epoch }, 'the other engine process is gone; taking over');
        return openSession(client, epoch, log);
      }
      client.release();
    } catch (error) {
      client.release(error as Error);
      throw error;
    }
    if (!waiting) log.info('another engine process writes to this database; waiting as hot standby');
    waiting = true;
    await pause(STANDBY_POLL_MS, signal);
  }
  return null;
}

async function tryLock(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query('SELECT pg_try_advisory_lock($1) AS held', [WRITER_LOCK]);
  return rows[0].held;
}

async function startEpoch(client: PoolClient): Promise<string> {
  const { rows } = await client.query(
    `INSERT INTO engine.writer (id, epoch) VALUES (true, 1)
     ON CONFLICT (id) DO UPDATE SET epoch = engine.writer.epoch + 1, since = now() RETURNING epoch`,
  );
  return rows[0].epoch;
}

async function openSession(client: PoolClient, epoch: string, log: Logger): Promise<WriterSession> {
  // The batch statements are inserts from arrays: their plan never depends on the values.
  await client.query("SET plan_cache_mode = 'force_generic_plan'");
  const batchStatement = createBatchWriter();
  let alive = true;
  const lost = (reason: string) => {
    if (alive) log.error({ reason }, 'the writer lost its database session');
    alive = false;
  };
  const onError = (error: Error) => lost(error.message);
  const onEnd = () => lost('the session ended');
  client.on('error', onError);
  client.on('end', onEnd);
  return {
    epoch,
    alive: () => alive,
    async write(changes) {
      try {
        await client.query(batchStatement(changes, epoch));
      } catch (error) {
        const { code = '', message } = withoutRow(error);
        if (code === FENCED) alive = false;
        if (UNWRITABLE.test(code)) throw new UnwritableBatch(message, { cause: error });
        throw error;
      }
    },
    load: () => loadSnapshot(client),
    async readPinnedClock() {
      const { rows } = await client.query('SELECT clock_pinned_at FROM engine.writer');
      return rows[0].clock_pinned_at === null ? null : Number(rows[0].clock_pinned_at);
    },
    async savePinnedClock(pinnedAt) {
      await client.query('UPDATE engine.writer SET clock_pinned_at = $1 WHERE epoch = $2', [pinnedAt, epoch]);
    },
    async release() {
      alive = false;
      client.off('error', onError);
      client.off('end', onEnd);
      await client.query('SELECT pg_advisory_unlock($1)', [WRITER_LOCK]).catch(() => undefined);
      // The session goes with the lock: nothing of it (settings, prepared statements) may leak into the pool.
      client.release(true);
    },
  };
}

/** PostgreSQL quotes the failing row in `detail`; process variables belong in no log. */
function withoutRow(error: unknown): { code?: string; message: string } {
  const failure = error as { code?: string; message: string; detail?: string; where?: string };
  delete failure.detail;
  delete failure.where;
  return failure;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}
