import type { Queryable } from '../db/transaction.ts';
import { currentOwnership, loadRights } from '../rights/load-rights.ts';
import { loadApplicationFacts } from '../rights/rule-context.ts';
import { leavesSeizedShare, type SeizedScope, seizuresOn } from '../rights/rules/seized-share.ts';

/**
 * INV-12, 16: does an effective seizure on these pages stop the case? Every one does, except that of a share which the case does
 * not move. `coming` is about to be written on all of them.
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
    seizures.some((s) => s.status === 'CURRENT' && !leavesSeizedShare(s, { application, owner, seizures })),
  );
}
