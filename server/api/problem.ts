import Type, { type Static } from 'typebox';

/** Stable codes of RFC 9457 problems. `detail` is the Chinese sentence for the clerk; `code` is for programs. */
export const PROBLEM_CODES = [
  'BAD_REQUEST',
  'VALIDATION_FAILED',
  'NOT_SIGNED_IN',
  'WRONG_PASSWORD',
  'WRONG_PIN',
  'TOO_MANY_REQUESTS',
  'LOOKUP_CAP',
  'FORBIDDEN_ORIGIN',
  'FORBIDDEN_ROLE',
  'FORBIDDEN_DISTRICT',
  'ACCEPTOR_CANNOT_REVIEW',
  'SAME_PERSON',
  'NOT_FOUND',
  'CASE_NOT_FOUND',
  'UNIT_NOT_FOUND',
  'TASK_NOT_FOUND',
  'DOCUMENT_NOT_FOUND',
  'CERTIFICATE_NOT_FOUND',
  'TASK_TAKEN',
  'TASK_NOT_CLAIMED',
  'TASK_CANCELLED',
  'TASK_DONE',
  'TASK_IN_PROGRESS',
  'CASE_CLOSED',
  'CASE_ALREADY_REGISTERED',
  'CASE_NOT_WAITING_FOR_SUPPLEMENT',
  'UNIT_RESTRICTED',
  'SEIZURE_REFUSED',
  'SERIAL_USED',
  'SERIAL_NOT_IN_STOCK',
  'PAPER_RANGE_TAKEN',
  'REPRINT_NOT_POSSIBLE',
  'APPLICATION_KEY_REUSED',
  'DOCUMENT_CONFLICT',
  'CONFLICTING_RESULT',
  'CONSENT_INVALID',
  'LINK_UNKNOWN',
  'LINK_CLOSED',
  'CODE_WRONG',
  'CODE_LIMIT',
  'FILE_TOO_LARGE',
  'FILE_TYPE_NOT_ALLOWED',
  'SIGNATURE_INVALID',
  'DEPLOYMENT_REFUSED',
  'MODEL_MOVED_ON',
  'INCIDENT_NOT_FOUND',
  'ENGINE_UNAVAILABLE',
  'DATABASE_UNAVAILABLE',
  'DEPARTMENT_UNAVAILABLE',
  'INTERNAL',
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** One wrong field: `path` is a JSON pointer into the request body. */
export const FieldError = Type.Object({
  path: Type.String({ examples: ['/parties/0/idNo'] }),
  code: Type.String(),
  message: Type.String({ description: 'Chinese, says how to fix it' }),
});
export type FieldError = Static<typeof FieldError>;

/** `application/problem+json` body of every answer ≥ 400. */
export const Problem = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String(),
  detail: Type.String(),
  traceId: Type.Optional(Type.String()),
  errors: Type.Optional(Type.Array(FieldError)),
  /** Findings of a refused deployment. */
  findings: Type.Optional(
    Type.Array(Type.Object({ elementId: Type.Union([Type.String(), Type.Null()]), message: Type.String() })),
  ),
});
export type Problem = Static<typeof Problem>;
