/** Signature of a department's callback: HMAC-SHA256 over the raw body, in `X-Yitong-Signature: sha256=<hex>`. */
import { createHmac, timingSafeEqual } from 'node:crypto';

export const signatureHeader = 'x-yitong-signature';

export function signCallback(secret: string, rawBody: string | Uint8Array): string {
  return `sha256=${createHmac('sha256', secret).update(rawBody).digest('hex')}`;
}

/** Constant-time; false for a missing or malformed header. The receiver must pass the body exactly as it came. */
export function verifyCallback(secret: string, rawBody: string | Uint8Array, header: string | undefined): boolean {
  if (header === undefined) return false;
  const expected = Buffer.from(signCallback(secret, rawBody));
  const given = Buffer.from(header);
  return expected.length === given.length && timingSafeEqual(expected, given);
}
