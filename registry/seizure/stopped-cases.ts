import { unitCodesOf } from '../cases/case-row.ts';
import type { Queryable } from '../db/transaction.ts';
import { currentOwnership, loadRights } from '../rights/load-rights.ts';
import { loadApplicationFacts } from '../rights/rule-context.ts';
import { sideOf } from '../rights/rule-input.ts';
import { disposalOf, endsWithDisposal, keptShare } from '../rights/rules/court-disposal.ts';
import { isDebtor, leavesSeizedShare, type SeizedScope, seizuresOn } from '../rights/rules/seized-share.ts';

/**
 * INV-12, 16: which of these cases does a seizure stop that is about to be written on the pages? Every one, except a case that does
 * not move the seized share, and what ends with the disposal when the case is the court's own (INV-11).
 */
export async function stoppedCases(
  db: Queryable,
  running: readonly { case_no: string }[],
  input: { unitCodes: readonly string[]; coming: SeizedScope; now: Date },
): Promise<ReadonlySet<string>> {
  const stopped = new Set<string>();
  for (const { case_no: caseNo } of running) {
    const reached = (await unitCodesOf(db, caseNo)).filter((code) => input.unitCodes.includes(code));
    if (await isStopped(db, caseNo, { ...input, unitCodes: reached })) stopped.add(caseNo);
  }
  return stopped;
}

async function isStopped(
  db: Queryable,
  caseNo: string,
  { unitCodes, coming, now }: Parameters<typeof stoppedCases>[2],
): Promise<boolean> {
  const rights = await loadRights(db, [...unitCodes]);
  const application = await loadApplicationFacts(db, caseNo);
  return unitCodes.some((unitCode) => {
    const page = rights.filter((r) => r.unitCode === unitCode);
    // INV-09: the notice may have been delivered before the end of a term that is over by now.
    const standing = seizuresOn(page).filter(({ endsAt }) => endsAt === null || endsAt > now);
    const seizures: SeizedScope[] = [...standing, coming];
    const owner = currentOwnership(page, unitCode);
    const standingCase = { application, owner, seizures, kept: keptShare(application, owner) };
    return seizures.some((s) => s.status === 'CURRENT' && !goesOn(s, standingCase, coming));
  });
}

type Page = Parameters<typeof leavesSeizedShare>[1];

function goesOn(seizure: SeizedScope, page: Page, coming: SeizedScope): boolean {
  const { application, seizures } = page;
  // Whether the coming one waits behind the court's own or stands beside it, the 登簿 sees.
  const placed = (one: SeizedScope): SeizedScope => (one === coming ? { ...one, status: 'QUEUED' } : one);
  const live = seizures.map(placed);
  const disposal = disposalOf(application);
  const ends = (one: SeizedScope) => endsWithDisposal(disposal, placed(one), live);
  if (ends(seizure)) return true;
  // 法发〔2004〕5号 §8: a 预查封 of the taker waits for his registration and becomes 查封 with it.
  if (disposal && seizure === coming && isOfTaker(coming, application)) return true;
  const staying = seizures.filter((one) => !ends(one));
  return leavesSeizedShare(seizure, { ...page, seizures: staying });
}

const isOfTaker = (coming: SeizedScope, application: Page['application']): boolean =>
  coming.seizureKind === 'pre_seizure' &&
  sideOf(application?.parties ?? [], 'acquirer').some((taker) => isDebtor(taker, coming));
