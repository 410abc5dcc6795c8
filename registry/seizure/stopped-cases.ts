import type { Queryable } from '../db/transaction.ts';
import { currentOwnership, loadRights } from '../rights/load-rights.ts';
import { loadApplicationFacts } from '../rights/rule-context.ts';
import { disposalOf, endsWithDisposal } from '../rights/rules/court-disposal.ts';
import { leavesSeizedShare, type SeizedScope, seizuresOn } from '../rights/rules/seized-share.ts';

/**
 * INV-12, 16: does an effective seizure on these pages stop the case? Every one does, except that of a share which the case does
 * not move, and what ends with the disposal when the case is the court's own (INV-11). `coming` is about to be written on all of them.
 */
export async function isStoppedBySeizure(
  db: Queryable,
  caseNo: string,
  unitCodes: readonly string[],
  coming?: SeizedScope,
): Promise<boolean> {
  const rights = await loadRights(db, [...unitCodes]);
  const pages = unitCodes.map((unitCode) => {
    const page = rights.filter((r) => r.unitCode === unitCode);
    const seizures: SeizedScope[] = [...seizuresOn(page), ...(coming ? [coming] : [])];
    return { owner: currentOwnership(page, unitCode), seizures };
  });
  if (pages.every(({ seizures }) => seizures.length === 0)) return false;
  const application = await loadApplicationFacts(db, caseNo);
  return pages.some(({ owner, seizures }) =>
    seizures.some((s) => s.status === 'CURRENT' && !goesOn(s, { application, owner, seizures }, coming)),
  );
}

type Page = Parameters<typeof leavesSeizedShare>[1];

function goesOn(seizure: SeizedScope, page: Page, coming: SeizedScope | undefined): boolean {
  const { application, seizures } = page;
  // Whether the coming one waits behind the court's own or stands beside it, the 登簿 sees.
  const placed = (one: SeizedScope): SeizedScope => (one === coming ? { ...one, status: 'QUEUED' } : one);
  const live = seizures.map(placed);
  const disposal = disposalOf(application);
  const ends = (one: SeizedScope) => endsWithDisposal(disposal, placed(one), live);
  if (ends(seizure)) return true;
  const staying = seizures.filter((one) => !ends(one));
  return leavesSeizedShare(seizure, { ...page, seizures: staying });
}
