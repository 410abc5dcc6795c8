/** Typed client of market supervision. */
import type { DepartmentHttpOptions } from '../shared/department-http.ts';
import { createDepartmentHttp } from '../shared/department-http.ts';
import type { CallContext } from '../shared/result.ts';
import type { CompanyQuery } from './contract.ts';
import { marketOperations } from './contract.ts';

export type MarketClient = ReturnType<typeof createMarketClient>;

export function createMarketClient(options: DepartmentHttpOptions) {
  const http = createDepartmentHttp('market', options);
  return {
    queryCompany: (body: CompanyQuery, context: CallContext) =>
      http.send(marketOperations.queryCompany, { body }, context),
    close: http.close,
    circuits: http.circuits,
  };
}
