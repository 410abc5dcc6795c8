import { EngineError, fromRest } from './errors.ts';
import type { RestClient } from './sdk.ts';

/**
 * Zeebe 8.6 writes keys as JSON numbers, 8.8 as strings, and a key of partition 4 is beyond 2^53. They are quoted
 * before parsing. A quote inside a JSON text is escaped, so the pattern cannot match within one.
 */
export function parseWithStringKeys(text: string): unknown {
  if (text === '') return undefined;
  return JSON.parse(text.replace(/"(\w*[kK]ey)"\s*:\s*(-?\d+)/g, '"$1":"$2"'));
}

export interface RestCall {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  body?: Record<string, unknown>;
}

/** One call of REST v2 by the SDK. `action` is the sentence's beginning in an error. */
export async function callRest<T>(client: RestClient, action: string, call: RestCall): Promise<T> {
  let text: string;
  try {
    text = await client.callApiEndpoint({ method: call.method, urlPath: call.path, body: call.body, json: false });
  } catch (error) {
    throw fromRest(error, action);
  }
  try {
    return parseWithStringKeys(text) as T;
  } catch (error) {
    throw new EngineError('unavailable', `${action}: the engine's answer is not JSON`, undefined, error);
  }
}

/** As callRest, for an answer that is plain text (a diagram's XML). */
export async function callRestForText(client: RestClient, action: string, path: string): Promise<string> {
  try {
    return await client.callApiEndpoint({ method: 'GET', urlPath: path, json: false });
  } catch (error) {
    throw fromRest(error, action);
  }
}
