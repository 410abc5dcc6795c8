/** A CMS signature as PAdES wants it (ETSI EN 319 142-1, levels B-B and B-T: no signing time inside, the PDF has it). */
import { createHash, type KeyObject, sign } from 'node:crypto';
import {
  type Der,
  decode,
  encode,
  integer,
  objectId,
  octets,
  sequence,
  setOf,
  tagged,
} from '../../../platform/signatures/der.ts';
import { OID } from '../../../platform/signatures/object-ids.ts';
import { issuerAndSerial } from './certificate.ts';

export interface CmsSigning {
  readonly privateKey: KeyObject;
  /** DER certificates: the signer's first, then its authority's. */
  readonly chain: readonly [Buffer, ...Buffer[]];
  /** Of content that travels inside; without one it is detached data. */
  readonly contentType?: string;
  /** Whether the chain travels with the signature; default true. */
  readonly withCertificate?: boolean;
}

/** A signature that waits for the time stamp over it. */
export interface PreparedCms {
  readonly signature: Buffer;
  /** DER of the whole; null = without a time stamp. */
  complete(token: Buffer | null): Buffer;
}

export function prepareCms(content: Uint8Array, signing: CmsSigning): PreparedCms {
  const { privateKey, chain, contentType, withCertificate = true } = signing;
  const [signer] = chain;
  const kind = contentType ?? OID.data;
  const digests = sequence(objectId(OID.sha256));
  const attributes = [
    attribute(OID.contentType, objectId(kind)),
    attribute(OID.messageDigest, octets(sha256(content))),
    attribute(OID.signingCertificateV2, sequence(sequence(sequence(octets(sha256(signer)))))),
  ];
  const asSigned = setOf(...attributes);
  const ordered = asSigned.value as Der[];
  const signature = sign('sha256', encode(asSigned), privateKey);
  const complete = (token: Buffer | null): Buffer => {
    const signerInfo = sequence(
      integer(Buffer.from([1])),
      issuerAndSerial(signer),
      digests,
      tagged(0, ...ordered),
      sequence(objectId(OID.ecdsaWithSha256)),
      octets(signature),
      token && tagged(1, attribute(OID.timeStampToken, decode(token))),
    );
    const signedData = sequence(
      // RFC 5652 §5.1: 3 for content that is not plain data.
      integer(Buffer.from([contentType ? 3 : 1])),
      setOf(digests),
      sequence(objectId(kind), contentType ? tagged(0, octets(content)) : null),
      withCertificate ? tagged(0, ...chain.map((one) => decode(one))) : null,
      setOf(signerInfo),
    );
    return encode(sequence(objectId(OID.signedData), tagged(0, signedData)));
  };
  return { signature, complete };
}

const attribute = (type: string, value: Der): Der => sequence(objectId(type), setOf(value));
const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
