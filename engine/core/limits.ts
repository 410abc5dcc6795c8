/** What the engine takes, where the tables set a bound. */
import { Rejected } from './step.ts';

/** Ids, names and assignees are found by index, and an entry of a PostgreSQL index has at most some 2 700 bytes. */
export const LONGEST_NAME_BYTES = 2_000;

export const isTooLong = (name: string): boolean =>
  name.length * 3 > LONGEST_NAME_BYTES && Buffer.byteLength(name) > LONGEST_NAME_BYTES;

export const tooLongText = (what: string, name: string): string =>
  `Expected ${what} '${name.slice(0, 100)}…' to have at most ${LONGEST_NAME_BYTES} bytes, but it has ${Buffer.byteLength(name)}`;

/** @throws Rejected */
export function checkLength(what: string, name: string): void {
  if (isTooLong(name)) throw new Rejected('INVALID_ARGUMENT', tooLongText(what, name));
}
