/**
 * Delivers signed callbacks until the receiver answers 2xx, with doubling back-off. What was not delivered is in the
 * journal and goes on after a restart. Delivery is at least once: the receiver must know an `eventId` again.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import type { Logger } from '../../platform/logger.ts';
import { signatureHeader, signCallback } from '../shared/callback-signature.ts';
import type { Journal } from './journal.ts';

interface PendingCallback {
  readonly id: string;
  readonly url: string;
  readonly body: string;
}

export interface CallbackEvent {
  readonly event: string;
  readonly eventId: string;
  readonly caseNo: string;
}

/** How an event leaves: as it should, or as a bad line would deliver it. */
export interface Delivery {
  /** The same event twice at once. */
  readonly twice: boolean;
  /** Held for `windowMs`; all events of that time leave newest first, and each comes once more at the end. */
  readonly outOfOrder: boolean;
}

export interface CallbackOptions {
  readonly secret: string;
  readonly log: Logger;
  /** First pause after a failed delivery; doubled each time up to `maxBackoffMs`. Default 500 ms and 30 s. */
  readonly backoffMs?: number;
  readonly maxBackoffMs?: number;
  /** How long an out-of-order event waits for later ones. Default 2 s. */
  readonly windowMs?: number;
  /** For the time in the signature. */
  readonly now: () => Date;
}

export function createCallbacks(journal: Journal, options: CallbackOptions) {
  const pending = journal.table<PendingCallback>('pendingCallbacks');
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  const agent = new Agent({ keepAliveTimeout: 1_000 });

  function start(callback: PendingCallback) {
    track(deliver(callback));
  }

  function track(work: Promise<void>) {
    const run = work.finally(() => running.delete(run));
    running.add(run);
  }

  async function deliver(callback: PendingCallback) {
    const maxBackoff = options.maxBackoffMs ?? 30_000;
    for (let pause = options.backoffMs ?? 500; !stopping.signal.aborted; pause = Math.min(pause * 2, maxBackoff)) {
      const problem = await attempt(callback);
      if (problem === undefined) {
        pending.delete(callback.id);
        return;
      }
      if (stopping.signal.aborted) return;
      options.log.warn({ callback: callback.id, problem, retryInMs: pause }, 'callback not accepted, will be repeated');
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  /** undefined when delivered, otherwise what went wrong. */
  async function attempt(callback: PendingCallback): Promise<string | undefined> {
    try {
      const answer = await request(callback.url, {
        method: 'POST',
        dispatcher: agent,
        signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(10_000)]),
        headers: {
          'content-type': 'application/json',
          [signatureHeader]: signCallback(options.secret, callback.body, options.now()),
        },
        body: callback.body,
      });
      await answer.body.dump();
      return answer.statusCode >= 200 && answer.statusCode < 300 ? undefined : `status ${answer.statusCode}`;
    } catch (error) {
      return error instanceof Error ? error.message || error.name : String(error);
    }
  }

  for (const callback of pending.values()) start(callback);

  const held: PendingCallback[] = [];

  /** Newest first, one after the other, then all of them again. */
  async function releaseHeld() {
    await sleep(options.windowMs ?? 2_000, undefined, { signal: stopping.signal }).catch(() => undefined);
    const newestFirst = held.splice(0).reverse();
    for (const callback of newestFirst) await deliver(callback);
    for (const callback of newestFirst) await deliver(callback);
  }

  return {
    /** Queues one event. What was held when the process ended is delivered plainly after the restart. */
    send(url: string, event: CallbackEvent, delivery: Delivery) {
      for (let copy = 1; copy <= (delivery.twice ? 2 : 1); copy++) {
        const callback = { id: `${event.eventId}#${copy}`, url, body: JSON.stringify(event) };
        pending.set(callback.id, callback);
        if (!delivery.outOfOrder) start(callback);
        else if (held.push(callback) === 1) track(releaseHeld());
      }
    },
    async stop() {
      stopping.abort();
      await Promise.all(running);
      await agent.close();
    },
  };
}
