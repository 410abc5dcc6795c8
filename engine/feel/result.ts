/** Whether what an expression comes to can be a variable. */
import { MAX_JSON_DEPTH } from '../json-input.ts';
import { isContext } from './values.ts';
import { makes, ROUND_BYTES, WRITTEN_BYTES } from './within-size.ts';

/** Nested more deeply than JSON may be. */
export class DepthOver extends Error {
  constructor() {
    super(`its result is nested more than ${MAX_JSON_DEPTH} levels deep`);
  }
}

/**
 * Goes through a result as its JSON will: what a list holds twice is written twice, so that a small value may have an endless text.
 * @throws DepthOver or SizeOver
 */
export function checkResult(value: unknown, depth = 0): void {
  if (typeof value === 'string') makes(value.length, WRITTEN_BYTES);
  if (Array.isArray(value)) checkEach(value, depth);
  else if (isContext(value)) checkEach(Object.values(value), depth);
}

function checkEach(values: readonly unknown[], depth: number): void {
  if (depth >= MAX_JSON_DEPTH) throw new DepthOver();
  makes(values.length, ROUND_BYTES);
  for (const value of values) checkResult(value, depth + 1);
}
