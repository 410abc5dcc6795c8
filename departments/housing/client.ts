/** Typed client of the housing authority's contract filing. */
import type { DepartmentHttpOptions } from '../shared/department-http.ts';
import { createDepartmentHttp } from '../shared/department-http.ts';
import type { CallContext } from '../shared/result.ts';
import type { CancelContractRequest, FileContractRequest } from './contract.ts';
import {
  CancelContractAnswer,
  Contract,
  cancelRefusals,
  FileContractAnswer,
  fetchRefusals,
  fileRefusals,
} from './contract.ts';

export type HousingClient = ReturnType<typeof createHousingClient>;

export function createHousingClient(options: DepartmentHttpOptions) {
  const http = createDepartmentHttp('housing', options);
  return {
    fileContract: (body: FileContractRequest, context: CallContext) =>
      http.call({
        name: 'fileContract',
        method: 'POST',
        path: '/contracts',
        body,
        answer: FileContractAnswer,
        refusals: fileRefusals,
        context,
      }),
    fetchContract: (contractNo: string, context: CallContext) =>
      http.call({
        name: 'fetchContract',
        method: 'GET',
        path: `/contracts/${encodeURIComponent(contractNo)}`,
        answer: Contract,
        refusals: fetchRefusals,
        context,
      }),
    cancelContract: (contractNo: string, body: CancelContractRequest, context: CallContext) =>
      http.call({
        name: 'cancelContract',
        method: 'POST',
        path: `/contracts/${encodeURIComponent(contractNo)}/cancel`,
        body,
        answer: CancelContractAnswer,
        refusals: cancelRefusals,
        context,
      }),
    close: http.close,
  };
}
