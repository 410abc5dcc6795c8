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

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

interface ActivatedJob extends Omit<Job, 'variables' | 'customHeaders'> {
  variables: unknown;
  customHeaders: unknown;
}

function toJob(raw: ActivatedJob): Job {
  return {
    key: raw.key,
    type: raw.type,
    processInstanceKey: raw.processInstanceKey,
    bpmnProcessId: raw.bpmnProcessId,
    elementId: raw.elementId,
    elementInstanceKey: raw.elementInstanceKey,
    retries: raw.retries,
    customHeaders: { ...(raw.customHeaders as Record<string, string>) },
    variables: { ...(raw.variables as Record<string, unknown>) },
  };
}

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
  let stopping = false;
  let wake: () => void = () => {};
  let stream: { close(): void } | undefined;

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

  function take(raw: unknown): void {
    const done = runJob(toJob(raw as ActivatedJob)).finally(() => {
      running.delete(done);
      wake();
    });
    running.add(done);
  }

  async function openStream(): Promise<void> {
    if (!settings.streaming || stream || stopping) return;
    stream = await activation.streamJobs({
      type: options.type,
      worker: options.worker,
      timeout: options.timeoutMs,
      tenantIds: ['<default>'],
      pollInterval: 0,
      taskHandler: async (job: unknown) => {
        take(job);
        return 'JOB_ACTION_ACKNOWLEDGEMENT' as const;
      },
    } as never);
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
        const jobs = await activation.activateJobs({
          type: options.type,
          worker: options.worker,
          timeout: options.timeoutMs,
          maxJobsToActivate: room,
          requestTimeout: settings.longPollMs,
          ...(options.fetchVariables ? { fetchVariable: options.fetchVariables } : {}),
        });
        failures = 0;
        for (const job of jobs) take(job);
      } catch (error) {
        if (stopping) return;
        stream?.close();
        stream = undefined;
        failures += 1;
        const engineError = fromGrpc(error, `activate jobs of ${options.type}`);
        if (failures === 1 || !(engineError instanceof EngineError && engineError.retryable))
          options.onError?.(engineError);
        await Promise.race([sleep(Math.min(100 * 2 ** failures, MAX_BACK_OFF_MS)), stopped]);
      }
    }
  }

  let signalStop: () => void = () => {};
  const stopped = new Promise<void>((resolve) => {
    signalStop = resolve;
  });
  void poll();

  return {
    type: options.type,
    active: () => running.size,
    async stop() {
      stopping = true;
      signalStop();
      wake();
      stream?.close();
      while (running.size > 0) await Promise.all(running);
    },
  };
}
