/** ASN.1 in DER: the few builders and readers that certificates and signatures need, over node-forge's encoder. */
import forge from 'node-forge';

const { asn1 } = forge;
export type Der = forge.asn1.Asn1;
type Children = (Der | null)[];

const build = (tag: number, constructed: boolean, value: string | Der[], tagClass = asn1.Class.UNIVERSAL): Der =>
  asn1.create(tagClass, tag, constructed, value);

const present = (children: Children): Der[] => children.filter((child) => child !== null);

export const sequence = (...children: Children): Der => build(asn1.Type.SEQUENCE, true, present(children));

/** SET OF in DER: its members stand in the order of their encoding (X.690 §11.6). */
export const setOf = (...children: Children): Der =>
  build(
    asn1.Type.SET,
    true,
    present(children).sort((a, b) => Buffer.compare(encode(a), encode(b))),
  );

export const objectId = (dotted: string): Der => build(asn1.Type.OID, false, asn1.oidToDer(dotted).getBytes());
export const octets = (bytes: Uint8Array): Der => build(asn1.Type.OCTETSTRING, false, binary(bytes));
export const utf8 = (text: string): Der => build(asn1.Type.UTF8, false, binary(Buffer.from(text, 'utf8')));
export const printable = (text: string): Der => build(asn1.Type.PRINTABLESTRING, false, text);
export const utcTime = (at: Date): Der => build(asn1.Type.UTCTIME, false, asn1.dateToUtcTime(at));
export const generalizedTime = (at: Date): Der =>
  build(asn1.Type.GENERALIZEDTIME, false, asn1.dateToGeneralizedTime(at));
export const truth = (): Der => build(asn1.Type.BOOLEAN, false, '\xff');

/** A non-negative INTEGER from its big-endian bytes. */
export function integer(bytes: Uint8Array): Der {
  const start = bytes.findIndex((byte) => byte !== 0);
  const digits = start < 0 ? Buffer.from([0]) : Buffer.from(bytes.subarray(start));
  return build(
    asn1.Type.INTEGER,
    false,
    binary(digits[0]! >= 0x80 ? Buffer.concat([Buffer.from([0]), digits]) : digits),
  );
}

export const bitString = (bytes: Uint8Array, unusedBits = 0): Der =>
  build(asn1.Type.BITSTRING, false, String.fromCharCode(unusedBits) + binary(bytes));

/** `[tag]` around or instead of the universal tag. */
export const tagged = (tag: number, ...children: Children): Der =>
  build(tag, true, present(children), asn1.Class.CONTEXT_SPECIFIC);
export const taggedBytes = (tag: number, bytes: Uint8Array): Der =>
  build(tag, false, binary(bytes), asn1.Class.CONTEXT_SPECIFIC);

export const encode = (value: Der): Buffer => Buffer.from(asn1.toDer(value).getBytes(), 'binary');

/** Options of the decoder that its type declaration leaves out. A bit string stays bytes, whatever it looks like. */
const DECODING = { strict: true, parseAllBytes: true, decodeBitStrings: false } as unknown as boolean;

/** @throws Error when the bytes are no DER, or more than one value */
export const decode = (bytes: Uint8Array): Der => asn1.fromDer(binary(bytes), DECODING);

export const childrenOf = (value: Der | undefined): Der[] => (Array.isArray(value?.value) ? value.value : []);
export const bytesOf = (value: Der | undefined): Buffer =>
  Buffer.from(typeof value?.value === 'string' ? value.value : '', 'binary');
export const objectIdOf = (value: Der | undefined): string =>
  typeof value?.value === 'string' && value.type === asn1.Type.OID ? asn1.derToOid(value.value) : '';
/** Null when it is no GeneralizedTime. */
export function timeOf(value: Der | undefined): Date | null {
  if (value?.type !== asn1.Type.GENERALIZEDTIME || typeof value.value !== 'string') return null;
  const at = asn1.generalizedTimeToDate(value.value);
  return Number.isNaN(at.getTime()) ? null : at;
}
export const isInteger = (value: Der | undefined): value is Der =>
  value?.tagClass === asn1.Class.UNIVERSAL && value.type === asn1.Type.INTEGER;
export const isTrue = (value: Der | undefined): boolean =>
  value?.tagClass === asn1.Class.UNIVERSAL && value.type === asn1.Type.BOOLEAN && bytesOf(value)[0] !== 0;
export const isTagged = (value: Der | undefined, tag: number): value is Der =>
  value?.tagClass === asn1.Class.CONTEXT_SPECIFIC && value.type === tag;

const binary = (bytes: Uint8Array): string => Buffer.from(bytes).toString('binary');
