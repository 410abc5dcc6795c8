/** X.509 certificates of the demo authority (RFC 5280), signed with ECDSA on P-256. */
import { createHash, type KeyObject, randomBytes, sign } from 'node:crypto';
import {
  bitString,
  bytesOf,
  childrenOf,
  type Der,
  decode,
  encode,
  integer,
  objectId,
  octets,
  printable,
  sequence,
  setOf,
  tagged,
  taggedBytes,
  truth,
  utcTime,
  utf8,
} from '../../../platform/signatures/der.ts';
import { OID } from '../../../platform/signatures/object-ids.ts';

/** What the key may be used for. */
export type Usage = 'authority' | 'seal' | 'time_stamp';

export interface CertificateOrder {
  /** CN of the subject. */
  readonly name: string;
  /** DER of the subject's SubjectPublicKeyInfo. */
  readonly publicKey: Buffer;
  readonly issuer: { readonly name: string; readonly publicKey: Buffer; readonly privateKey: KeyObject };
  readonly usage: Usage;
}

const ORGANISATION = '一通演示印章（无法律效力）';
/** Wide on purpose: a demo runs with its clock in any year the rules know. */
const NOT_BEFORE = new Date('2019-01-01T00:00:00Z');
const NOT_AFTER = new Date('2049-12-31T23:59:59Z');
/** Bits of KeyUsage: keyCertSign and cRLSign, or digitalSignature and nonRepudiation. */
const AUTHORITY_USAGE = bitString(Buffer.from([0x06]), 1);
const SIGNER_USAGE = bitString(Buffer.from([0xc0]), 6);

/** DER of the certificate. */
export function issueCertificate({ name, publicKey, issuer, usage }: CertificateOrder): Buffer {
  const authority = usage === 'authority';
  const algorithm = sequence(objectId(OID.ecdsaWithSha256));
  const serial = randomBytes(16);
  serial[0] = (serial[0]! & 0x7f) | 0x40;
  const tbs = sequence(
    tagged(0, integer(Buffer.from([2]))),
    integer(serial),
    algorithm,
    nameOf(issuer.name),
    sequence(utcTime(NOT_BEFORE), utcTime(NOT_AFTER)),
    nameOf(name),
    decode(publicKey),
    tagged(
      3,
      sequence(
        extension(OID.basicConstraints, authority ? sequence(truth()) : sequence(), true),
        extension(OID.keyUsage, authority ? AUTHORITY_USAGE : SIGNER_USAGE, true),
        // RFC 3161 §2.3: for time stamps only, and critical.
        usage === 'time_stamp' ? extension(OID.extendedKeyUsage, sequence(objectId(OID.timeStamping)), true) : null,
        extension(OID.subjectKeyIdentifier, octets(keyIdOf(publicKey))),
        extension(OID.authorityKeyIdentifier, sequence(taggedBytes(0, keyIdOf(issuer.publicKey)))),
      ),
    ),
  );
  return encode(sequence(tbs, algorithm, bitString(sign('sha256', encode(tbs), issuer.privateKey))));
}

/** SubjectPublicKeyInfo of an SM2 key, from the uncompressed point in hexadecimal. */
export const sm2PublicKeyInfo = (point: string): Buffer =>
  encode(sequence(sequence(objectId(OID.ecPublicKey), objectId(OID.sm2)), bitString(Buffer.from(point, 'hex'))));

/** Issuer and serial number as CMS names a certificate. */
export function issuerAndSerial(certificate: Buffer): Der {
  const [tbs] = childrenOf(decode(certificate));
  const [, serial, , issuer] = childrenOf(tbs);
  if (!serial || !issuer) throw new Error('not a certificate');
  return sequence(issuer, serial);
}

const nameOf = (commonName: string): Der =>
  sequence(
    setOf(sequence(objectId(OID.country), printable('CN'))),
    setOf(sequence(objectId(OID.organisation), utf8(ORGANISATION))),
    setOf(sequence(objectId(OID.commonName), utf8(commonName))),
  );

const extension = (id: string, value: Der, critical = false): Der =>
  sequence(objectId(id), critical ? truth() : null, octets(encode(value)));

const keyIdOf = (publicKey: Buffer): Buffer => {
  const [, bits] = childrenOf(decode(publicKey));
  return createHash('sha1').update(bytesOf(bits).subarray(1)).digest();
};
