/**
 * What every department's HTTP service has in common on the wire.
 *
 * - JSON over HTTP; personal data only in bodies, never in a URL or a header.
 * - Every business POST carries `Idempotency-Key`; the same key with the same body gets the first answer again.
 * - A business refusal is `422 application/problem+json` with a stable `code` (RFC 9457); anything else that is not 2xx
 *   is technical.
 * - Money is integer fen, dates are `YYYY-MM-DD`, instants are ISO 8601 with offset.
 */
import Type from 'typebox';

export { DEPARTMENT_NAMES as departmentNames, type DepartmentName } from '../../platform/config.ts';

export const Fen = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
export const CaseNo = Type.String({ pattern: '^\\d{20}$' });
export const UnitCode = Type.String({ pattern: '^[0-9A-Z]{28}$' });
export const CallbackUrl = Type.String({ pattern: '^https?://', maxLength: 500 });
export const CalendarDate = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
export const Instant = Type.String({ minLength: 20, maxLength: 35 });
export const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' });
/** Kind of identity document (证件种类 ZJZL), in the product's words. */
export const IdType = Type.Union([
  Type.Literal('citizen'),
  Type.Literal('hkmt'),
  Type.Literal('passport'),
  Type.Literal('household'),
  Type.Literal('officer'),
  Type.Literal('orgcode'),
  Type.Literal('uscc'),
  Type.Literal('other'),
]);
/** A natural or legal person as departments know one. Personal data: bodies only. */
export const Person = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 100 }),
  idNo: Type.String({ minLength: 4, maxLength: 40 }),
});
export type Person = Type.Static<typeof Person>;

/** Body of a refusal (422) or a technical error. `code` is stable; `detail` is Chinese and says what to do. */
export const Problem = Type.Object({
  type: Type.Optional(Type.String()),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String(),
  detail: Type.String(),
});
export type Problem = Type.Static<typeof Problem>;

/** Run-time faults of a simulator (`GET/PUT /faults`). */
export const Faults = Type.Object(
  {
    /** Added to every business call. */
    latencyMs: Type.Integer({ minimum: 0, maximum: 600_000 }),
    /** Refuse every call that knows this code. */
    refuse: Type.Union([Type.String(), Type.Null()]),
    /** `500`: answers 500. `timeout`: does the work, never answers. `down`: drops the connection. */
    fail: Type.Union([Type.Literal('500'), Type.Literal('timeout'), Type.Literal('down'), Type.Null()]),
    /** Send every callback twice. */
    twice: Type.Boolean(),
    /**
     * Callbacks are held for a moment and leave newest first; each comes a second time, late. A receiver must be right
     * under both.
     */
    outOfOrder: Type.Boolean(),
    /** What others do (pay, fund, read a meter, disburse) happens by itself after the configured delay. */
    auto: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type Faults = Type.Static<typeof Faults>;

/** One line of `GET /calls`: enough to follow a case, nothing about a person. */
export const CallRecord = Type.Object({
  at: Instant,
  operation: Type.String(),
  caseNo: Type.Union([Type.String(), Type.Null()]),
  /** Which bank or court, when several stand behind the service. */
  organisation: Type.Union([Type.String(), Type.Null()]),
  traceId: Type.Union([Type.String(), Type.Null()]),
  idempotencyKey: Type.Union([Type.String(), Type.Null()]),
  outcome: Type.String(),
  replayed: Type.Boolean(),
});
export type CallRecord = Type.Static<typeof CallRecord>;
