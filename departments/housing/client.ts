/** Typed client of the housing authority's contract filing. */
import type { DepartmentHttpOptions } from '../shared/department-http.ts';
import { createDepartmentHttp } from '../shared/department-http.ts';
import type { CallContext } from '../shared/result.ts';
import type { CancelContractRequest, FileContractRequest } from './contract.ts';
import { housingOperations } from './contract.ts';

export type HousingClient = ReturnType<typeof createHousingClient>;

export function createHousingClient(options: DepartmentHttpOptions) {
  const http = createDepartmentHttp('housing', options);
  return {
    fileContract: (body: FileContractRequest, context: CallContext) =>
      http.send(housingOperations.fileContract, { body }, context),
    fetchContract: (contractNo: string, context: CallContext) =>
      http.send(housingOperations.fetchContract, { params: { contractNo } }, context),
    cancelContract: (contractNo: string, body: CancelContractRequest, context: CallContext) =>
      http.send(housingOperations.cancelContract, { params: { contractNo }, body }, context),
    close: http.close,
    circuits: http.circuits,
  };
}
