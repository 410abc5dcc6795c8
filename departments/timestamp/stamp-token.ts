/** The stamp itself (RFC 3161 §2.4.2): a CMS signature over digest, time and number. */
import { type KeyObject, randomBytes } from 'node:crypto';
import { encode, generalizedTime, integer, objectId, sequence } from '../../platform/signatures/der.ts';
import { OID } from '../../platform/signatures/object-ids.ts';
import { prepareCms } from '../seal/demo-seal/cms.ts';
import { type Imprint, imprintOf } from './messages.ts';

/** Under the enterprise number that RFC 5612 keeps for examples: no policy that anybody answers for. */
export const DEMO_POLICY = '1.3.6.1.4.1.32473.1';

export interface Stamping {
  readonly privateKey: KeyObject;
  readonly certificate: Buffer;
  readonly at: Date;
  /** Of the request; null = it had none. */
  readonly nonce?: Buffer | null;
  /** Default true. */
  readonly withCertificate?: boolean;
}

/** DER of the TimeStampToken: what has this digest existed at that second, give or take one. */
export function stampToken(imprint: Imprint, stamping: Stamping): Buffer {
  const { privateKey, certificate, at, nonce = null, withCertificate = true } = stamping;
  const info = sequence(
    integer(Buffer.from([1])),
    objectId(DEMO_POLICY),
    imprintOf(imprint),
    integer(randomBytes(16)),
    generalizedTime(at),
    sequence(integer(Buffer.from([1]))),
    nonce && integer(nonce),
  );
  const content = encode(info);
  return prepareCms(content, { privateKey, chain: [certificate], contentType: OID.tstInfo, withCertificate }).complete(
    null,
  );
}
