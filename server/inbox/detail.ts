import type { User } from '../../registry/index.ts';
import { caseNotFound } from '../access/guard.ts';
import { seesTasksOnly } from '../access/permissions.ts';
import { readCase } from '../access/read-case.ts';
import { mayReadPage } from '../access/read-page.ts';
import type { TaskDetail } from '../api/tasks.ts';
import type { ServerDeps } from '../deps.ts';
import { caseDetail } from '../views/case-detail.ts';
import { limitedCase } from '../views/limited-case.ts';
import { slaContext } from '../views/sla-view.ts';
import { colleaguesIn, staffNames } from '../views/staff.ts';
import { taskRowView } from '../views/task-view.ts';
import { unitPageView } from '../views/unit-page-view.ts';
import type { CaseTask } from './access.ts';
import { checklistFor, isKnownStep, STEPS } from './steps/index.ts';
import { hintOf, offeredDecisions } from './steps/offered.ts';

/** Steps whose form names people of the office. */
const NAMES_VIEWERS: ReadonlySet<string> = new Set(['ScheduleOnSite', 'RecordOnSite']);

type Deps = Pick<ServerDeps, 'registry' | 'pool' | 'clock' | 'config'>;

/** All that the task page needs in one answer. */
export async function taskDetail(deps: Deps, row: CaseTask, user: User): Promise<TaskDetail> {
  const { registry, pool } = deps;
  // Whoever may open the task may see of its case what the task needs, and no more.
  const limited = seesTasksOnly(user.role);
  const theCase = limited ? await registry.cases.getCase(row.caseNo) : await readCase(registry, row.caseNo, user);
  if (!theCase) throw caseNotFound();
  const step = isKnownStep(row.elementId) ? STEPS[row.elementId] : null;
  const readable = await Promise.all(limited ? [] : theCase.unitCodes.map((code) => mayReadPage(registry, user, code)));
  const showsPages = !limited && readable.every(Boolean);
  const [detail, context, staff, pages, preview, draft, refusal] = await Promise.all([
    caseDetail(deps, theCase, user),
    slaContext(deps),
    staffNames(registry),
    Promise.all(showsPages ? theCase.unitCodes.map((code) => registry.units.unitPage(code)) : []),
    step?.showsRegister && showsPages ? registry.book.previewEntry(row.caseNo) : { before: [], after: [], blocks: [] },
    pool.query<{ content: Record<string, unknown> }>(
      'SELECT content FROM desk.draft WHERE task_key = $1 AND user_id = $2',
      [row.taskKey, user.userId],
    ),
    step && step.refusedBy.length > 0 ? registry.cases.lastRefusal(row.caseNo, step.refusedBy) : null,
  ]);
  const hint = hintOf(row, theCase);
  const mine = row.state === 'open' && row.role === user.role && (row.holder === null || row.holder === user.userId);
  return {
    task: taskRowView(row, theCase.sla, context, staff, user),
    case: limited ? limitedCase(detail) : detail,
    checklist: step?.reviewStep === 'review' || step?.reviewStep === 're_review' ? checklistFor(theCase) : [],
    register: { pages: pages.filter((page) => page !== null).map((page) => unitPageView(page, staff)), ...preview },
    decisions: await offeredDecisions(registry, row, theCase),
    colleagues: NAMES_VIEWERS.has(row.elementId) ? await colleaguesIn(registry, row.district) : [],
    draft: draft.rows[0]?.content ?? null,
    hint: refusal ? `原因：${refusal}${hint ?? ''}` : hint,
    canClaim: mine && row.holder === null,
    canComplete: mine,
  };
}
