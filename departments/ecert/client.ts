/** Typed client of the electronic certificate store. */
import type { DepartmentHttpOptions } from '../shared/department-http.ts';
import { createDepartmentHttp } from '../shared/department-http.ts';
import type { CallContext } from '../shared/result.ts';
import type { IssueLicenceRequest, RevokeLicenceRequest } from './contract.ts';
import { issueRefusals, Licence, licenceRefusals } from './contract.ts';

export type EcertClient = ReturnType<typeof createEcertClient>;

export function createEcertClient(options: DepartmentHttpOptions) {
  const http = createDepartmentHttp('ecert', options);
  return {
    issue: (body: IssueLicenceRequest, context: CallContext) =>
      http.call({
        name: 'issue',
        method: 'POST',
        path: '/licences',
        body,
        answer: Licence,
        refusals: issueRefusals,
        context,
      }),
    fetchLicence: (licenceId: string, context: CallContext) =>
      http.call({
        name: 'fetchLicence',
        method: 'GET',
        path: `/licences/${encodeURIComponent(licenceId)}`,
        answer: Licence,
        refusals: licenceRefusals,
        context,
      }),
    /** Revoking twice answers ok again. */
    revoke: (licenceId: string, body: RevokeLicenceRequest, context: CallContext) =>
      http.call({
        name: 'revoke',
        method: 'POST',
        path: `/licences/${encodeURIComponent(licenceId)}/revoke`,
        body,
        answer: Licence,
        refusals: licenceRefusals,
        context,
      }),
    close: http.close,
  };
}
