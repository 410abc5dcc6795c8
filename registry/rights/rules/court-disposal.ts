import type { Share } from '../../common.ts';
import { exceedTogether, restOf, sumShares } from '../../validators/shares.ts';
import { type ApplicationFacts, sideOf } from '../rule-input.ts';
import type { OwnershipView } from '../types.ts';
import { isDebtor, type SeizedScope, seizesShareOnly, shareOf, whole } from './seized-share.ts';

/** Which seizures of a page a court's disposal carries out, and which end with what it disposes of (INV-11, 13, 16). */

/** What a court disposes of by its own order: by its notice, or by its transfer (BDC-14). */
export interface Disposal {
  authority: string;
  /** Whose shares, all that each of them has; null = the whole home. */
  debtors: readonly { idNo: string }[] | null;
  /** Of the one debtor only this much; he keeps the rest. */
  part: Share | null;
}

/** Null = the case is no court's, or does not say what it disposes of. */
export function disposalOf(application: Pick<ApplicationFacts, 'terms' | 'parties'> | null): Disposal | null {
  const transfer = application?.terms.transfer;
  if (!application || !transfer?.court) return null;
  const { authority, wholeDisposal, partOfShare } = transfer.court;
  if (transfer.shareOnly) {
    const part = partOfShare ? boughtShare(application.parties) : null;
    return { authority, debtors: transfer.previous ?? [], part };
  }
  return wholeDisposal ? { authority, debtors: null, part: null } : null;
}

/** All that the buyers take of the home. */
function boughtShare(parties: ApplicationFacts['parties']): Share {
  const { n, d } = sumShares(sideOf(parties, 'acquirer').flatMap(({ share }) => (share ? [share] : [])));
  return { n: Number(n), d: Number(d) };
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
 * Of a part of a share, that seizure alone: the 轮候 go on to what is left (法发〔2004〕5号 §20).
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
  if (disposal?.part) return executedBy(disposal.part, own).includes(seizure);
  if (!own.some((one) => isDebtor(one.respondent, seizure))) return false;
  return seizure.status === 'QUEUED' || executesOwnSeizure(disposal, seizure);
}

/** What the debtor keeps when a court sells a part of his share; null when it sells none, or more than he has. */
export function keptShare(
  application: Pick<ApplicationFacts, 'terms' | 'parties'> | null,
  owner: Pick<OwnershipView, 'mode' | 'holders'> | null,
): Share | null {
  const disposal = disposalOf(application);
  if (!disposal?.part || !owner) return null;
  const share = shareOfDebtor(disposal, owner);
  return share ? restOf(share, disposal.part) : null;
}

/** What the one debtor of the disposal has of the home; null = he is no owner, or a joint one without a share. */
export function shareOfDebtor(disposal: Disposal, owner: Pick<OwnershipView, 'mode' | 'holders'>): Share | null {
  const debtor = owner.holders.find((holder) => isOneOf(holder, disposal.debtors));
  return debtor ? shareOf(owner, debtor) : null;
}

/** Of several seizures of one court, as many as the part takes, in the order of delivery: the others go on. */
function executedBy(part: Share, own: readonly SeizedScope[]): readonly SeizedScope[] {
  const covers = (seizures: readonly SeizedScope[]) => {
    const { n, d } = sumShares(seizures.map((one) => one.scopeShare ?? whole));
    return n * BigInt(part.d) >= BigInt(part.n) * d;
  };
  const last = own.findIndex((_, i) => covers(own.slice(0, i + 1)));
  return last < 0 ? own : own.slice(0, last + 1);
}

/**
 * INV-16: a 轮候 that does not end with the disposal of a share must be of another owner's share, or of what its debtor keeps: one of
 * the whole, of more than is left, or against somebody who is no owner, would follow the share to its buyer.
 */
export function followsSoldShare(
  disposal: Disposal | null,
  queued: SeizedScope,
  page: { live: readonly SeizedScope[]; holders: readonly { idNo: string }[]; kept: Share | null },
): boolean {
  if (queued.status !== 'QUEUED' || !disposal?.debtors) return false;
  if (endsWithDisposal(disposal, queued, page.live)) return false;
  const debtor = page.holders.find((holder) => isDebtor(holder, queued));
  if (!seizesShareOnly(queued) || !debtor) return true;
  if (!disposal.part || !isOneOf(debtor, disposal.debtors)) return false;
  return page.kept === null || exceedTogether([queued.scopeShare], page.kept);
}

const isOneOf = (holder: { idNo: string }, people: readonly { idNo: string }[] | null): boolean =>
  people?.some(({ idNo }) => idNo.toUpperCase() === holder.idNo.toUpperCase()) ?? false;
