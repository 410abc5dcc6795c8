/**
 * One kind of entity in memory: rows by key, indexes, an undo journal, and what changed since the last commit.
 *
 * Rows are replaced, never changed in place, so the journal only has to remember the previous row.
 */

import { compareKeys } from './keys.ts';
import { createRowIndex, type Index, type RowIndex } from './row-index.ts';
import type { Key } from './types.ts';

/** Undoes changes newest first; shared by all tables of a state. */
export interface Journal {
  entries: (() => void)[];
}

/** Back to when the journal had so many entries. */
export function undoTo({ entries }: Journal, length: number): void {
  while (entries.length > length) entries.pop()?.();
}

type Pending<T> = { row: T | null; isNew: boolean };

export interface Table<T> {
  get(key: Key): T | undefined;
  values(): IterableIterator<T>;
  readonly size: number;
  /** Inserts or replaces. */
  put(row: T): void;
  /** Last version of a finished row: written, and gone from memory. */
  retire(row: T): void;
  /** Gone from memory; the row stays as it was last written. */
  evict(key: Key): void;
  /** Gone from memory and from the table. */
  remove(key: Key): void;
  index(valueIn: (row: T) => string | null): Index<T>;
  /** Calls back with every row that enters memory or changes, for queues by time. */
  onPut(listener: (row: T) => void): void;
  takeChanges(): { upserts: T[]; deletes: Key[] };
  readonly changed: boolean;
  load(rows: readonly T[]): void;
}

export function createTable<T>(keyOf: (row: T) => Key, journal: Journal): Table<T> {
  const rows = new Map<Key, T>();
  let pending = new Map<Key, Pending<T>>();
  const indexes: RowIndex<T>[] = [];
  const listeners: ((row: T) => void)[] = [];

  function set(key: Key, next: T | undefined): void {
    const previous = rows.get(key);
    if (previous !== undefined) for (const index of indexes) index.drop(key, previous, next);
    if (next === undefined) rows.delete(key);
    else {
      rows.set(key, next);
      for (const index of indexes) index.add(key, next);
      for (const listener of listeners) listener(next);
    }
  }

  /** `write`: the new row, null to delete the row, undefined to leave it. */
  function change(key: Key, next: T | undefined, write: T | null | undefined): void {
    const previous = rows.get(key);
    const before = pending.get(key);
    const owner = pending;
    journal.entries.push(() => {
      set(key, previous);
      if (before) owner.set(key, before);
      else owner.delete(key);
    });
    set(key, next);
    if (write === undefined) return;
    const isNew = before ? before.isNew : previous === undefined;
    // A row that was never written need not be deleted either.
    if (write === null && isNew) pending.delete(key);
    else pending.set(key, { row: write, isNew });
  }

  return {
    get: (key) => rows.get(key),
    values: () => rows.values(),
    get size() {
      return rows.size;
    },
    get changed() {
      return pending.size > 0;
    },
    put: (row) => change(keyOf(row), row, row),
    retire: (row) => change(keyOf(row), undefined, row),
    evict: (key) => change(key, undefined, undefined),
    remove: (key) => {
      if (rows.has(key)) change(key, undefined, null);
    },
    onPut: (listener) => {
      listeners.push(listener);
    },
    index(valueIn) {
      const index = createRowIndex(keyOf, valueIn);
      indexes.push(index);
      return index;
    },
    takeChanges() {
      const upserts: T[] = [];
      const deletes: Key[] = [];
      for (const [key, { row }] of pending) {
        if (row === null) deletes.push(key);
        else upserts.push(row);
      }
      pending = new Map();
      return { upserts, deletes };
    },
    load(loaded) {
      rows.clear();
      pending = new Map();
      for (const index of indexes) index.clear();
      const sorted = [...loaded].sort((a, b) => compareKeys(keyOf(a), keyOf(b)));
      for (const row of sorted) set(keyOf(row), row);
    },
  };
}
