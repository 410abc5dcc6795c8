/** Typed client of the electronic seal service. */
import type { DepartmentHttpOptions } from '../shared/department-http.ts';
import { createDepartmentHttp } from '../shared/department-http.ts';
import type { CallContext } from '../shared/result.ts';
import type { SignRequest } from './contract.ts';
import { sealOperations } from './contract.ts';

export type SealClient = ReturnType<typeof createSealClient>;

export function createSealClient(options: DepartmentHttpOptions) {
  const http = createDepartmentHttp('seal', options);
  return {
    sign: (body: SignRequest, context: CallContext) => http.send(sealOperations.sign, { body }, context),
    fetchSeal: (sealId: string, context: CallContext) =>
      http.send(sealOperations.fetchSeal, { params: { sealId } }, context),
    close: http.close,
    circuits: http.circuits,
  };
}
