import type { Variables } from '../core/types.ts';
import { parseJson } from '../json-input.ts';
import { InvalidRequest } from './status.ts';

/** A variables document: empty text means none. @throws InvalidRequest unless it is a JSON object */
export function parseVariables(text: string): Variables | undefined {
  if (text === '' || text === '{}') return undefined;
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (error) {
    throw new InvalidRequest(
      `Property 'variables' is invalid: Expected a JSON document, but ${(error as Error).message}`,
    );
  }
  if (value === null) return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) {
    const found = Array.isArray(value) ? 'ARRAY' : typeof value;
    throw new InvalidRequest(
      `Property 'variables' is invalid: Expected document to be a root level object, but was '${found.toUpperCase()}'`,
    );
  }
  return value as Variables;
}

/** Added to any present instant, this stays a valid date (the year 128 000 or so). */
const LONGEST_MS = 4e15;

/** An int64 of milliseconds; absurdly long ones ("for ever") are cut to what a date can hold. */
export function parseMillis(text: string): number {
  return Math.max(-LONGEST_MS, Math.min(Number(text), LONGEST_MS));
}

/** proto3 has no "absent": zero stands for it. */
export function presentKey(key: string): string | undefined {
  return key === '0' || key === '' || key === '-1' ? undefined : key;
}

export function presentText(text: string): string | undefined {
  return text === '' ? undefined : text;
}
