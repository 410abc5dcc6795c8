import type { Deps } from '../db/transaction.ts';
import { recallsApi } from './recalls.ts';
import { sheetsApi } from './sheets.ts';
import { stockApi } from './stock.ts';
import type { PapersApi } from './types.ts';

export const papersApi = (deps: Deps): PapersApi => ({ ...stockApi(deps), ...sheetsApi(deps), ...recallsApi(deps) });
