/** Requests and answers of a time-stamp authority in DER (RFC 3161 §2.4), read and written. */
import {
  bitString,
  bytesOf,
  childrenOf,
  type Der,
  decode,
  encode,
  integer,
  isInteger,
  isTagged,
  isTrue,
  objectId,
  objectIdOf,
  octets,
  sequence,
  truth,
  utf8,
} from '../../platform/signatures/der.ts';
import { OID } from '../../platform/signatures/object-ids.ts';

/** Bits of PKIFailureInfo. */
export const FAILURES = {
  badAlg: 0,
  badRequest: 2,
  badDataFormat: 5,
  timeNotAvailable: 14,
  unacceptedPolicy: 15,
  unacceptedExtension: 16,
  addInfoNotAvailable: 17,
  systemFailure: 25,
} as const;
export type Failure = keyof typeof FAILURES;

/** The digest that a stamp is over. */
export interface Imprint {
  /** Object identifier of the digest's algorithm. */
  readonly algorithm: string;
  readonly digest: Buffer;
}
export interface StampQuery {
  readonly imprint: Imprint;
  readonly policy: string | null;
  /** Big-endian, without a leading zero; comes back in the stamp. */
  readonly nonce: Buffer | null;
  /** Whether the stamp shall carry its certificate. */
  readonly certificateWanted: boolean;
}
export type StampReply =
  | { readonly granted: true; readonly token: Buffer }
  | { readonly granted: false; readonly failure: Failure | null };

const ONE = Buffer.from([1]);

export const imprintOf = ({ algorithm, digest }: Imprint): Der =>
  sequence(sequence(objectId(algorithm)), octets(digest));

/** A stamp over a SHA-256, with its certificate, under whatever policy the authority has. */
export const encodeQuery = (digest: Buffer, nonce: Buffer): Buffer =>
  encode(sequence(integer(ONE), imprintOf({ algorithm: OID.sha256, digest }), integer(nonce), truth()));

/** @returns the failure when this authority cannot do what is asked */
export function decodeQuery(bytes: Buffer): StampQuery | Failure {
  let fields: Der[];
  try {
    fields = childrenOf(decode(bytes));
  } catch {
    return 'badDataFormat';
  }
  const [version, imprint, ...more] = fields;
  const [algorithm, digest] = childrenOf(imprint);
  if (!isInteger(version) || !bytesOf(version).equals(ONE) || !digest) return 'badDataFormat';
  if (more.some((field) => isTagged(field, 0))) return 'unacceptedExtension';
  const nonce = more.find((field) => isInteger(field));
  return {
    imprint: { algorithm: objectIdOf(childrenOf(algorithm)[0]), digest: bytesOf(digest) },
    policy: more.map(objectIdOf).find((id) => id !== '') ?? null,
    nonce: nonce ? unpadded(bytesOf(nonce)) : null,
    certificateWanted: more.some(isTrue),
  };
}

export const encodeGranted = (token: Buffer): Buffer =>
  encode(sequence(sequence(integer(Buffer.from([0]))), decode(token)));

export function encodeRejected(failure: Failure, words: string): Buffer {
  const bit = FAILURES[failure];
  const bits = Buffer.alloc(Math.floor(bit / 8) + 1);
  bits[bits.length - 1] = 0x80 >> (bit % 8);
  // A list of named bits ends with the last one that is set (X.690 §11.2.2).
  return encode(sequence(sequence(integer(Buffer.from([2])), sequence(utf8(words)), bitString(bits, 7 - (bit % 8)))));
}

/** @throws Error when the bytes are no answer of a time-stamp authority */
export function decodeReply(bytes: Buffer): StampReply {
  const [status, token] = childrenOf(decode(bytes));
  const [kind, ...more] = childrenOf(status);
  if (!isInteger(kind)) throw new Error('no TimeStampResp');
  // Granted, or granted with changes that the caller sees in the stamp.
  if (bytesOf(kind).length === 1 && bytesOf(kind)[0]! <= 1) {
    if (!token) throw new Error('granted without a time stamp');
    return { granted: true, token: encode(token) };
  }
  const bits = bytesOf(more.at(-1)).subarray(1);
  const set = (bit: number) => ((bits[Math.floor(bit / 8)] ?? 0) & (0x80 >> (bit % 8))) !== 0;
  const failure = (Object.keys(FAILURES) as Failure[]).find((name) => set(FAILURES[name]));
  return { granted: false, failure: more.length > 0 ? (failure ?? null) : null };
}

/** What the stamp itself says of its request; null when it is none. */
export function readStampInfo(info: Buffer): { imprint: Imprint; nonce: Buffer | null } | null {
  try {
    const [, , imprint, , , ...more] = childrenOf(decode(info));
    const [algorithm, digest] = childrenOf(imprint);
    const nonce = more.find((field) => isInteger(field));
    return {
      imprint: { algorithm: objectIdOf(childrenOf(algorithm)[0]), digest: bytesOf(digest) },
      nonce: nonce ? unpadded(bytesOf(nonce)) : null,
    };
  } catch {
    return null;
  }
}

/** Without the zero that keeps an INTEGER from being negative. */
const unpadded = (digits: Buffer): Buffer => (digits.length > 1 && digits[0] === 0 ? digits.subarray(1) : digits);
