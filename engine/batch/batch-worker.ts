import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { BatchOperation, BatchOperationItem } from '../core/types.ts';
import { RestError } from '../rest/problem.ts';
import { CommandRejected } from '../runtime/errors.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { findItems } from './find-items.ts';

/**
 * Works off batches in the background. All it knows is in the engine's state: after a restart or a take-over it goes on where
 * the last commit was. Items go through the same queue as everybody's commands, a chunk at a time and the batches in turn,
 * so that a large batch holds up nobody.
 */
export interface BatchWorker {
  /** There may be something to do. */
  wake(): void;
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

/** Items of a batch carried out at once; they share a transaction or a few. */
const CHUNK = 100;
/** Pause when the database or the queue does not take it. */
const RETRY_MS = 1000;

export function createBatchWorker({ runtime, pool, log }: { runtime: Runtime; pool: Pool; log: Logger }): BatchWorker {
  let stopped = false;
  let running: Promise<void> | null = null;
  let retry: NodeJS.Timeout | null = null;

  const open = (): BatchOperation[] =>
    [...runtime.live('batchOperation')].filter((batch) => batch.state === 'CREATED' || batch.state === 'ACTIVE');

  async function work(): Promise<void> {
    for (let batches = open(); batches.length > 0 && !stopped; batches = open()) {
      for (const batch of batches) {
        if (stopped) return;
        await (batch.prepared ? carryOut(batch) : prepare(batch)).catch(unlessGone);
      }
    }
  }

  async function prepare(batch: BatchOperation): Promise<void> {
    const { key: batchOperationKey } = batch;
    try {
      for await (const items of findItems(pool, batch)) {
        if (items.length > 0) await runtime.execute({ type: 'addBatchOperationItems', batchOperationKey, items });
      }
    } catch (error) {
      // A filter that an older engine took and this one does not.
      if (!(error instanceof RestError)) throw error;
      await runtime.execute({ type: 'failBatchOperation', batchOperationKey, message: error.message });
      return;
    }
    await runtime.execute({ type: 'startBatchOperation', batchOperationKey });
  }

  async function carryOut(batch: BatchOperation): Promise<void> {
    const results = await Promise.allSettled(nextItems(batch).map(carryOutOne));
    const failure = results.find((result) => result.status === 'rejected');
    if (failure) throw failure.reason;
  }

  async function carryOutOne({ key }: BatchOperationItem): Promise<void> {
    try {
      await runtime.execute({ type: 'executeBatchOperationItem', key });
    } catch (error) {
      if (!(error instanceof CommandRejected)) throw error;
      // Its process instance cannot go on from here; the others can.
      await runtime.execute({ type: 'failBatchOperationItem', key, errorMessage: error.rejection.reason });
    }
  }

  function nextItems({ key }: BatchOperation): BatchOperationItem[] {
    const items: BatchOperationItem[] = [];
    for (const item of runtime.live('batchOperationItem')) {
      if (item.batchOperationKey === key) items.push(item);
      if (items.length === CHUNK) break;
    }
    return items;
  }

  function wake(): void {
    if (stopped || running) return;
    if (retry) clearTimeout(retry);
    retry = null;
    running = work()
      .catch((error: unknown) => {
        log.warn({ err: error }, 'a batch operation could not go on; trying again');
        if (!stopped) retry = setTimeout(wake, RETRY_MS);
      })
      .finally(() => {
        running = null;
      });
  }

  return {
    wake,
    async stop() {
      stopped = true;
      if (retry) clearTimeout(retry);
      await running;
    },
  };
}

/** It was canceled in the meantime. */
function unlessGone(error: unknown): void {
  if (!(error instanceof CommandRejected && error.code === 'NOT_FOUND')) throw error;
}
