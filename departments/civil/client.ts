/** Typed client of civil affairs. */
import type { DepartmentHttpOptions } from '../shared/department-http.ts';
import { createDepartmentHttp } from '../shared/department-http.ts';
import type { CallContext } from '../shared/result.ts';
import type { CivilQuery } from './contract.ts';
import { civilOperations } from './contract.ts';

export type CivilClient = ReturnType<typeof createCivilClient>;

export function createCivilClient(options: DepartmentHttpOptions) {
  const http = createDepartmentHttp('civil', options);
  return {
    queryMarriage: (body: CivilQuery, context: CallContext) =>
      http.send(civilOperations.queryMarriage, { body }, context),
    queryDeath: (body: CivilQuery, context: CallContext) => http.send(civilOperations.queryDeath, { body }, context),
    close: http.close,
    circuits: http.circuits,
  };
}
