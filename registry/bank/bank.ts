import type { Deps } from '../db/transaction.ts';
import { checksApi } from './checks.ts';
import { consentsApi } from './consents.ts';
import { linksApi } from './links.ts';
import { loansApi } from './loans.ts';
import { ranksApi } from './ranks.ts';
import { signingApi } from './signing.ts';
import type { BankApi } from './types.ts';

export const bankApi = (deps: Deps): BankApi => ({
  ...linksApi(deps),
  ...consentsApi(deps),
  ...signingApi(deps),
  ...checksApi(deps),
  ...ranksApi(deps),
  ...loansApi(deps),
});
