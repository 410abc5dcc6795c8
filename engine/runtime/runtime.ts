import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { PinnableClock } from '../clock.ts';
import type {
  Command,
  CommandOf,
  Core,
  CoreOptions,
  CreatedInstance,
  Effect,
  EngineRecord,
  EntityKind,
  EntityTypes,
  Responses,
  Variables,
} from '../core/types.ts';
import { migrateEngine } from '../storage/migrate.ts';
import { acquireWriterSession, type WriterSession } from '../storage/writer-session.ts';
import { countBatch } from './count-batch.ts';
import { createDueWork } from './due-work.ts';
import { EngineUnavailable } from './errors.ts';
import { type CommittedBatch, createGroupCommit, type GroupCommit } from './group-commit.ts';
import { createJobDispatch, type JobDispatch } from './job-dispatch.ts';
import type { EngineMetrics } from './metrics.ts';
import { createPendingAnswers } from './pending-answers.ts';
import { createRetention } from './retention.ts';
import { createWaitingCallers } from './waiting-callers.ts';

export interface RuntimeOptions {
  pool: Pool;
  clock: PinnableClock;
  log: Logger;
  metrics: EngineMetrics;
  createCore(options: CoreOptions): Core;
  /** Unanswered commands above which new ones get RESOURCE_EXHAUSTED. */
  queueLimit: number;
  /** Milliseconds that instances are kept after their end; undefined = for ever. */
  historyMinimumAgeMs?: number;
  /** Sees every committed record, in order (parity tests, exporters). */
  onRecords?: (records: EngineRecord[]) => void;
}

export type RuntimeState = 'starting' | 'standby' | 'serving' | 'recovering' | 'stopped';

export interface InstanceResult extends CreatedInstance {
  variables: Variables;
}

export interface Runtime {
  /** Brings the schema up to date, waits to be the only writer, loads the state. False when `signal` ended the waiting. */
  start(signal?: AbortSignal): Promise<boolean>;
  execute<C extends Command>(command: C): Promise<Responses[C['type']]>;
  /** Creates an instance and waits for its end; at most `timeoutMs`. */
  createWithResult(command: CommandOf<'createProcessInstance'>, timeoutMs: number): Promise<InstanceResult>;
  jobs: JobDispatch;
  pinClock(epochMs: number): Promise<void>;
  resetClock(): Promise<void>;
  /** What of a kind is alive, committed or about to be. */
  live<K extends EntityKind>(kind: K): Iterable<Readonly<EntityTypes[K]>>;
  /** Carries out what is due now; for callers that move an injected clock. */
  tick(): Promise<void>;
  state(): RuntimeState;
  figures(): { queueDepth: number; activeInstances: number; activeIncidents: number };
  /** Answers callers that wait for something to happen (long polls, results): the engine is about to stop. */
  releaseCallers(): void;
  /** Answers what was accepted, releases the database. */
  stop(): Promise<void>;
}

const RECOVERY_RETRY_MS = 500;

export function createRuntime(options: RuntimeOptions): Runtime {
  const { pool, clock, log, metrics } = options;
  const stopping = new AbortController();
  const results = createWaitingCallers<InstanceResult>();
  const answers = createPendingAnswers();
  let state: RuntimeState = 'starting';
  let session: WriterSession | null = null;

  const core = options.createCore({ pickStream: (jobType) => jobs.pickStream(jobType) });
  const now = () => clock.now().getTime();
  const jobs: JobDispatch = createJobDispatch(
    () => core,
    () => commits,
  );
  const commits: GroupCommit = createGroupCommit({
    core,
    now,
    queueLimit: options.queueLimit,
    commit: (changes) => {
      if (!session) return Promise.reject(new Error('there is no database session'));
      return session.write(changes);
    },
    onRefused: () => metrics.refused.add(),
    onApplied: (effects) => {
      for (const effect of effects) if (effect.kind === 'jobsAvailable') jobs.jobsAvailable(effect.jobType);
    },
    onCommitted,
    onFailure: recover,
    onRecovered: () => {
      jobs.wakeAll();
      due.arm();
    },
  });

  const due = createDueWork({
    core,
    commits: () => commits,
    clock,
    log,
    active: () => serving(),
  });

  const serving = () => state === 'serving' && !stopping.signal.aborted;
  const retention = createRetention({ pool, clock, log, minimumAgeMs: options.historyMinimumAgeMs, active: serving });

  async function tick(): Promise<void> {
    await due.tick();
    await retention.run();
  }

  function onCommitted(batch: CommittedBatch) {
    countBatch(metrics, batch);
    batch.commands.forEach((command, index) => {
      const response = batch.outcomes[index]?.response;
      if (command.type !== 'createProcessInstance' || !command.awaitResult || !response?.ok) return;
      results.open((response.value as CreatedInstance).processInstanceKey);
    });
    answers.open(batch.outcomes);
    for (const effect of batch.effects) afterCommit(effect);
    if (batch.records.length > 0) options.onRecords?.(batch.records);
    due.arm();
  }

  function afterCommit(effect: Effect) {
    if (effect.kind === 'jobPushed') jobs.push(effect.streamId, effect.job);
    else if (effect.kind === 'processInstanceCompleted') results.resolve(effect.processInstanceKey, effect);
    else if (effect.kind === 'transitionEnded') answers.settle(effect);
    else if (effect.kind === 'processInstanceTerminated') {
      const message = `Process instance ${effect.processInstanceKey} was terminated before it completed.`;
      results.reject(effect.processInstanceKey, new EngineUnavailable(message));
    }
  }

  async function takeOver(): Promise<boolean> {
    const acquired = await acquireWriterSession(pool, log, stopping.signal);
    session = acquired;
    if (!acquired) return false;
    // A stale writer must know it at once, not at its next command: nobody may take it for the one that serves.
    acquired.onLost((error) => {
      if (state === 'serving' && session === acquired) commits.abandon(error);
    });
    await reload(acquired);
    return true;
  }

  /** The first time. A database that breaks off while the state is read is waited for; a state that cannot be read is not. */
  async function begin(): Promise<boolean> {
    try {
      return await takeOver();
    } catch (error) {
      if (!session || session.alive()) throw error;
      await recover(error as Error);
      return state === 'serving';
    }
  }

  async function reload(from: WriterSession): Promise<void> {
    const started = performance.now();
    core.load(await from.load());
    const pinnedAt = await from.readPinnedClock();
    if (pinnedAt === null) clock.reset();
    else clock.pin(pinnedAt);
    state = 'serving';
    log.info({ epoch: from.epoch, ms: Math.round(performance.now() - started) }, 'engine state loaded');
    due.arm();
  }

  /** After a failed commit the tables are the truth: forget everything in memory and read it again. */
  async function recover(cause: Error): Promise<void> {
    log.error({ err: cause }, 'a batch could not be written; reloading the state from the tables');
    state = 'recovering';
    metrics.recoveries.add();
    due.disarm();
    for (let attempt = 1; !stopping.signal.aborted; attempt += 1) {
      try {
        if (session?.alive()) return await reload(session);
        await session?.release();
        session = null;
        if (await takeOver()) return;
      } catch (error) {
        if (attempt === 1) log.error({ err: error }, 'the state cannot be loaded yet; trying until it can');
        await new Promise((resolve) => setTimeout(resolve, RECOVERY_RETRY_MS));
      }
    }
  }

  async function createWithResult(command: CommandOf<'createProcessInstance'>, timeoutMs: number) {
    const { processInstanceKey } = await commits.submit(command);
    const text = `Process instance ${processInstanceKey} did not complete within ${timeoutMs} ms. It goes on; look it up by its key.`;
    const result = results.wait(processInstanceKey, timeoutMs, text);
    if (!result) throw new EngineUnavailable(`Nobody waits for the result of process instance ${processInstanceKey}.`);
    return result;
  }

  /** Durable before acknowledged, like every command. */
  async function savePin(epochMs: number | null): Promise<void> {
    if (state !== 'serving' || !session) throw new EngineUnavailable(`The engine is ${state}. Retry in a moment.`);
    try {
      await session.savePinnedClock(epochMs);
    } catch (error) {
      if (error instanceof EngineUnavailable) throw error;
      throw new EngineUnavailable(`The clock could not be pinned (${(error as Error).message}). Retry in a moment.`);
    }
  }

  function releaseCallers() {
    jobs.releaseWaiting();
    results.release('The engine is stopping. The process instance goes on when it is back; look it up by its key.');
    answers.release('The engine is stopping. The request goes on when it is back; look the task up by its key.');
  }

  return {
    jobs,
    tick,
    createWithResult,
    live: (kind) => core.list(kind),
    state: () => state,
    figures: () => ({
      queueDepth: commits.depth(),
      activeInstances: count(core.list('processInstance')),
      activeIncidents: count(core.list('incident')),
    }),
    execute: (command) => answers.wait(commits.submit(command)),
    async start(signal) {
      const giveUp = () => stopping.abort();
      signal?.addEventListener('abort', giveUp);
      await migrateEngine(pool);
      state = 'standby';
      const tookOver = await begin();
      signal?.removeEventListener('abort', giveUp);
      if (tookOver) retention.start();
      return tookOver;
    },
    async pinClock(epochMs) {
      await savePin(epochMs);
      clock.pin(epochMs);
      await tick();
    },
    async resetClock() {
      await savePin(null);
      clock.reset();
      await tick();
    },
    releaseCallers,
    async stop() {
      due.disarm();
      retention.stop();
      releaseCallers();
      stopping.abort();
      await commits.drain('The engine is stopping. Retry in a moment.');
      state = 'stopped';
      releaseCallers();
      await session?.release();
      session = null;
    },
  };
}

function count(items: Iterable<unknown>): number {
  let n = 0;
  for (const _ of items) n += 1;
  return n;
}
