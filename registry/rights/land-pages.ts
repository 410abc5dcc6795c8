import type { Queryable } from '../db/transaction.ts';
import type { Action } from '../items/items.ts';
import { isSiteMortgage } from '../items/items.ts';
import { loadRights } from './load-rights.ts';
import type { LandPage } from './rule-input.ts';

/**
 * Pages of the land under these units, by parcel, where what is applied for begins on the land: first registrations, mortgages of
 * the building site, presales. Empty for everything else, and for parcels whose land has no registered page in the book.
 */
export async function landPages(
  db: Queryable,
  unitCodes: readonly string[],
  actions: readonly Action[],
): Promise<Map<string, LandPage>> {
  const onSite = actions.some(
    ({ effect, item, operation }) =>
      effect === 'first' || (effect === 'mortgage' && isSiteMortgage(item.code)) || operation.cautionKind === 'presale',
  );
  if (!onSite) return new Map();
  const parcels = [...new Set(unitCodes.map((code) => code.slice(0, 19)))];
  const rights = await loadRights(
    db,
    parcels.map((parcel) => `${parcel}W00000000`),
  );
  const pages = new Map<string, LandPage>();
  for (const parcel of parcels) {
    const unitCode = `${parcel}W00000000`;
    const own = rights.filter((right) => right.unitCode === unitCode);
    if (own.some((right) => right.kind === 'OWNERSHIP')) pages.set(parcel, { unitCode, rights: own });
  }
  return pages;
}
