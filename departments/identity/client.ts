/** Typed client of the police's identity service. */
import type { DepartmentHttpOptions } from '../shared/department-http.ts';
import { createDepartmentHttp } from '../shared/department-http.ts';
import type { CallContext } from '../shared/result.ts';
import type { HouseholdRequest, HukouNotice, VerifyIdentityRequest } from './contract.ts';
import { identityOperations } from './contract.ts';

export type IdentityClient = ReturnType<typeof createIdentityClient>;

export function createIdentityClient(options: DepartmentHttpOptions) {
  const http = createDepartmentHttp('identity', options);
  return {
    /** Refused IDENTITY_MISMATCH only when the police refuse outright; normally look at `matched`. */
    verify: (body: VerifyIdentityRequest, context: CallContext) =>
      http.send(identityOperations.verify, { body }, context),
    /** The household of a person: relations for the tax family. Refused HOUSEHOLD_NOT_FOUND. */
    household: (body: HouseholdRequest, context: CallContext) =>
      http.send(identityOperations.household, { body }, context),
    /** Refused HUKOU_OCCUPIED: somebody is still registered at the address. */
    notifyHukou: (body: HukouNotice, context: CallContext) =>
      http.send(identityOperations.notifyHukou, { body }, context),
    close: http.close,
    circuits: http.circuits,
  };
}
