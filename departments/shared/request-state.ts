/**
 * What became of an earlier request: asked for when the callback with its result never came (the city was away, the address
 * was gone, the city was restored from a backup taken before it). Every department that reports by callback has this operation.
 */
import Type from 'typebox';
import { CaseNo } from './wire.ts';

/** One callback as it was, or would have been, delivered: its body to the letter, and a fresh signature over it. */
export const ToldResult = Type.Object({
  /** JSON text of the callback, with the `eventId` it always had. */
  body: Type.String({ maxLength: 65_536 }),
  /** As in the header `X-Yitong-Signature`. */
  signature: Type.String(),
});
export type ToldResult = Type.Static<typeof ToldResult>;

export const RequestState = Type.Object({
  requestNo: Type.String(),
  /** `unknown`: this department has no memory of the request, and it may be sent again under its `Idempotency-Key`. */
  state: Type.Union([Type.Literal('unknown'), Type.Literal('pending'), Type.Literal('answered')]),
  /** Whose request it is: a number may have been given out twice by a department that lost its books. */
  caseNo: Type.Union([CaseNo, Type.Null()]),
  /** Everything that was called back so far, oldest first. */
  results: Type.Array(ToldResult),
});
export type RequestState = Type.Static<typeof RequestState>;

/** `requestNo` is the number that the department gave the request when it took it. */
export const stateOperation = {
  method: 'GET',
  path: '/requests/:requestNo',
  summary: '查询来件的办理状态和结果（没有收到回调时使用；没有记录的回答 unknown）',
  answer: RequestState,
  refusals: [] as const,
} as const;
