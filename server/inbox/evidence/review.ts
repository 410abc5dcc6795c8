import { actorOf } from '../../access/guard.ts';
import type { CompletionOf } from '../../api/completions/index.ts';
import { invalid } from '../../problems/problem-error.ts';
import { type Evidence, recordDecision } from './evidence.ts';

const SUPPLEMENT_DAYS = 15;
const DAY_MS = 86_400_000;

export const recordReview: Evidence<CompletionOf<'Review' | 'ReReview'>> = async (deps, task, completion, user) => {
  const { reviewDecision: decision, reasonCode } = completion;
  if (decision !== 'approve' && !reasonCode) {
    const message = '请选择理由。';
    throw invalid(message, [{ path: '/reasonCode', code: 'REQUIRED', message }]);
  }
  const items = completion.missingMaterials ?? [];
  if (decision === 'supplement' && items.length === 0) {
    const message = '请一次列明全部需要补正的内容。';
    throw invalid(message, [{ path: '/missingMaterials', code: 'REQUIRED', message }]);
  }
  await recordDecision(deps.registry, task, completion, user, decision);
  if (decision === 'supplement') {
    await deps.registry.cases.requestSupplement({
      caseNo: task.caseNo,
      key: task.taskKey,
      items,
      dueAt: new Date(deps.clock.now().getTime() + SUPPLEMENT_DAYS * DAY_MS),
      by: actorOf(user),
    });
  }
  return { reviewDecision: decision, reasonCode: reasonCode ?? null };
};
