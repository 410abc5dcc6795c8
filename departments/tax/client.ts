/** Typed client of the tax office. */
import type { DepartmentHttpOptions } from '../shared/department-http.ts';
import { createDepartmentHttp } from '../shared/department-http.ts';
import type { CallContext } from '../shared/result.ts';
import type { AssessRequest, ClearanceRequest, HousingFamilyRequest, TaxRefundRequest } from './contract.ts';
import { taxOperations } from './contract.ts';

export type TaxClient = ReturnType<typeof createTaxClient>;

export function createTaxClient(options: DepartmentHttpOptions) {
  const http = createDepartmentHttp('tax', options);
  return {
    housingFamily: (body: HousingFamilyRequest, context: CallContext) =>
      http.send(taxOperations.housingFamily, { body }, context),
    /** Payment (or exemption) is reported by callback, never in this answer. */
    assess: (body: AssessRequest, context: CallContext) => http.send(taxOperations.assess, { body }, context),
    clearance: (body: ClearanceRequest, context: CallContext) => http.send(taxOperations.clearance, { body }, context),
    refund: (body: TaxRefundRequest, context: CallContext) => http.send(taxOperations.refund, { body }, context),
    requestState: (requestNo: string, context: CallContext) =>
      http.send(taxOperations.requestState, { params: { requestNo } }, context),
    close: http.close,
    circuits: http.circuits,
  };
}
