import type { Registry, User } from '../../registry/index.ts';
import { actorOf, isOfOrganisation, requireCaseAccess } from '../access/guard.ts';
import { OPENS_ALL_TASKS, seesOwnOrganisationOnly, seesTasksOnly } from '../access/permissions.ts';
import { ROLES } from '../api/common.ts';
import { conflict, forbidden, notFound } from '../problems/problem-error.ts';
import { isKnownStep, STEPS } from './steps/index.ts';
import type { InboxRow } from './store.ts';

type Deps = { registry: Pick<Registry, 'cases' | 'bank'> };

/** A task that belongs to a case; others are not shown to anybody. */
export type CaseTask = InboxRow & { caseNo: string; district: string };

export const taskNotFound = () => notFound('TASK_NOT_FOUND', '没有这个任务，可能已经办结。请回到待办列表刷新。');

/** Narrow to a task with a case. @throws 404 */
export function asCaseTask(row: InboxRow | null): CaseTask {
  if (!row?.caseNo || !row.district) throw taskNotFound();
  return row as CaseTask;
}

/**
 * The user may open this task: 受办分离 first (the acceptor never sees its review, whatever else he may do), then district,
 * then role. Supervisors may open every task of their district. To a partner a task that is not his is as if it did not exist.
 * @throws 403, 404
 */
export async function requireTaskAccess(deps: Deps, row: CaseTask, user: User): Promise<void> {
  if (seesTasksOnly(user.role)) {
    if (row.role !== user.role) throw taskNotFound();
    return;
  }
  if (seesOwnOrganisationOnly(user.role) && !isOfOrganisation(user, row.organisationId)) throw taskNotFound();
  await requireSeparation(deps, row, user);
  requireCaseAccess(user, row);
  if (row.role !== user.role && !OPENS_ALL_TASKS.has(user.role)) {
    const needed = ROLES[row.role as keyof typeof ROLES] ?? row.role;
    throw forbidden('FORBIDDEN_ROLE', `“${row.stepName}”由${needed}岗位办理，您的岗位是${ROLES[user.role]}。`);
  }
}

/** @throws 403 when the user is not of the task's own role: looking is not deciding */
export function requireTaskRole(row: CaseTask, user: User): void {
  if (row.role === user.role) return;
  const needed = ROLES[row.role as keyof typeof ROLES] ?? row.role;
  throw forbidden('FORBIDDEN_ROLE', `“${row.stepName}”由${needed}岗位办理，您不能代办；可以转派给该岗位的人员。`);
}

/** INV-29. The database refuses as well; this answers before the form opens. @throws 403 ACCEPTOR_CANNOT_REVIEW */
async function requireSeparation({ registry }: Deps, row: CaseTask, user: User): Promise<void> {
  const step = isKnownStep(row.elementId) ? STEPS[row.elementId].reviewStep : null;
  if (step) await registry.cases.assertMayReview(row.caseNo, step, actorOf(user));
  // The bank's own four eyes: its checker is not its clerk (domain §5.2 step 5).
  if (row.elementId === 'BankCheck') await registry.bank.assertMayCheck(row.caseNo, actorOf(user));
}

/** What to say about a task that is over. */
export function overProblem(row: InboxRow) {
  return row.state === 'completed'
    ? conflict('TASK_DONE', '这个任务已经由其他人办结。请回到待办列表刷新。')
    : conflict('TASK_CANCELLED', '这个任务已经取消：业务被撤回、因查封中止或流程已改道。请打开业务页查看现在的情况。');
}
