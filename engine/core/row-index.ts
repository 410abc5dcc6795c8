/** Rows of a table by a value they share, in key order. */
import { compareKeys } from './keys.ts';
import type { Key } from './types.ts';

export interface Index<T> {
  get(value: string): Iterable<T>;
  /** The row with the highest key. */
  last(value: string): T | undefined;
  count(value: string): number;
}

export interface RowIndex<T> extends Index<T> {
  add(key: Key, row: T): void;
  /** `next`: the row that takes the place of `row`, if any. */
  drop(key: Key, row: T, next: T | undefined): void;
  clear(): void;
}

/** Several rows of one value. */
class Bucket<T> {
  rows = new Map<Key, T>();
  /** Rows were added in key order; false = sort before the next walk. */
  #sorted = true;
  /** The highest key there has been. */
  #last: Key = '';

  add(key: Key, row: T): void {
    if (!this.rows.has(key)) {
      if (compareKeys(key, this.#last) < 0) this.#sorted = false;
      else this.#last = key;
    }
    this.rows.set(key, row);
  }

  last(): T | undefined {
    return this.rows.get(this.#last) ?? [...this.inOrder()].at(-1);
  }

  inOrder(): Iterable<T> {
    if (!this.#sorted) {
      this.rows = new Map([...this.rows].sort(([a], [b]) => compareKeys(a, b)));
      this.#last = [...this.rows.keys()].at(-1) ?? '';
      this.#sorted = true;
    }
    return this.rows.values();
  }
}

/** `valueIn`: the value a row is found by; null = not in the index. */
export function createRowIndex<T>(keyOf: (row: T) => Key, valueIn: (row: T) => string | null): RowIndex<T> {
  // Most values have one row, which needs no bucket: an instance that waits costs a third less memory so.
  const found = new Map<string, T | Bucket<T>>();

  return {
    add(key, row) {
      const value = valueIn(row);
      if (value === null) return;
      const present = found.get(value);
      if (present instanceof Bucket) present.add(key, row);
      else if (present === undefined || keyOf(present) === key) found.set(value, row);
      else {
        const bucket = new Bucket<T>();
        bucket.add(keyOf(present), present);
        bucket.add(key, row);
        found.set(value, bucket);
      }
    },
    drop(key, row, next) {
      const value = valueIn(row);
      if (value === null || (next !== undefined && valueIn(next) === value)) return;
      const present = found.get(value);
      if (!(present instanceof Bucket)) found.delete(value);
      else if (present.rows.delete(key) && present.rows.size === 0) found.delete(value);
    },
    get(value) {
      const present = found.get(value);
      if (present === undefined) return [];
      return present instanceof Bucket ? present.inOrder() : [present];
    },
    last(value) {
      const present = found.get(value);
      return present instanceof Bucket ? present.last() : present;
    },
    count(value) {
      const present = found.get(value);
      if (present === undefined) return 0;
      return present instanceof Bucket ? present.rows.size : 1;
    },
    clear: () => found.clear(),
  };
}
