/** Typed client of one utility company; the five differ only by name and address. */
import type { DepartmentHttpOptions } from '../shared/department-http.ts';
import { createDepartmentHttp } from '../shared/department-http.ts';
import type { CallContext } from '../shared/result.ts';
import type { SubmitTransferRequest, UtilityService } from './contract.ts';
import { utilityOperations } from './contract.ts';

export type UtilityClient = ReturnType<typeof createUtilityClient>;

export function createUtilityClient(service: UtilityService, options: DepartmentHttpOptions) {
  const http = createDepartmentHttp(service, options);
  return {
    /** The result comes by callback (`utility.result`), or is fetched. */
    submitTransfer: (body: SubmitTransferRequest, context: CallContext) =>
      http.send(utilityOperations.submitTransfer, { body }, context),
    fetchTransfer: (utilityOrderNo: string, context: CallContext) =>
      http.send(utilityOperations.fetchTransfer, { params: { utilityOrderNo } }, context),
    requestState: (requestNo: string, context: CallContext) =>
      http.send(utilityOperations.requestState, { params: { requestNo } }, context),
    close: http.close,
    circuits: http.circuits,
  };
}
