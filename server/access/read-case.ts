import type { CaseView, Registry, User } from '../../registry/index.ts';
import { notFound } from '../problems/problem-error.ts';
import { requireCaseAccess } from './guard.ts';

/** The case, people masked. @throws 404, 403 */
export async function readCase(registry: Pick<Registry, 'cases'>, caseNo: string, user: User): Promise<CaseView> {
  const theCase = await registry.cases.getCase(caseNo);
  if (!theCase) throw notFound('CASE_NOT_FOUND', '没有这个业务号，请核对 20 位业务号。');
  requireCaseAccess(user, theCase.district);
  return theCase;
}
