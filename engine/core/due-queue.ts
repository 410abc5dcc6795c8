/**
 * What becomes due when: a binary heap of (instant, owner, key). Entries are never removed early; whoever takes one checks
 * whether it still holds, which is cheaper than finding it in the heap.
 */
import { compareKeys } from './keys.ts';
import { type Key, NO_KEY } from './types.ts';

export interface DueEntry {
  at: number;
  key: Key;
  /** The element instance a timer belongs to: of timers due at one instant, the oldest element's comes first (measured on 8.6.0). */
  owner?: Key;
  kind: 'timer' | 'jobDeadline' | 'jobBackoff' | 'message';
}

export interface DueQueue {
  push(entry: DueEntry): void;
  peek(): DueEntry | undefined;
  pop(): DueEntry | undefined;
  clear(): void;
}

const before = (a: DueEntry, b: DueEntry): boolean =>
  a.at < b.at || (a.at === b.at && (compareOwners(a, b) || compareKeys(a.key, b.key)) < 0);

/** Timers that start a process belong to nobody; they come last. */
function compareOwners({ owner: a = NO_KEY }: DueEntry, { owner: b = NO_KEY }: DueEntry): number {
  if (a === NO_KEY || b === NO_KEY) return Number(a === NO_KEY) - Number(b === NO_KEY);
  return compareKeys(a, b);
}

export function createDueQueue(): DueQueue {
  let heap: DueEntry[] = [];

  function swap(a: number, b: number): void {
    const held = heap[a] as DueEntry;
    heap[a] = heap[b] as DueEntry;
    heap[b] = held;
  }

  return {
    push(entry) {
      let at = heap.push(entry) - 1;
      while (at > 0) {
        const parent = (at - 1) >> 1;
        if (!before(entry, heap[parent] as DueEntry)) break;
        swap(at, parent);
        at = parent;
      }
    },
    peek: () => heap[0],
    pop() {
      const top = heap[0];
      const last = heap.pop();
      if (heap.length > 0 && last) {
        heap[0] = last;
        for (let at = 0; ; ) {
          const left = 2 * at + 1;
          let least = at;
          if (left < heap.length && before(heap[left] as DueEntry, heap[least] as DueEntry)) least = left;
          if (left + 1 < heap.length && before(heap[left + 1] as DueEntry, heap[least] as DueEntry)) least = left + 1;
          if (least === at) break;
          swap(at, least);
          at = least;
        }
      }
      return top;
    },
    clear: () => {
      heap = [];
    },
  };
}
