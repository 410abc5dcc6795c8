import type { Key } from '../core/types.ts';
import { EngineUnavailable, ResultTimeout } from './errors.ts';
import { LONGEST_TIMEOUT_MS } from './wake-up.ts';

/**
 * Callers whose command is committed and who wait for what a later commit brings. A caller that has gone, a restart or a time-out
 * ends the waiting, not what is waited for.
 */
export interface WaitingCallers<T> {
  /** Right after the commit, so that what ends in the same batch does not end unheard. */
  open(key: Key): void;
  /** Nothing happens when nobody waits. */
  resolve(key: Key, value: T): void;
  reject(key: Key, error: Error): void;
  /** Undefined when it was not opened. @throws ResultTimeout with `text` when it takes longer */
  wait(key: Key, timeoutMs: number, text: string): Promise<T> | undefined;
  /** The engine stops: nobody waits any longer. */
  release(reason: string): void;
}

interface Slot<T> {
  ended: Promise<T>;
  resolve(value: T): void;
  reject(error: Error): void;
}

export function createWaitingCallers<T>(): WaitingCallers<T> {
  const slots = new Map<Key, Slot<T>>();
  return {
    open: (key) => void slots.set(key, createSlot()),
    resolve: (key, value) => slots.get(key)?.resolve(value),
    reject: (key, error) => slots.get(key)?.reject(error),
    wait(key, timeoutMs, text) {
      const slot = slots.get(key);
      if (!slot) return undefined;
      const timer = setTimeout(() => slot.reject(new ResultTimeout(text)), Math.min(timeoutMs, LONGEST_TIMEOUT_MS));
      return slot.ended.finally(() => {
        clearTimeout(timer);
        slots.delete(key);
      });
    },
    release(reason) {
      for (const slot of slots.values()) slot.reject(new EngineUnavailable(reason));
    },
  };
}

function createSlot<T>(): Slot<T> {
  const slot = {} as Slot<T>;
  slot.ended = new Promise<T>((resolve, reject) => {
    slot.resolve = resolve;
    slot.reject = reject;
  });
  // The caller may have gone; then nobody handles the rejection.
  slot.ended.catch(() => undefined);
  return slot;
}
