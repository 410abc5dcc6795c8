/** X.509 certificates of seals: chain to a trusted authority, and whether they held on the day. */
import { X509Certificate } from 'node:crypto';

/** Undefined when the bytes are no certificate. */
export function readCertificate(pemOrDer: string | Uint8Array): X509Certificate | undefined {
  try {
    return new X509Certificate(typeof pemOrDer === 'string' ? pemOrDer : Buffer.from(pemOrDer));
  } catch {
    return undefined;
  }
}

/** SHA-256 of the DER, lower-case hexadecimal. */
export const fingerprintOf = (certificate: X509Certificate): string =>
  certificate.fingerprint256.replaceAll(':', '').toLowerCase();

/** The trusted authority that issued this seal's certificate; a certificate of an authority is no seal's. */
export function authorityOf(
  certificate: X509Certificate,
  trusted: readonly X509Certificate[],
): X509Certificate | undefined {
  if (certificate.ca) return undefined;
  return trusted.find((one) => one.ca && certificate.checkIssued(one) && signedBy(certificate, one));
}

function signedBy(certificate: X509Certificate, authority: X509Certificate): boolean {
  try {
    return certificate.verify(authority.publicKey);
  } catch {
    return false; // an algorithm that this key cannot have used
  }
}

export const heldAt = (certificate: X509Certificate, at: Date): boolean =>
  Date.parse(certificate.validFrom) <= at.getTime() && at.getTime() <= Date.parse(certificate.validTo);

/** CN of the subject, for people to read. */
export const commonNameOf = (certificate: X509Certificate): string =>
  /^CN=(.*)$/m.exec(certificate.subject)?.[1] ?? certificate.subject;
