import type { Pool, PoolClient } from 'pg';
import type { Logger } from 'pino';
import type { ChangeSet, Snapshot } from '../core/types.ts';
import { EngineUnavailable, UnwritableBatch } from '../runtime/errors.ts';
import { loadSnapshot } from './load-snapshot.ts';
import { createBatchWriter } from './write-batch.ts';

/** Session advisory lock of the one process that may write: "engw" in ASCII. */
const WRITER_LOCK = 0x656e6777;
const STANDBY_POLL_MS = 300;
/** A writer with nothing to write lets PostgreSQL hear from it this often. */
const HEARTBEAT_MS = 1000;
/** A writer that PostgreSQL has not heard from for so long is taken for gone: its machine is, or it hangs. */
const SILENCE_MS = 3000;
/** SQLSTATE that `engine.advance_writer` raises in a writer whose epoch is over. */
const FENCED = 'YT001';
/** SQLSTATE classes of rows that cannot be stored: data exception, integrity violation, limit exceeded. */
const UNWRITABLE = /^(22|23|54)/;

/** The one database session that may change the engine's tables. */
export interface WriterSession {
  /** Counts writers of this database; every batch checks that it is still the newest. */
  readonly epoch: string;
  /** Calls back once when the session breaks while nothing is being written. */
  onLost(listener: (error: Error) => void): void;
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
 * The advisory lock keeps two live processes apart. A writer that is silent (paused, hung, its machine gone without a word)
 * loses the lock with its session. The epoch fences whatever it still sends, as it does a writer of a failed-over server
 * that knows nothing of the lock: its next batch fails as a whole.
 *
 * A standby outlives the database: while it is away the standby waits for it, too.
 * @returns null when `signal` was aborted while waiting
 * @throws when the database cannot be reached at the first attempt
 */
export async function acquireWriterSession(
  pool: Pool,
  log: Logger,
  signal: AbortSignal,
): Promise<WriterSession | null> {
  let waiting = false;
  let away = false;
  while (!signal.aborted) {
    try {
      const session = await tryToWrite(pool, log);
      if (session && waiting) log.info({ epoch: session.epoch }, 'the other engine process is gone; taking over');
      if (session) return session;
      away = false;
    } catch (error) {
      if (!waiting) throw error;
      if (!away) log.warn({ err: error }, 'the database is away; the standby waits for it');
      away = true;
    }
    if (!waiting) log.info('another engine process writes to this database; waiting as hot standby');
    waiting = true;
    await pause(STANDBY_POLL_MS, signal);
  }
  return null;
}

/** Null while another process writes. */
async function tryToWrite(pool: Pool, log: Logger): Promise<WriterSession | null> {
  const client = await pool.connect();
  // A broken connection is an event besides a rejected query; unheard, it would end the process.
  const broken = () => undefined;
  client.on('error', broken);
  try {
    if (await tryLock(client)) return openSession(client, await startEpoch(client), log);
    await endSilentWriter(client, log);
    client.off('error', broken);
    client.release();
    return null;
  } catch (error) {
    client.release(error as Error);
    throw error;
  }
}

/**
 * Ends the database session of a writer that PostgreSQL has not heard from. A session at work (a long commit, a slow disk)
 * is not silent, unless what it waits for is its client.
 */
async function endSilentWriter(client: PoolClient, log: Logger): Promise<void> {
  const { rows } = await client.query(
    `SELECT pg_terminate_backend(a.pid) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
      WHERE l.locktype = 'advisory' AND l.granted AND l.classid = 0 AND l.objid = $1 AND l.objsubid = 1
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND (a.state <> 'active' OR a.wait_event_type = 'Client')
        AND clock_timestamp() - a.state_change > make_interval(secs => $2)`,
    [WRITER_LOCK, SILENCE_MS / 1000],
  );
  if (rows.length > 0) log.warn('the writer has been silent for too long; ending its session');
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
  /** Queries of this session that wait or run. */
  let busy = 0;
  let last: Promise<unknown> = Promise.resolve();
  let tell: ((error: Error) => void) | null = null;
  const lost = (reason: string) => {
    if (!alive) return;
    log.error({ reason }, 'the writer lost its database session');
    alive = false;
    // Somebody who writes hears of it from the write.
    if (busy === 0) tell?.(new Error(`the database session is lost: ${reason}`));
  };
  /** A connection carries one query at a time. */
  async function inTurn<T>(query: () => Promise<T>): Promise<T> {
    const before = last;
    busy += 1;
    const mine = before.then(query).finally(() => {
      busy -= 1;
    });
    last = mine.catch(() => undefined);
    return mine;
  }
  const heartbeat = setInterval(() => {
    if (busy === 0) inTurn(() => client.query('SELECT 1')).catch((error: Error) => lost(error.message));
  }, HEARTBEAT_MS);
  heartbeat.unref();
  client.on('error', (error) => lost(error.message));
  client.on('end', () => lost('the session ended'));
  return {
    epoch,
    alive: () => alive,
    onLost: (listener) => {
      tell = listener;
    },
    async write(changes) {
      try {
        await inTurn(() => client.query(batchStatement(changes, epoch)));
      } catch (error) {
        const { code = '', message } = withoutRow(error);
        if (code === FENCED) alive = false;
        if (UNWRITABLE.test(code)) throw new UnwritableBatch(message, { cause: error });
        throw error;
      }
    },
    load: () => inTurn(() => loadSnapshot(client)),
    async readPinnedClock() {
      const { rows } = await inTurn(() => client.query('SELECT clock_pinned_at FROM engine.writer'));
      return rows[0].clock_pinned_at === null ? null : Number(rows[0].clock_pinned_at);
    },
    async savePinnedClock(pinnedAt) {
      const text = 'UPDATE engine.writer SET clock_pinned_at = $1 WHERE epoch = $2';
      const { rowCount } = await inTurn(() => client.query(text, [pinnedAt, epoch]));
      if (rowCount === 0) lost('another engine process has taken over this database');
      if (!alive) throw new EngineUnavailable('Another engine process has taken over. Retry in a moment.');
    },
    async release() {
      alive = false;
      clearInterval(heartbeat);
      await inTurn(() => client.query('SELECT pg_advisory_unlock($1)', [WRITER_LOCK])).catch(() => undefined);
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
