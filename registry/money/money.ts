import { dayOf } from '../calendar/local-time.ts';
import type { Deps } from '../db/transaction.ts';
import { contractApi } from './contract.ts';
import { countHomes } from './count-homes.ts';
import { exclusionsApi } from './exclusions.ts';
import { countHousing, housingOfCase } from './housing-count.ts';
import { paymentsApi } from './payments.ts';
import { taxApi } from './tax.ts';
import type { MoneyApi } from './types.ts';

export function moneyApi(deps: Deps): MoneyApi {
  return {
    ...contractApi(deps),
    ...taxApi(deps),
    ...paymentsApi(deps),
    ...exclusionsApi(deps),
    countHomes: (family) => countHomes(deps.pool, family, dayOf(deps.clock.now())),
    housingOfCase: (caseNo) => housingOfCase(deps, caseNo),
    countHousing: (caseNo) => countHousing(deps, caseNo),
  };
}
