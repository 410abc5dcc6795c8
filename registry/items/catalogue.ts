import { mortgageRows } from './catalogue/mortgage.ts';
import { otherRows } from './catalogue/other.ts';
import { ownershipRows } from './catalogue/ownership.ts';
import { toItem } from './catalogue/row.ts';
import type { Item } from './types.ts';

/**
 * Item catalogue, Reconstruction B of domain §2.3: every urban item. The rural and marine series (宅基地, 集体建设用地, 林, 海域)
 * exist in law and are left out: the centre registers 国有建设用地 only.
 */
export const catalogue: readonly Item[] = [...ownershipRows, ...mortgageRows, ...otherRows]
  .map(toItem)
  .toSorted((a, b) => (a.code < b.code ? -1 : 1));
