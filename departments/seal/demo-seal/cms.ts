/** A detached CMS signature as PAdES wants it (ETSI EN 319 142-1, level B-B: no signing time inside, the PDF has it). */
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

/** @param chain DER certificates: the signer's first, then its authority's */
export function signCms(content: Uint8Array, privateKey: KeyObject, chain: readonly [Buffer, ...Buffer[]]): Buffer {
  const [signer] = chain;
  const digests = sequence(objectId(OID.sha256));
  const attributes = [
    attribute(OID.contentType, objectId(OID.data)),
    attribute(OID.messageDigest, octets(sha256(content))),
    attribute(OID.signingCertificateV2, sequence(sequence(sequence(octets(sha256(signer)))))),
  ];
  const asSigned = setOf(...attributes);
  const ordered = asSigned.value as Der[];
  const signerInfo = sequence(
    integer(Buffer.from([1])),
    issuerAndSerial(signer),
    digests,
    tagged(0, ...ordered),
    sequence(objectId(OID.ecdsaWithSha256)),
    octets(sign('sha256', encode(asSigned), privateKey)),
  );
  const signedData = sequence(
    integer(Buffer.from([1])),
    setOf(digests),
    sequence(objectId(OID.data)),
    tagged(0, ...chain.map((one) => decode(one))),
    setOf(signerInfo),
  );
  return encode(sequence(objectId(OID.signedData), tagged(0, signedData)));
}

const attribute = (type: string, value: Der): Der => sequence(objectId(type), setOf(value));
const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
