import { activateJobs, streamJobs } from './activate-jobs.ts';
import { EngineError, fromGrpc } from './errors.ts';
import type { GrpcClient } from './sdk.ts';
import type { Job, Receipt, Worker, WorkerOptions } from './types.ts';

/**
 * A worker of our own on the SDK's calls, because the SDK's two do not fit: its polling worker opens a connection per job
 * type and looks every 300 ms, its streaming worker does not reopen a broken stream. Here all types share one connection,
 * a long poll follows the last one at once, and a broken stream is opened again when the engine answers.
 */
export interface LoopSettings {
  commands: GrpcClient;
  activation: GrpcClient;
  longPollMs: number;
  streaming: boolean;
}

const MAX_BACK_OFF_MS = 5_000;
/** A receipt that the engine is too busy to take is offered this often before the job is left to its timeout. */
const RECEIPT_ATTEMPTS = 6;

/** How long a stop waits for the engine to end a cancelled poll. */
const STOP_PATIENCE_MS = 1_000;

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

async function sendReceipt(commands: GrpcClient, job: Job, receipt: Receipt): Promise<void> {
  switch (receipt.kind) {
    case 'complete':
      await commands.completeJob({ jobKey: job.key, variables: (receipt.variables ?? {}) as never });
      return;
    case 'error':
      await commands.throwError({
        jobKey: job.key,
        errorCode: receipt.code,
        errorMessage: receipt.message,
        variables: (receipt.variables ?? {}) as never,
      });
      return;
    case 'fail':
      await commands.failJob({
        jobKey: job.key,
        errorMessage: receipt.message,
        retries: receipt.retries,
        retryBackOff: receipt.backOffMs,
      });
  }
}

/** Offers the receipt until the engine takes it. A job that is gone (timed out, instance cancelled) needs no receipt. */
async function deliverReceipt(commands: GrpcClient, job: Job, receipt: Receipt): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await sendReceipt(commands, job, receipt);
      return;
    } catch (error) {
      const engineError = fromGrpc(error, `${receipt.kind} job ${job.key} (${job.type})`);
      if (engineError.code === 'not-found') return;
      if (!engineError.retryable || attempt >= RECEIPT_ATTEMPTS) throw engineError;
      await sleep(Math.min(100 * 2 ** attempt, MAX_BACK_OFF_MS));
    }
  }
}

export function startWorkerLoop(settings: LoopSettings, options: WorkerOptions): Worker {
  const { commands, activation } = settings;
  const running = new Set<Promise<void>>();
  /** Pushed while all places were taken, by job key. */
  const waiting = new Map<string, Job>();
  let stopping = false;
  let wake: () => void = () => {};
  let stream: { close(): void } | undefined;
  const halt = new AbortController();

  async function runJob(job: Job): Promise<void> {
    let receipt: Receipt;
    try {
      // A job that arrives while stopping goes back untouched, with no retry lost.
      receipt = stopping
        ? { kind: 'fail', message: 'worker is stopping', retries: job.retries, backOffMs: 0 }
        : await options.run(job);
    } catch (error) {
      receipt = { kind: 'fail', message: (error as Error).message, retries: job.retries - 1, backOffMs: 1_000 };
    }
    try {
      await deliverReceipt(commands, job, receipt);
    } catch (error) {
      options.onError?.(error as Error);
    }
  }

  function take(job: Job): void {
    const done = runJob(job).finally(() => {
      running.delete(done);
      const [next] = waiting.values();
      if (!next) {
        wake();
        return;
      }
      waiting.delete(next.key);
      take(next);
    });
    running.add(done);
  }

  /**
   * A stream pushes whether there is room or not. What waits too long here comes again when its time-out is over, and then
   * takes the place of the first one: a backlog that was run once for each time-out would never end.
   */
  function takePushed(job: Job): void {
    if (running.size < options.maxActive) take(job);
    else waiting.set(job.key, job);
  }

  /** Opened by the poll loop, which finds out when the engine answers again after a break. */
  async function openStream(): Promise<void> {
    if (!settings.streaming || stream) return;
    const { type, worker, timeoutMs, fetchVariables } = options;
    const opened = await streamJobs(activation, { type, worker, timeoutMs, fetchVariables }, takePushed, () => {
      stream = undefined;
    });
    stream = opened;
    if (stopping) opened.close();
  }

  async function poll(): Promise<void> {
    let failures = 0;
    while (!stopping) {
      const room = options.maxActive - running.size;
      if (room <= 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      try {
        await openStream();
        if (stopping) return;
        const jobs = await activateJobs(
          activation,
          {
            type: options.type,
            worker: options.worker,
            timeoutMs: options.timeoutMs,
            maxJobs: room,
            longPollMs: settings.longPollMs,
            fetchVariables: options.fetchVariables,
          },
          halt.signal,
        );
        failures = 0;
        for (const job of jobs) take(job);
      } catch (error) {
        if (stopping) return;
        failures += 1;
        const engineError = fromGrpc(error, `activate jobs of ${options.type}`);
        if (failures === 1 || !(engineError instanceof EngineError && engineError.retryable))
          options.onError?.(engineError);
        await Promise.race([sleep(Math.min(100 * 2 ** failures, MAX_BACK_OFF_MS)), stopped]);
      }
    }
  }

  const stopped = new Promise<void>((resolve) => halt.signal.addEventListener('abort', () => resolve()));
  const ended = poll();

  return {
    type: options.type,
    active: () => running.size,
    async stop() {
      stopping = true;
      halt.abort();
      wake();
      stream?.close();
      // The cancelled poll may still bring jobs: they are given back before the connection goes.
      await Promise.race([ended, sleep(STOP_PATIENCE_MS)]);
      while (running.size > 0) await Promise.all(running);
    },
  };
}
