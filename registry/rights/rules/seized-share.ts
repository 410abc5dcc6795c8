import { exceedTogether } from '../../validators/shares.ts';
import { type ApplicationFacts, identityOf, sideOf } from '../rule-input.ts';
import type { OwnershipView, RightView, SeizureView } from '../types.ts';

/** Of a live seizure: by whom, whose property, and how much of it. */
export type SeizedScope = Pick<SeizureView, 'status' | 'seizureKind' | 'authority' | 'scopeShare' | 'respondent'>;

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
 * seller's share reaches what is free now: then nothing moves.
 * @param seizures all live ones of the page, `seizure` among them
 */
export function leavesSeizedShare(
  seizure: SeizedScope,
  page: { application: ApplicationFacts | null; owner: OwnershipView | null; seizures: readonly SeizedScope[] },
): boolean {
  const { application, owner, seizures } = page;
  const transfer = application?.terms.transfer;
  if (!application || !transfer?.shareOnly || !seizesShareOnly(seizure) || owner?.mode !== 'shares') return false;
  const disposing = transfer.previous?.length ? transfer.previous : sideOf(application.parties, 'obligor');
  const debtor = owner.holders.find((holder) => isDebtor(holder, seizure));
  if (!debtor?.share || disposing.length === 0) return false;
  if (disposing.some((person) => identityOf(person) === identityOf(debtor) || isDebtor(person, seizure))) return false;
  const reachesFree = (queued: SeizedScope) =>
    queued.status === 'QUEUED' && (!seizesShareOnly(queued) || disposing.some((person) => isDebtor(person, queued)));
  if (seizures.some(reachesFree)) return false;
  const ofDebtor = seizures.filter((s) => s.status === 'CURRENT' && isDebtor(debtor, s));
  const seized = ofDebtor.flatMap(({ scopeShare }) => (scopeShare ? [scopeShare] : []));
  return !exceedTogether(seized, debtor.share);
}

/** By the number alone: the court's paper keeps the name that the debtor may have changed since. */
export function isDebtor(person: { idNo: string }, { respondent }: SeizedScope): boolean {
  return person.idNo.toUpperCase() === respondent.idNo.toUpperCase();
}
