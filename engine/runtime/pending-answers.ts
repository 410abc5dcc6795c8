import type { Effect, Key, Outcome } from '../core/types.ts';
import { CommandRejected, EngineUnavailable, ResultTimeout } from './errors.ts';

/**
 * Answers that wait for listeners of a user task: the command is committed, what it asks for takes place (or is denied) later.
 * A caller that has gone, a restart or a time-out end the waiting, not the request.
 */
export interface PendingAnswers {
  /** Right after a commit, before its answers go out. */
  open(outcomes: readonly Outcome[]): void;
  settle(effect: Extract<Effect, { kind: 'transitionEnded' }>): void;
  /** The value once what it awaits has ended. */
  wait<T>(submitted: Promise<T>): Promise<T>;
  /** The engine stops: nobody waits any longer. */
  release(reason: string): void;
}

/** Camunda's gateway waits this long for an answer. */
const LONGEST_WAIT_MS = 10_000;

interface Slot {
  ended: Promise<void>;
  resolve(): void;
  reject(error: Error): void;
}

export function createPendingAnswers(): PendingAnswers {
  const slots = new Map<Key, Slot>();
  return {
    open(outcomes) {
      for (const { response } of outcomes) {
        const awaits = response.ok ? awaitedBy(response.value) : undefined;
        if (awaits !== undefined) slots.set(awaits, createSlot());
      }
    },
    settle({ transitionKey, rejection }) {
      const slot = slots.get(transitionKey);
      if (rejection) slot?.reject(new CommandRejected(rejection));
      else slot?.resolve();
    },
    async wait(submitted) {
      const value = await submitted;
      const awaits = awaitedBy(value);
      const slot = awaits === undefined ? undefined : slots.get(awaits);
      if (awaits === undefined || !slot) return value;
      const text = `The task's listeners did not answer within ${LONGEST_WAIT_MS} ms. The request goes on without its caller.`;
      const timer = setTimeout(() => slot.reject(new ResultTimeout(text)), LONGEST_WAIT_MS);
      await slot.ended.finally(() => {
        clearTimeout(timer);
        slots.delete(awaits);
      });
      return value;
    },
    release(reason) {
      for (const slot of slots.values()) slot.reject(new EngineUnavailable(reason));
    },
  };
}

const awaitedBy = (value: unknown): Key | undefined => (value as { awaits?: Key } | undefined)?.awaits;

function createSlot(): Slot {
  const slot = {} as Slot;
  slot.ended = new Promise((resolve, reject) => {
    slot.resolve = resolve;
    slot.reject = reject;
  });
  // The caller may have gone; then nobody handles the rejection.
  slot.ended.catch(() => undefined);
  return slot;
}
