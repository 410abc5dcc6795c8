import Type, { type Static } from 'typebox';
import { Instant, Nullable } from './common.ts';

/** Departments that report results by callback, and can be asked for one that did not come. */
export const AskedDepartment = Type.Union([
  Type.Literal('tax'),
  Type.Literal('payment'),
  Type.Literal('escrow'),
  Type.Literal('loanbank'),
  Type.Literal('water'),
  Type.Literal('power'),
  Type.Literal('gas'),
  Type.Literal('tv'),
  Type.Literal('broadband'),
]);
export type AskedDepartment = Static<typeof AskedDepartment>;

/** How asking ended; see registry/requests/types.ts. */
export const AskOutcome = Type.Union([
  Type.Literal('answered'),
  Type.Literal('pending'),
  Type.Literal('sent_again'),
  Type.Literal('refused'),
  Type.Literal('unavailable'),
]);
export type AskOutcome = Static<typeof AskOutcome>;

/** A request to a department whose result has not come. No personal data. */
export const DepartmentRequest = Type.Object({
  requestId: Type.String(),
  department: AskedDepartment,
  title: Type.String({ description: 'the department, Chinese; with the bank where several stand behind it' }),
  requestNo: Type.String({ description: "the department's own number" }),
  what: Type.String({ description: 'what it was asked to do, Chinese' }),
  sentAt: Instant,
  sends: Type.Integer(),
  askedAt: Nullable(Instant),
  asks: Type.Integer(),
  outcome: Nullable(AskOutcome),
  outcomeText: Nullable(Type.String()),
  message: Nullable(Type.String({ description: 'why it was refused' })),
  nextAskAt: Instant,
});
export type DepartmentRequest = Static<typeof DepartmentRequest>;

/**
 * GET /api/cases/:caseNo/department-requests; POST /api/cases/:caseNo/department-requests/:requestId/ask answers the request as it is
 * after asking, 409 CONFLICTING_RESULT when nothing is awaited any more.
 */
export const DepartmentRequestList = Type.Object({
  items: Type.Array(DepartmentRequest),
  mayAsk: Type.Boolean(),
});
export type DepartmentRequestList = Static<typeof DepartmentRequestList>;

/** GET /api/department-requests: how many requests wait, by department, in one's own district. */
export const WaitingRequests = Type.Object({
  items: Type.Array(Type.Object({ department: AskedDepartment, count: Type.Integer(), oldest: Instant })),
});
export type WaitingRequests = Static<typeof WaitingRequests>;

/** POST /api/department-requests/:department/ask: all of them are asked about now, one after the other. */
export const AskedAll = Type.Object({ requests: Type.Integer() });
export type AskedAll = Static<typeof AskedAll>;
