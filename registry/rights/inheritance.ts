import { reduceShare } from '../validators/shares.ts';
import { ownershipAfter } from './ownership-after.ts';
import type { ApplicationFacts } from './rule-input.ts';
import type { OwnershipView, RightView } from './types.ts';

/** 继承并出售 (BDC-10 with BDC-11): two transfers in one 登簿. The first is asked and written as BDC-11 alone would be. */

/** The first of the two as an application of its own: the heirs acquire from the deceased. Null = the case inherits nothing. */
export function inheritancePart(application: ApplicationFacts): ApplicationFacts | null {
  const terms = application.terms.inheritance;
  if (!terms) return null;
  const { deceased, basisNo, diedOn, unnotarised, mode, heirs, shareOnly } = terms;
  return {
    ...application,
    parties: heirs.flatMap(({ partyNo, share }) =>
      application.parties
        .filter((party) => party.partyNo === partyNo)
        .map((party) => ({ ...party, role: 'acquirer' as const, share: share ? reduceShare(share) : null })),
    ),
    ownershipMode: mode,
    terms: {
      transfer: {
        reason: 'inheritance',
        basisNo,
        effectiveOn: diedOn,
        previous: deceased,
        unnotarised,
        ...(shareOnly ? { shareOnly } : {}),
      },
    },
  };
}

/** What the sale finds: the page with the heirs as owners; the page as it is where nobody inherits. */
export function afterInheritance(
  rights: readonly RightView[],
  application: ApplicationFacts | null,
): readonly RightView[] {
  const part = application && inheritancePart(application);
  if (!part) return rights;
  return rights.map((right) =>
    right.kind === 'OWNERSHIP' && right.status === 'CURRENT' ? heirsTitle(right, part) : right,
  );
}

function heirsTitle(owner: OwnershipView, part: ApplicationFacts): OwnershipView {
  const { mode, holders } = ownershipAfter(owner, part);
  const written = holders.map(({ phone: _, share, ...holder }, i) => ({
    ...holder,
    share: share ?? null,
    seq: i + 1,
    masked: false,
  }));
  return { ...owner, mode, holders: written };
}
