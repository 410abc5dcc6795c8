import type { IdType, Nature, OwnershipMode, Share } from '../common.ts';
import { reduceShare, sumShares } from '../validators/shares.ts';
import { type ApplicationFacts, identityOf, sideOf } from './rule-input.ts';
import { keptShare } from './rules/court-disposal.ts';
import type { OwnershipView } from './types.ts';

/** Who will be written as a holder. */
export interface ComingHolder {
  name: string;
  nature: Nature;
  idType: IdType;
  idNo: string;
  share?: Share | null;
  phone?: string | null;
}

/**
 * Who owns after the transfer: the acquirers, or beside the co-owners who stay when only shares move (INV-26), and beside the debtor
 * when a court sells a part of his (INV-11).
 */
export function ownershipAfter(
  owner: Pick<OwnershipView, 'mode' | 'holders'>,
  application: ApplicationFacts,
): { mode: OwnershipMode; holders: ComingHolder[] } {
  const acquirers = sideOf(application.parties, 'acquirer').map(
    ({ name, nature, idType, idNo, share, phone }): ComingHolder => ({ name, nature, idType, idNo, share, phone }),
  );
  const terms = application.terms.transfer;
  if (!terms?.shareOnly) return { mode: application.ownershipMode ?? 'single', holders: acquirers };
  const left = terms.previous?.length ? terms.previous : sideOf(application.parties, 'obligor');
  const leaving = new Set(left.map(identityOf));
  const kept = keptShare(application, owner);
  const holders = owner.holders.flatMap((holder): ComingHolder[] => {
    if (!leaving.has(identityOf(holder))) return [holder];
    return kept ? [{ ...holder, share: kept }] : [];
  });
  for (const acquirer of acquirers) {
    const own = holders.findIndex((holder) => identityOf(holder) === identityOf(acquirer));
    const before = holders[own];
    if (before?.share && acquirer.share) {
      const sum = sumShares([before.share, acquirer.share]);
      holders[own] = { ...before, share: reduceShare({ n: Number(sum.n), d: Number(sum.d) }) };
    } else holders.push(acquirer);
  }
  return holders.length === 1
    ? { mode: 'single', holders: holders.map((holder) => ({ ...holder, share: null })) }
    : { mode: 'shares', holders };
}
