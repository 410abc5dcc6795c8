/** Checks a CMS signature of one signer (RFC 5652 §5.6, with the signer's certificate bound as CAdES wants it). */
import { createHash, verify, type X509Certificate } from 'node:crypto';
import { readCertificate } from './certificates.ts';
import { bytesOf, childrenOf, type Der, decode, encode, isTagged, objectIdOf, sequence, setOf } from './der.ts';
import { OID } from './object-ids.ts';

export type CmsProblem =
  /** Not a CMS signature of one signer in DER. */
  | 'MALFORMED'
  /** The signed digest is not that of the content: the content was changed, or the signature is another file's. */
  | 'CONTENT_CHANGED'
  /** The signature is not by the certificate it carries. */
  | 'SIGNATURE_INVALID';

export type CmsCheck =
  | {
      readonly ok: true;
      readonly signer: X509Certificate;
      readonly signature: Buffer;
      /** DER of the RFC 3161 token over the signature; null without one. */
      readonly timeStamp: Buffer | null;
    }
  | { readonly ok: false; readonly problem: CmsProblem; readonly signer?: X509Certificate };

/** A signature with its chain and time stamp takes about 3 kB; nobody's upload is parsed further than this. */
const MOST_BYTES = 64 * 1024;

/** A detached signature over `content`. */
export const verifyCms = (cms: Buffer, content: Uint8Array): CmsCheck => verifySigned(cms, OID.data, content);

/** A signature that carries what it is over, of a kind of its own. */
export function verifyAttached(cms: Buffer, contentType: string): { check: CmsCheck; content: Buffer } {
  const content = cms.length > MOST_BYTES ? undefined : readSignedData(cms)?.content;
  if (!content) return { check: { ok: false, problem: 'MALFORMED' }, content: Buffer.alloc(0) };
  return { check: verifySigned(cms, contentType, content), content };
}

function verifySigned(cms: Buffer, contentType: string, content: Uint8Array): CmsCheck {
  const parts = cms.length > MOST_BYTES ? undefined : readSignedData(cms);
  if (parts?.contentType !== contentType) return { ok: false, problem: 'MALFORMED' };
  const { attributes, signature, certificates } = parts;
  const bound = attributes.get(OID.signingCertificateV2);
  // ESSCertIDv2 with the default algorithm: its first member is the SHA-256 of the certificate.
  const certHash = bytesOf(childrenOf(childrenOf(childrenOf(bound)[0])[0])[0]);
  const signer = certificates.find((one) => sha256(one.raw).equals(certHash));
  if (!signer || !namesSigner(parts.signerId, signer) || objectIdOf(attributes.get(OID.contentType)) !== contentType)
    return { ok: false, problem: 'MALFORMED' };
  const digest = bytesOf(attributes.get(OID.messageDigest));
  if (!digest.equals(sha256(content))) return { ok: false, problem: 'CONTENT_CHANGED', signer };
  // What is signed are the attributes as a SET, not under the tag they travel with.
  const signedBytes = encode(setOf(...parts.signedAttributes));
  return signedBy(signer, signedBytes, signature)
    ? { ok: true, signer, signature, timeStamp: parts.timeStamp }
    : { ok: false, problem: 'SIGNATURE_INVALID', signer };
}

function signedBy(signer: X509Certificate, bytes: Buffer, signature: Buffer): boolean {
  try {
    return verify('sha256', bytes, signer.publicKey, signature);
  } catch {
    return false; // a key of a kind that signs otherwise
  }
}

/** The signer is named by issuer and serial number of its certificate. */
function namesSigner(signerId: Der | undefined, signer: X509Certificate): boolean {
  const [tbs] = childrenOf(decode(signer.raw));
  const [, serial, , issuer] = childrenOf(tbs);
  return signerId !== undefined && !!issuer && !!serial && encode(signerId).equals(encode(sequence(issuer, serial)));
}

interface SignedData {
  readonly contentType: string;
  /** Null when it is detached. */
  readonly content: Buffer | null;
  readonly signerId: Der | undefined;
  readonly signedAttributes: Der[];
  /** First value by object identifier. */
  readonly attributes: ReadonlyMap<string, Der | undefined>;
  readonly signature: Buffer;
  readonly timeStamp: Buffer | null;
  readonly certificates: X509Certificate[];
}

/** Undefined unless there is one signer, every certificate reads, and the bytes are what DER makes of the values. */
function readSignedData(cms: Buffer): SignedData | undefined {
  try {
    const root = decode(cms);
    if (!encode(root).equals(cms)) return undefined;
    const [type, wrapped] = childrenOf(root);
    if (objectIdOf(type) !== OID.signedData || !isTagged(wrapped, 0)) return undefined;
    const parts = childrenOf(childrenOf(wrapped)[0]);
    const certificates = childrenOf(parts.find((part) => isTagged(part, 0))).map((one) => readCertificate(encode(one)));
    const [contentType, wrappedContent] = childrenOf(parts[2]);
    const signers = childrenOf(parts.at(-1));
    const [signer] = signers;
    if (signers.length !== 1 || certificates.some((one) => one === undefined)) return undefined;
    const fields = childrenOf(signer);
    const at = fields.findIndex((field) => isTagged(field, 0));
    if (at < 0) return undefined;
    const signedAttributes = childrenOf(fields[at]);
    const unsigned = childrenOf(fields.find((field, i) => i > at && isTagged(field, 1)));
    const stamps = unsigned.filter((one) => objectIdOf(childrenOf(one)[0]) === OID.timeStampToken);
    // Outside the signature there is room for one time stamp and nothing else.
    if (unsigned.length !== stamps.length || stamps.length > 1) return undefined;
    const [stamp] = childrenOf(childrenOf(stamps[0])[1]);
    return {
      contentType: objectIdOf(contentType),
      content: wrappedContent ? bytesOf(childrenOf(wrappedContent)[0]) : null,
      timeStamp: stamp ? encode(stamp) : null,
      signerId: fields[1],
      signedAttributes,
      attributes: new Map(
        signedAttributes.map((one) => [objectIdOf(childrenOf(one)[0]), childrenOf(childrenOf(one)[1])[0]]),
      ),
      signature: bytesOf(fields[at + 2]),
      certificates: certificates as X509Certificate[],
    };
  } catch {
    return undefined;
  }
}

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
