/**
 * How much one expression or decision may make. Lists and texts are made much faster than the time of an expression runs out: the time alone
 * would let them fill the memory.
 */

const MOST_MB = 200;
const MEGABYTE = 1024 * 1024;

/** What is made takes about so many bytes each; a character one. */
export const ITEM_BYTES = 16;
export const CONTEXT_BYTES = 64;
/** The variables of one round of a loop. */
export const ROUND_BYTES = 128;

/** A character of a variable or a warning, which is copied some times on its way to the database. */
export const WRITTEN_BYTES = 10;

export class SizeOver extends Error {
  constructor() {
    super(`it makes more than ${MOST_MB} MB of values`);
  }
}

/** Of the evaluation that runs. */
let left = Number.POSITIVE_INFINITY;

/** What runs inside of another takes from the other's. */
export function withinSize<T>(run: () => T): T {
  if (left !== Number.POSITIVE_INFINITY) return run();
  left = MOST_MB * MEGABYTE;
  try {
    return run();
  } finally {
    left = Number.POSITIVE_INFINITY;
  }
}

/** Said before they are made, and whether or not they are still needed later. @throws SizeOver */
export function makes(count: number, bytesEach = ITEM_BYTES): void {
  left -= count * bytesEach;
  // What is no number is too many.
  if (!(left >= 0)) throw new SizeOver();
}
