import type { Effect, Key, Outcome } from '../core/types.ts';
import { CommandRejected } from './errors.ts';
import { createWaitingCallers } from './waiting-callers.ts';

/** Answers that wait for listeners of a user task: the command is committed, what it asks for takes place (or is denied) later. */
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
const TIMEOUT = `The task's listeners did not answer within ${LONGEST_WAIT_MS} ms. The request goes on without its caller.`;

export function createPendingAnswers(): PendingAnswers {
  const callers = createWaitingCallers<void>();
  return {
    open(outcomes) {
      for (const { response } of outcomes) {
        const awaits = response.ok ? awaitedBy(response.value) : undefined;
        if (awaits !== undefined) callers.open(awaits);
      }
    },
    settle({ transitionKey, rejection }) {
      if (rejection) callers.reject(transitionKey, new CommandRejected(rejection));
      else callers.resolve(transitionKey);
    },
    async wait(submitted) {
      const value = await submitted;
      const awaits = awaitedBy(value);
      if (awaits !== undefined) await callers.wait(awaits, LONGEST_WAIT_MS, TIMEOUT);
      return value;
    },
    release: callers.release,
  };
}

const awaitedBy = (value: unknown): Key | undefined => (value as { awaits?: Key } | undefined)?.awaits;
