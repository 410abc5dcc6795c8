import type { Variables } from '../core/types.ts';
import { InvalidRequest } from './status.ts';

/** A variables document: empty text means none. @throws InvalidRequest unless it is a JSON object */
export function parseVariables(text: string): Variables | undefined {
  if (text === '' || text === '{}') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
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

/** An int64 of milliseconds. A number holds every duration that makes sense (285 000 years). */
export function parseMillis(text: string): number {
  return Number(text);
}

/** proto3 has no "absent": zero stands for it. */
export function presentKey(key: string): string | undefined {
  return key === '0' || key === '' || key === '-1' ? undefined : key;
}

export function presentText(text: string): string | undefined {
  return text === '' ? undefined : text;
}
