import type { ApplicationFacts } from '../rule-input.ts';
import { isDebtor, type SeizedScope, seizesShareOnly } from './seized-share.ts';

/** Which seizures of a page a court's transfer (BDC-14) carries out, and which end with what it disposes of (INV-11, 13, 16). */

type Order = Pick<ApplicationFacts, 'terms'> | null;

/** Whose shares the court sells; null = the case is none, or disposes of the whole home. */
function sharesSold(application: Order) {
  const transfer = application?.terms.transfer;
  return transfer?.court && transfer.shareOnly ? (transfer.previous ?? []) : null;
}

const isSold = (application: Order, seizure: SeizedScope): boolean =>
  sharesSold(application)?.some((person) => isDebtor(person, seizure)) ?? false;

/** The court whose seizure it is disposes, by its own order, of the whole home or of all that this debtor has of it. */
export function executesOwnSeizure(application: Order, seizure: SeizedScope): boolean {
  const court = application?.terms.transfer?.court;
  return court?.authority === seizure.authority && (court.wholeDisposal || isSold(application, seizure));
}

/**
 * INV-11: of the whole, the court's seizure and all later 轮候 end. Of a share, that seizure and the 轮候 against the same debtor,
 * who has nothing left here; what is seized of the other owners stands, and who waits for their shares moves up (INV-08).
 * @param live of the page, `seizure` among them or about to be
 */
export function endsWithDisposal(application: Order, seizure: SeizedScope, live: readonly SeizedScope[]): boolean {
  const own = live.filter((one) => one.status === 'CURRENT' && executesOwnSeizure(application, one));
  if (own.length === 0) return false;
  if (sharesSold(application) === null) return true;
  if (!own.some((one) => isDebtor({ idNo: seizure.respondent.idNo }, one))) return false;
  return seizure.status === 'QUEUED' || executesOwnSeizure(application, seizure);
}

/**
 * INV-16: a 轮候 that does not end with the disposal of a share must be of another owner's share: one of the whole, or against
 * somebody who is no owner, would follow the share to its buyer.
 */
export function followsSoldShare(
  application: Order,
  queued: SeizedScope,
  page: { live: readonly SeizedScope[]; holders: readonly { idNo: string }[] },
): boolean {
  if (queued.status !== 'QUEUED' || sharesSold(application) === null) return false;
  if (endsWithDisposal(application, queued, page.live)) return false;
  return !seizesShareOnly(queued) || !page.holders.some((holder) => isDebtor(holder, queued));
}
