/** Time stamps of the demo authority's own service (RFC 3161 §2.4.2). */
import { createHash, type KeyObject, randomBytes } from 'node:crypto';
import { encode, generalizedTime, integer, objectId, octets, sequence } from '../../../platform/signatures/der.ts';
import { OID } from '../../../platform/signatures/object-ids.ts';
import { signCms } from './cms.ts';

/** Under the enterprise number that RFC 5612 keeps for examples: no policy that anybody answers for. */
const DEMO_POLICY = '1.3.6.1.4.1.32473.1';

/** DER of the TimeStampToken: these bytes existed at that second, give or take one. */
export function stampToken(
  stamped: Uint8Array,
  { privateKey, certificate, at }: { privateKey: KeyObject; certificate: Buffer; at: Date },
): Buffer {
  const info = sequence(
    integer(Buffer.from([1])),
    objectId(DEMO_POLICY),
    sequence(sequence(objectId(OID.sha256)), octets(createHash('sha256').update(stamped).digest())),
    integer(randomBytes(16)),
    generalizedTime(at),
    sequence(integer(Buffer.from([1]))),
  );
  return signCms(encode(info), { privateKey, chain: [certificate], contentType: OID.tstInfo, stamped: null });
}
