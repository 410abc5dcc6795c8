/** Typed client of the time-stamp authority: asks for a stamp over a SHA-256 and takes only one that answers this question. */
import { randomBytes } from 'node:crypto';
import { OID } from '../../platform/signatures/object-ids.ts';
import { verifyAttached } from '../../platform/signatures/verify-cms.ts';
import type { DepartmentHttpOptions } from '../shared/department-http.ts';
import { createDepartmentHttp } from '../shared/department-http.ts';
import type { CallContext, DepartmentResult, TechnicalFailure } from '../shared/result.ts';
import { timestampOperations } from './contract.ts';
import { decodeReply, encodeQuery, type Failure, readStampInfo, type StampReply } from './messages.ts';

/** There is no business refusal of a stamp. */
type Stamped = Exclude<DepartmentResult<Buffer>, { kind: 'refused' }>;

export type TimestampClient = ReturnType<typeof createTimestampClient>;

/** What may be otherwise in a minute; any other rejection comes again for the same request. */
const PASSING: readonly (Failure | null)[] = ['timeNotAvailable', 'addInfoNotAvailable', 'systemFailure'];

export function createTimestampClient(options: DepartmentHttpOptions) {
  const http = createDepartmentHttp('timestamp', options);

  /**
   * @param digest SHA-256 of what is to be stamped
   * @returns DER of the TimeStampToken, whose signature, digest and nonce hold; whether its authority is trusted is asked where it
   * is used (`verifyTimeStamp`)
   */
  async function stamp(digest: Buffer, context: Pick<CallContext, 'traceId'>): Promise<Stamped> {
    const nonce = newNonce();
    const body = encodeQuery(digest, nonce);
    const answer = await http.send(timestampOperations.stamp, { body }, { ...context, idempotencyKey: '' });
    if (answer.kind === 'unavailable') return answer;
    if (answer.kind === 'refused') return unavailable('bad_request', answer.message);
    let reply: StampReply;
    try {
      reply = decodeReply(answer.value);
    } catch {
      return unavailable('bad_answer', 'the answer is no TimeStampResp');
    }
    if (!reply.granted) {
      const passing = PASSING.includes(reply.failure);
      return unavailable(passing ? 'server_error' : 'bad_request', `rejected (${reply.failure ?? 'no reason given'})`);
    }
    const { check, content } = verifyAttached(reply.token, OID.tstInfo);
    const info = check.ok ? readStampInfo(content) : null;
    const same = info?.imprint.algorithm === OID.sha256 && info.imprint.digest.equals(digest);
    return same && info.nonce?.equals(nonce)
      ? { kind: 'ok', value: reply.token }
      : unavailable('bad_answer', 'the stamp is not over what was asked');
  }

  return { stamp, close: http.close, circuits: http.circuits };
}

/** No leading zero, so that it reads the same in every encoding. */
function newNonce(): Buffer {
  const nonce = randomBytes(8);
  nonce[0] = (nonce[0]! & 0x7f) | 0x40;
  return nonce;
}

const unavailable = (reason: TechnicalFailure['reason'], message: string) => ({
  kind: 'unavailable' as const,
  technical: {
    department: 'timestamp',
    operation: 'stamp',
    reason,
    retryable: reason === 'server_error',
    message: `timestamp.stamp: ${message}`,
  },
});
