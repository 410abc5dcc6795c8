import { mortgageRows } from './catalogue/mortgage.ts';
import { otherRows } from './catalogue/other.ts';
import { ownershipRows } from './catalogue/ownership.ts';
import { toItem } from './catalogue/row.ts';
import type { Item } from './types.ts';

/**
 * Item catalogue, Reconstruction B of domain §2.3: every urban item. Enabled are those whose table row says 60 minutes; the
 * longer ones (first registrations, 公告, 公示) and 异议 have flows of their own.
 */
export const catalogue: readonly Item[] = [...ownershipRows, ...mortgageRows, ...otherRows]
  .map(toItem)
  .toSorted((a, b) => (a.code < b.code ? -1 : 1));
