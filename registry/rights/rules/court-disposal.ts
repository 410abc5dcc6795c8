import type { ApplicationFacts } from '../rule-input.ts';
import { isDebtor, type SeizedScope, seizesShareOnly } from './seized-share.ts';

/** Which seizures of a page a court's disposal carries out, and which end with what it disposes of (INV-11, 13, 16). */

/** What a court disposes of by its own order: by its notice, or by its transfer (BDC-14). */
export interface Disposal {
  authority: string;
  /** Whose shares, all that each of them has; null = the whole home. */
  debtors: readonly { idNo: string }[] | null;
}

/** Null = the case is no court's, or does not say what it disposes of. */
export function disposalOf(application: Pick<ApplicationFacts, 'terms'> | null): Disposal | null {
  const transfer = application?.terms.transfer;
  if (!transfer?.court) return null;
  const { authority, wholeDisposal } = transfer.court;
  if (transfer.shareOnly) return { authority, debtors: transfer.previous ?? [] };
  return wholeDisposal ? { authority, debtors: null } : null;
}

const disposesOf = ({ debtors }: Disposal, seizure: SeizedScope): boolean =>
  debtors === null || debtors.some((person) => isDebtor(person, seizure));

/** The court whose seizure it is disposes, by its own order, of the whole home or of all that this debtor has of it. */
export function executesOwnSeizure(disposal: Disposal | null, seizure: SeizedScope): boolean {
  return disposal?.authority === seizure.authority && disposesOf(disposal, seizure);
}

/**
 * INV-11: of the whole, the court's seizure and all later 轮候 end. Of a share, that seizure and the 轮候 against the same debtor,
 * who has nothing left here; what is seized of the other owners stands, and who waits for their shares moves up (INV-08).
 * @param live of the page, `seizure` among them or about to be
 */
export function endsWithDisposal(
  disposal: Disposal | null,
  seizure: SeizedScope,
  live: readonly SeizedScope[],
): boolean {
  const own = live.filter((one) => one.status === 'CURRENT' && executesOwnSeizure(disposal, one));
  if (own.length === 0) return false;
  if (disposal?.debtors === null) return true;
  if (!own.some((one) => isDebtor(one.respondent, seizure))) return false;
  return seizure.status === 'QUEUED' || executesOwnSeizure(disposal, seizure);
}

/**
 * INV-16: a 轮候 that does not end with the disposal of a share must be of another owner's share: one of the whole, or against
 * somebody who is no owner, would follow the share to its buyer.
 */
export function followsSoldShare(
  disposal: Disposal | null,
  queued: SeizedScope,
  page: { live: readonly SeizedScope[]; holders: readonly { idNo: string }[] },
): boolean {
  if (queued.status !== 'QUEUED' || !disposal?.debtors) return false;
  if (endsWithDisposal(disposal, queued, page.live)) return false;
  return !seizesShareOnly(queued) || !page.holders.some((holder) => isDebtor(holder, queued));
}
