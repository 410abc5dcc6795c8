/** Typed client of the electronic certificate store. */
import type { DepartmentHttpOptions } from '../shared/department-http.ts';
import { createDepartmentHttp } from '../shared/department-http.ts';
import type { CallContext } from '../shared/result.ts';
import type { IssueLicenceRequest, RevokeLicenceRequest } from './contract.ts';
import { ecertOperations } from './contract.ts';

export type EcertClient = ReturnType<typeof createEcertClient>;

export function createEcertClient(options: DepartmentHttpOptions) {
  const http = createDepartmentHttp('ecert', options);
  return {
    issue: (body: IssueLicenceRequest, context: CallContext) => http.send(ecertOperations.issue, { body }, context),
    fetchLicence: (licenceId: string, context: CallContext) =>
      http.send(ecertOperations.fetchLicence, { params: { licenceId } }, context),
    /** Revoking twice answers ok again. */
    revoke: (licenceId: string, body: RevokeLicenceRequest, context: CallContext) =>
      http.send(ecertOperations.revoke, { params: { licenceId }, body }, context),
    close: http.close,
    circuits: http.circuits,
  };
}
