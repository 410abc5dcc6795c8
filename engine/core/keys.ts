/** int64 keys as decimal strings, as partition 1 of Zeebe numbers them. */
import type { Key } from './types.ts';

/** First key of partition 1: `1 << 51`, plus one. */
const FIRST_KEY = 2251799813685249n;

export interface KeyGenerator {
  next(): Key;
  /** The key `next()` will return. */
  peek(): Key;
  reset(next?: Key): void;
}

/** Keys stay below 2^53 for 6·10^15 of them, so counting in a number is exact; the check keeps it so. */
export function createKeyGenerator(): KeyGenerator {
  let next = Number(FIRST_KEY);
  return {
    next: () => {
      if (!Number.isSafeInteger(next)) throw new Error('the key space is exhausted');
      return String(next++);
    },
    peek: () => String(next),
    reset: (key) => {
      next = Number(key ?? FIRST_KEY);
    },
  };
}

/** Numeric order of keys without parsing them. */
export function compareKeys(a: Key, b: Key): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

/** The decisions of an evaluation have the keys that follow its own; `position` from 1. */
export const decisionInstanceKey = (evaluationKey: Key, position: number): Key =>
  String(Number(evaluationKey) + position);
