import type { Queryable } from '../db/transaction.ts';
import type { ApplicationFacts } from '../rights/rule-input.ts';
import { disposalOf, endsWithDisposal } from '../rights/rules/court-disposal.ts';
import { seizuresOn } from '../rights/rules/seized-share.ts';
import type { RightView } from '../rights/types.ts';
import { type LiveSeizure, loadSeizures } from '../seizure/load-seizures.ts';
import { nextInQueue } from '../seizure/seizure-queue.ts';

/**
 * INV-08, 11: when a court sells one co-owner's share, who waits for the shares of the others moves up as far as the ended seizure
 * leaves room. Known before the entry is opened, because its result names them. Empty for every other case.
 * @param rights live ones of all pages of the case
 */
export async function movingUp(
  db: Queryable,
  application: Pick<ApplicationFacts, 'terms'>,
  rights: readonly RightView[],
): Promise<LiveSeizure[]> {
  const disposal = disposalOf(application);
  if (!disposal?.debtors) return [];
  const pages = [...new Set(rights.map((right) => right.unitCode))];
  const found = await loadSeizures(db, pages);
  return pages.flatMap((unitCode) => {
    const live = seizuresOn(rights.filter((right) => right.unitCode === unitCode));
    const ending = new Set(live.filter((one) => endsWithDisposal(disposal, one, live)).map((one) => one.rightId));
    return ending.size > 0
      ? nextInQueue(
          found.filter((one) => one.unitCode === unitCode),
          ending,
        )
      : [];
  });
}
