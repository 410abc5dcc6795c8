/** Checks a detached SM2 signature (GB/T 32918.2 over SM3, the usual identity 1234567812345678) against its certificate. */
import type { X509Certificate } from 'node:crypto';
import { sm2, sm3 } from 'sm-crypto-v2';
import { authorityOf, heldAt, readCertificate } from './certificates.ts';
import { bytesOf, childrenOf, decode, encode, integer, objectIdOf, sequence } from './der.ts';
import { OID } from './object-ids.ts';

export interface Sm2Signature {
  /** DER of (r, s), base64. */
  readonly signature: string;
  /** X.509 over the SM2 key, issued by the authority. */
  readonly certificatePem: string;
}

export type Sm2Problem = 'MALFORMED' | 'AUTHORITY_UNKNOWN' | 'SEAL_EXPIRED' | 'SIGNATURE_INVALID';

export function verifySm2(
  content: Uint8Array,
  { signature, certificatePem }: Sm2Signature,
  trusted: readonly X509Certificate[],
  at: Date,
): { readonly ok: boolean; readonly problem: Sm2Problem | null } {
  const certificate = readCertificate(certificatePem);
  const publicKey = certificate && sm2PublicKeyOf(certificate);
  if (!publicKey) return { ok: false, problem: 'MALFORMED' };
  if (!authorityOf(certificate, trusted)) return { ok: false, problem: 'AUTHORITY_UNKNOWN' };
  if (!heldAt(certificate, at)) return { ok: false, problem: 'SEAL_EXPIRED' };
  return holds(content, signature, publicKey)
    ? { ok: true, problem: null }
    : { ok: false, problem: 'SIGNATURE_INVALID' };
}

/**
 * What SM2 signs: SM3 over the signer's identity and key (Z), then the content. Taken here and not by the library's own
 * `hash` option, which turns every byte into text: 15 ms for a certificate of 125 kB instead of 1.
 * @param publicKey uncompressed point, hexadecimal
 */
export const sm2Digest = (content: Uint8Array, publicKey: string): Uint8Array =>
  Buffer.from(sm3(Buffer.concat([sm2.getZ(publicKey), content])), 'hex');

function holds(content: Uint8Array, signature: string, publicKey: string): boolean {
  try {
    const der = Buffer.from(signature, 'base64');
    const hex = der.toString('hex');
    if (!isPairInDer(der)) return false;
    return sm2.doVerifySignature(sm2Digest(content, publicKey), hex, publicKey, { der: true });
  } catch {
    return false; // no signature at all, or no point of the curve
  }
}

/** The library reads past tags and what follows; a signature has one form only. */
function isPairInDer(der: Buffer): boolean {
  const [r, s, ...more] = childrenOf(decode(der));
  return more.length === 0 && encode(sequence(integer(bytesOf(r)), integer(bytesOf(s)))).equals(der);
}

/** Uncompressed point in hexadecimal, out of tbsCertificate.subjectPublicKeyInfo. */
function sm2PublicKeyOf(certificate: X509Certificate): string | undefined {
  const [tbs] = childrenOf(decode(certificate.raw));
  const [algorithm, key] = childrenOf(childrenOf(tbs)[6]);
  const [type, curve] = childrenOf(algorithm);
  if (objectIdOf(type) !== OID.ecPublicKey || objectIdOf(curve) !== OID.sm2) return undefined;
  return bytesOf(key).subarray(1).toString('hex');
}
