/** A time stamp over a signature (RFC 3161): it existed at that moment, and its seal's certificate held then (PAdES B-T). */
import { createHash, type X509Certificate } from 'node:crypto';
import { authorityOf, commonNameOf, heldAt } from './certificates.ts';
import { bytesOf, childrenOf, decode, objectIdOf, timeOf } from './der.ts';
import { OID } from './object-ids.ts';
import { verifyAttached } from './verify-cms.ts';

export interface TimeStamp {
  readonly at: Date;
  /** Of the service that gave it. */
  readonly by: string;
  readonly serial: string;
}

/** Its certificate may stamp, and nothing else (RFC 3161 §2.3). */
export const isTimeStamper = (certificate: X509Certificate): boolean =>
  certificate.keyUsage?.includes(OID.timeStamping) ?? false;

/**
 * @param token DER of the TimeStampToken
 * @param stamped what it must be over
 * @returns null when it is not a stamp over this by a service of a trusted authority
 */
export function verifyTimeStamp(
  token: Buffer,
  stamped: Uint8Array,
  trusted: readonly X509Certificate[],
): TimeStamp | null {
  const { check, content } = verifyAttached(token, OID.tstInfo);
  if (!check.ok) return null;
  const { signer } = check;
  if (!authorityOf(signer, trusted) || signer.keyUsage?.join() !== OID.timeStamping) return null;
  const [, , imprint, , time] = childrenOf(decode(content));
  const [algorithm, digest] = childrenOf(imprint);
  const at = timeOf(time);
  const same = bytesOf(digest).equals(createHash('sha256').update(stamped).digest());
  if (objectIdOf(childrenOf(algorithm)[0]) !== OID.sha256 || !same || !at || !heldAt(signer, at)) return null;
  return { at, by: commonNameOf(signer), serial: signer.serialNumber };
}
