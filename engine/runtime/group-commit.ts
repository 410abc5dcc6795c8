import type { ChangeSet, Command, Core, Effect, EngineRecord, Outcome, Responses } from '../core/types.ts';
import { CommandRejected, EngineBusy, EngineUnavailable, UnwritableBatch } from './errors.ts';

/**
 * Group commit.
 *
 * A command is applied to the core in memory the moment it arrives; its answer waits for the transaction that carries its
 * changes. While one transaction is in flight the next batch fills, so the batch grows with the load and the database is
 * asked once per batch, not once per command. The core is therefore ahead of the tables by at most two batches; when a
 * commit fails, everything not committed is forgotten (`onFailure` reloads the core) and its callers are told to retry.
 */
export interface GroupCommitOptions {
  core: Core;
  now: () => number;
  /** Unanswered commands above which new ones are turned away. */
  queueLimit: number;
  commit(changes: ChangeSet): Promise<void>;
  /** A command was turned away because the queue was full. */
  onRefused(): void;
  /** Runs as soon as a command was applied, before its commit. */
  onApplied(effects: Effect[]): void;
  /** Runs after the commit, before the answers go out. */
  onCommitted(batch: CommittedBatch): void;
  /** Must make the core and the tables agree again; commands are refused until it resolves. */
  onFailure(error: Error): Promise<void>;
  /** Commands are taken again after a failure. */
  onRecovered(): void;
}

export interface CommittedBatch {
  commands: Command[];
  outcomes: Outcome[];
  effects: Effect[];
  records: EngineRecord[];
  seconds: number;
}

export interface GroupCommit {
  submit<C extends Command>(command: C, options?: { internal?: boolean }): Promise<Responses[C['type']]>;
  depth(): number;
  /** The database session broke while nothing was being written: as a failed commit. */
  abandon(error: Error): void;
  /** Refuses commands from now on; resolves when everything accepted is answered. */
  drain(reason: string): Promise<void>;
}

interface Entry {
  command: Command;
  outcome: Outcome;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

function unwritten({ message }: Error): EngineUnavailable {
  return new EngineUnavailable(
    `The batch could not be written (${message}). Nothing of it is known to be kept; retry.`,
  );
}

function unwritable(command: Command, { message }: Error): CommandRejected {
  const reason = `its result cannot be stored: ${message}`;
  return new CommandRejected({ type: 'PROCESSING_ERROR', intent: command.type, reason });
}

/** Jobs that finish relieve the engine, so they are turned away only far above the limit (as in Zeebe). */
const RELIEVING: ReadonlySet<Command['type']> = new Set([
  'completeJob',
  'failJob',
  'throwError',
  'cancelProcessInstance',
]);
const RELIEF_FACTOR = 4;

export function createGroupCommit(options: GroupCommitOptions): GroupCommit {
  const { core } = options;
  let open: Entry[] = [];
  let inFlight: Entry[] = [];
  let flushing = false;
  let scheduled = false;
  let closed: string | null = null;
  let recovering: Promise<void> | null = null;
  const idle: (() => void)[] = [];

  const depth = () => open.length + inFlight.length;

  function admit(command: Command, internal: boolean): Error | null {
    if (recovering)
      return new EngineUnavailable('The engine is reloading its state from the database. Retry in a moment.');
    if (closed) return new EngineUnavailable(closed);
    const limit = RELIEVING.has(command.type) ? options.queueLimit * RELIEF_FACTOR : options.queueLimit;
    if (internal || depth() < limit) return null;
    options.onRefused();
    return new EngineBusy(`${limit} commands`);
  }

  function submit(command: Command, { internal = false } = {}): Promise<unknown> {
    const refused = admit(command, internal);
    if (refused) return Promise.reject(refused);
    return new Promise((resolve, reject) => {
      const outcome = core.process(command, options.now());
      open.push({ command, outcome, resolve, reject });
      schedule();
      if (outcome.effects.length > 0) options.onApplied(outcome.effects);
    });
  }

  function schedule() {
    if (flushing || scheduled) return;
    scheduled = true;
    // After this round of IO: requests that came in the same packet share the transaction.
    setImmediate(() => {
      scheduled = false;
      void flush();
    });
  }

  async function flush(): Promise<void> {
    if (flushing || open.length === 0) return settle();
    flushing = true;
    inFlight = open;
    open = [];
    const changes = core.takeChanges();
    const started = performance.now();
    try {
      if (!changes.empty) await options.commit(changes);
    } catch (error) {
      return fail(error as Error);
    }
    const batch = inFlight;
    inFlight = [];
    flushing = false;
    finish(batch, (performance.now() - started) / 1000);
    if (open.length > 0) schedule();
    else settle();
  }

  function finish(batch: Entry[], seconds: number) {
    const outcomes = batch.map((entry) => entry.outcome);
    options.onCommitted({
      commands: batch.map((entry) => entry.command),
      outcomes,
      effects: outcomes.flatMap((outcome) => outcome.effects),
      records: outcomes.flatMap((outcome) => outcome.records),
      seconds,
    });
    for (const { outcome, resolve, reject } of batch) {
      if (outcome.response.ok) resolve(outcome.response.value);
      else reject(new CommandRejected(outcome.response.rejection));
    }
  }

  async function fail(error: Error): Promise<void> {
    const lost = [...inFlight, ...open];
    inFlight = [];
    open = [];
    // One command whose rows the database refuses must not take the others down with it.
    const replay = error instanceof UnwritableBatch ? lost : [];
    recovering = options.onFailure(error).then(() => runAlone(replay));
    if (replay.length === 0) for (const entry of lost) entry.reject(unwritten(error));
    await recovering.catch(() => undefined);
    recovering = null;
    flushing = false;
    options.onRecovered();
    if (open.length > 0) schedule();
    else settle();
  }

  /** Each command in a transaction of its own, so that exactly the one that cannot be written is refused. */
  async function runAlone(entries: Entry[]): Promise<void> {
    for (const entry of entries) {
      const outcome = core.process(entry.command, options.now());
      const changes = core.takeChanges();
      try {
        if (!changes.empty) await options.commit(changes);
        finish([{ ...entry, outcome }], 0);
      } catch (error) {
        await options.onFailure(error as Error);
        entry.reject(error instanceof UnwritableBatch ? unwritable(entry.command, error) : unwritten(error as Error));
      }
    }
  }

  function settle() {
    if (depth() > 0 || flushing) return;
    for (const done of idle.splice(0)) done();
  }

  return {
    submit: submit as GroupCommit['submit'],
    depth,
    abandon(error) {
      if (flushing || recovering) return;
      flushing = true;
      void fail(error);
    },
    drain(reason) {
      closed = reason;
      return new Promise((resolve) => {
        idle.push(resolve);
        settle();
      });
    },
  };
}
