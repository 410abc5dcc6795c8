/**
 * Signature of a department's callback, `X-Yitong-Signature: t=<unix seconds>,sha256=<hex>`: HMAC-SHA256 over
 * `<t>.<raw body>`. The time is signed too, so that a recorded callback cannot be played again later; a repetition by
 * the department is signed anew. Inside the tolerance the `eventId` makes a repetition harmless.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

export const signatureHeader = 'x-yitong-signature';
/** Clocks of two authorities differ, and a request may wait in a proxy. */
export const signatureToleranceMs = 5 * 60_000;

export function signCallback(secret: string, rawBody: string | Uint8Array, at: Date): string {
  const seconds = Math.floor(at.getTime() / 1000);
  return `t=${seconds},sha256=${digest(secret, seconds, rawBody)}`;
}

/**
 * Constant-time; false for a missing, malformed or outdated header. The receiver must pass the body exactly as it came.
 */
export function verifyCallback(
  secret: string,
  rawBody: string | Uint8Array,
  header: string | undefined,
  now: Date,
): boolean {
  const parts = /^t=(\d{1,12}),sha256=([0-9a-f]{64})$/.exec(header ?? '');
  if (!parts) return false;
  const seconds = Number(parts[1]);
  if (Math.abs(now.getTime() - seconds * 1000) > signatureToleranceMs) return false;
  return timingSafeEqual(Buffer.from(digest(secret, seconds, rawBody)), Buffer.from(parts[2]!));
}

function digest(secret: string, seconds: number, rawBody: string | Uint8Array): string {
  return createHmac('sha256', secret).update(`${seconds}.`).update(rawBody).digest('hex');
}
