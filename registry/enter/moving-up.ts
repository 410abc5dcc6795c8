import type { Queryable } from '../db/transaction.ts';
import { currentOwnership } from '../rights/load-rights.ts';
import type { ApplicationFacts } from '../rights/rule-input.ts';
import { disposalOf, endsWithDisposal, keptShare } from '../rights/rules/court-disposal.ts';
import { isDebtor, type SeizedScope, seizuresOn } from '../rights/rules/seized-share.ts';
import type { RightView } from '../rights/types.ts';
import { type LiveSeizure, loadSeizures } from '../seizure/load-seizures.ts';
import { nextInQueue } from '../seizure/seizure-queue.ts';

/**
 * INV-08, 11: when a court sells one co-owner's share, who waits for the shares of the others moves up as far as the ended seizure
 * leaves room; when it sells a part of that share, who waits for what is left as well. Known before the entry is opened, because its
 * result names them. Empty for every other case.
 * @param rights live ones of all pages of the case
 */
export async function movingUp(
  db: Queryable,
  application: Pick<ApplicationFacts, 'terms' | 'parties'>,
  rights: readonly RightView[],
): Promise<LiveSeizure[]> {
  const disposal = disposalOf(application);
  if (!disposal?.debtors) return [];
  const pages = [...new Set(rights.map((right) => right.unitCode))];
  const found = await loadSeizures(db, pages);
  const isSold = (seizure: SeizedScope) => disposal.debtors?.some((debtor) => isDebtor(debtor, seizure)) ?? false;
  return pages.flatMap((unitCode) => {
    const live = seizuresOn(rights.filter((right) => right.unitCode === unitCode));
    const ending = new Set(live.filter((one) => endsWithDisposal(disposal, one, live)).map((one) => one.rightId));
    if (ending.size === 0) return [];
    const kept = keptShare(application, currentOwnership([...rights], unitCode));
    const ofDebtor = new Set(live.filter((one) => isSold(one)).map((one) => one.rightId));
    const queue = found.filter((one) => one.unitCode === unitCode);
    // Of the debtor who keeps a rest, only the rest can be seized from now on.
    return nextInQueue(
      kept ? queue.map((one) => (ofDebtor.has(one.rightId) ? { ...one, holding: kept } : one)) : queue,
      ending,
    );
  });
}
