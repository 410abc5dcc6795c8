import { afterAll, beforeAll } from 'vitest';

/**
 * What `open` answers, for the tests of the file or group that asks: opened before the first of them, closed after the last. The answer
 * stands for it, so that tests need no variable that a hook fills; while the tests are collected there is nothing behind it.
 */
export function duringTests<T extends object>(open: () => Promise<T>, close: (opened: T) => Promise<void>): T {
  let opened: T | undefined;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(async () => {
    if (opened) await close(opened);
  });
  return new Proxy({} as T, {
    get(_none, name) {
      if (!opened) throw new Error(`${String(name)} is there while tests run, not yet while they are collected`);
      return Reflect.get(opened, name);
    },
  });
}
