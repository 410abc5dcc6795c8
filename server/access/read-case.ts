import type { CaseView, Registry, User } from '../../registry/index.ts';
import { caseNotFound, requireCaseAccess, requireSeesCases } from './guard.ts';

/** The case, people masked. @throws 404, 403 */
export async function readCase(registry: Pick<Registry, 'cases'>, caseNo: string, user: User): Promise<CaseView> {
  requireSeesCases(user);
  const theCase = await registry.cases.getCase(caseNo);
  if (!theCase) throw caseNotFound();
  requireCaseAccess(user, theCase);
  return theCase;
}
