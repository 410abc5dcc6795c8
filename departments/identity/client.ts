/** Typed client of the police's identity service. */
import type { DepartmentHttpOptions } from '../shared/department-http.ts';
import { createDepartmentHttp } from '../shared/department-http.ts';
import type { CallContext } from '../shared/result.ts';
import type { HouseholdRequest, VerifyIdentityRequest } from './contract.ts';
import { HouseholdAnswer, householdRefusals, identityRefusals, VerifyIdentityAnswer } from './contract.ts';

export type IdentityClient = ReturnType<typeof createIdentityClient>;

export function createIdentityClient(options: DepartmentHttpOptions) {
  const http = createDepartmentHttp('identity', options);
  return {
    /** Refused IDENTITY_MISMATCH only when the police refuse outright; normally look at `matched`. */
    verify: (body: VerifyIdentityRequest, context: CallContext) =>
      http.call({
        name: 'verify',
        method: 'POST',
        path: '/verifications',
        body,
        answer: VerifyIdentityAnswer,
        refusals: identityRefusals,
        context,
      }),
    /** The household of a person: relations for the tax family. Refused HOUSEHOLD_NOT_FOUND. */
    household: (body: HouseholdRequest, context: CallContext) =>
      http.call({
        name: 'household',
        method: 'POST',
        path: '/households/query',
        body,
        answer: HouseholdAnswer,
        refusals: householdRefusals,
        context,
      }),
    close: http.close,
  };
}
