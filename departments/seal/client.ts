/** Typed client of the electronic seal service. */
import type { DepartmentHttpOptions } from '../shared/department-http.ts';
import { createDepartmentHttp } from '../shared/department-http.ts';
import type { CallContext } from '../shared/result.ts';
import type { SignRequest } from './contract.ts';
import { fetchSealRefusals, Seal, SignAnswer, signRefusals } from './contract.ts';

export type SealClient = ReturnType<typeof createSealClient>;

export function createSealClient(options: DepartmentHttpOptions) {
  const http = createDepartmentHttp('seal', options);
  return {
    sign: (body: SignRequest, context: CallContext) =>
      http.call({
        name: 'sign',
        method: 'POST',
        path: '/signatures',
        body,
        answer: SignAnswer,
        refusals: signRefusals,
        context,
      }),
    fetchSeal: (sealId: string, context: CallContext) =>
      http.call({
        name: 'fetchSeal',
        method: 'GET',
        path: `/seals/${encodeURIComponent(sealId)}`,
        answer: Seal,
        refusals: fetchSealRefusals,
        context,
      }),
    close: http.close,
  };
}
