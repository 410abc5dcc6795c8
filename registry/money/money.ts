import type { Deps } from '../db/transaction.ts';
import { contractApi } from './contract.ts';
import { countHousing } from './housing-count.ts';
import { paymentsApi } from './payments.ts';
import { taxApi } from './tax.ts';
import type { MoneyApi } from './types.ts';

export function moneyApi(deps: Deps): MoneyApi {
  return {
    ...contractApi(deps),
    ...taxApi(deps),
    ...paymentsApi(deps),
    countHousing: (caseNo) => countHousing(deps, caseNo),
  };
}
