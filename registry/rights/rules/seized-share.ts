import type { Share } from '../../common.ts';
import { exceedTogether } from '../../validators/shares.ts';
import { type ApplicationFacts, identityOf, sideOf } from '../rule-input.ts';
import type { OwnershipView, RightView, SeizureView } from '../types.ts';

/** Of a live seizure: by whom, whose property, and how much of it. */
export type SeizedScope = Pick<SeizureView, 'status' | 'seizureKind' | 'authority' | 'scopeShare' | 'respondent'>;

export const whole: Share = { n: 1, d: 1 };

/** A single owner holds all of it; a joint owner has no share. */
export const shareOf = ({ mode }: Pick<OwnershipView, 'mode'>, holder: { share?: Share | null }): Share | null =>
  mode === 'single' ? whole : (holder.share ?? null);

export const seizuresOn = (rights: readonly RightView[]): SeizureView[] =>
  rights.filter((r): r is SeizureView => r.kind === 'SEIZURE' && r.status !== 'HISTORY');

/** A seizure of one co-owner's share (CFFW), as opposed to one of the whole home. */
export function seizesShareOnly<S extends SeizedScope>(
  seizure: S,
): seizure is S & { scopeShare: NonNullable<S['scopeShare']> } {
  return seizure.scopeShare !== null && seizure.seizureKind === 'seizure';
}

/**
 * INV-16 (查封规定 §12; 民法典 305): the seizure of one co-owner's share leaves the shares of the others free. True when the case
 * moves shares only, none of them the debtor's, and what is seized of the debtor stays whole with him. A 轮候 of the whole or of a
 * seller's share reaches what is free now: then nothing moves. A court that sells a part leaves the debtor the rest: what others have
 * seized of him must fit in it, and the 轮候 go on to it.
 * @param seizures all live ones of the page that stay, `seizure` among them
 * @param kept what a court's sale of a part leaves of its debtor's share
 */
export function leavesSeizedShare(
  seizure: SeizedScope,
  page: {
    application: ApplicationFacts | null;
    owner: OwnershipView | null;
    seizures: readonly SeizedScope[];
    kept: Share | null;
  },
): boolean {
  const { application, owner, seizures, kept } = page;
  const transfer = application?.terms.transfer;
  if (!application || !transfer?.shareOnly || !seizesShareOnly(seizure) || !owner) return false;
  const disposing = transfer.previous?.length ? transfer.previous : sideOf(application.parties, 'obligor');
  const debtor = owner.holders.find((holder) => isDebtor(holder, seizure));
  const held = debtor && shareOf(owner, debtor);
  if (!debtor || !held || disposing.length === 0) return false;
  const sells = disposing.some((person) => identityOf(person) === identityOf(debtor) || isDebtor(person, seizure));
  if (sells && !kept) return false;
  const reachesFree = (queued: SeizedScope) =>
    queued.status === 'QUEUED' &&
    (!seizesShareOnly(queued) || (!kept && disposing.some((person) => isDebtor(person, queued))));
  if (seizures.some(reachesFree)) return false;
  const ofDebtor = seizures.filter((s) => s.status === 'CURRENT' && isDebtor(debtor, s));
  const seized = ofDebtor.flatMap(({ scopeShare }) => (scopeShare ? [scopeShare] : []));
  return !exceedTogether(seized, sells && kept ? kept : held);
}

/** By the number alone: the court's paper keeps the name that the debtor may have changed since. */
export function isDebtor(person: { idNo: string }, { respondent }: Pick<SeizedScope, 'respondent'>): boolean {
  return person.idNo.toUpperCase() === respondent.idNo.toUpperCase();
}
