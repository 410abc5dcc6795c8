/**
 * Time-stamp authority (时间戳服务): RFC 3161 over HTTP as §3.4 binds it. One request and one answer in DER; no JSON, no
 * `Idempotency-Key`: asked again it stamps again, and each stamp is true. A rejection is an answer too (`PKIStatusInfo`).
 */
import Type from 'typebox';
import { defineOperations } from '../shared/operation.ts';

export const QUERY_TYPE = 'application/timestamp-query';
export const REPLY_TYPE = 'application/timestamp-reply';

const der = (name: string) => Type.Unsafe<Buffer>({ type: 'string', format: 'binary', description: `DER: ${name}` });

export const timestampOperations = defineOperations({
  stamp: {
    method: 'POST',
    path: '/tsa',
    summary: '对摘要加盖时间戳（RFC 3161）',
    body: der('TimeStampReq'),
    answer: der('TimeStampResp'),
    binary: { body: QUERY_TYPE, answer: REPLY_TYPE },
    refusals: [],
  },
});
