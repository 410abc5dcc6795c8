import { actorOf } from '../../access/guard.ts';
import type { CompletionOf, REVIEW_COMPLETIONS } from '../../api/completions/index.ts';
import { invalid } from '../../problems/problem-error.ts';
import { requireOffered } from '../steps/offered.ts';
import { type Evidence, type EvidenceOf, note, noteOnly, recordDecision } from './evidence.ts';

const SUPPLEMENT_DAYS = 15;
const DAY_MS = 86_400_000;

export const recordReview: Evidence<CompletionOf<'Review' | 'ReReview'>> = async (deps, task, completion, user) => {
  const { reviewDecision: decision, reasonCode } = completion;
  if ((decision === 'supplement' || decision === 'refuse') && !reasonCode) {
    const message = '请选择理由。';
    throw invalid(message, [{ path: '/reasonCode', code: 'REQUIRED', message }]);
  }
  await requireOffered(deps.registry, task, 'reviewDecision', decision);
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

export const REVIEW_EVIDENCE: EvidenceOf<typeof REVIEW_COMPLETIONS> = {
  ScheduleOnSite: async ({ registry }, task, completion, user) => {
    await registry.cases.scheduleOnSite({
      caseNo: task.caseNo,
      taskKey: task.taskKey,
      appointedAt: new Date(completion.onsiteAt),
      viewers: completion.viewers,
      by: actorOf(user),
    });
    return { onsiteAt: completion.onsiteAt };
  },
  RecordOnSite: async ({ registry }, task, completion, user) => {
    const { onsiteDecision: decision, onsiteResult: result, viewers, photos, opinion } = completion;
    if (decision === 'done' && !result) {
      const message = '请选择查看结果：与登记簿是否一致。';
      throw invalid(message, [{ path: '/onsiteResult', code: 'REQUIRED', message }]);
    }
    const by = actorOf(user);
    await registry.cases.recordOnSite({ caseNo: task.caseNo, decision, result, viewers, photos, opinion, by });
    return { onsiteDecision: decision, onsiteResult: result ?? null };
  },
  DecideEscalation: async ({ registry }, task, completion, user) => {
    const { escalationDecision: decision, reasonCode, opinion } = completion;
    if (decision === 'refuse' && !reasonCode) {
      const message = '请选择不予登记的理由。';
      throw invalid(message, [{ path: '/reasonCode', code: 'REQUIRED', message }]);
    }
    await requireOffered(registry, task, 'escalationDecision', decision);
    const { caseNo, taskKey } = task;
    const by = actorOf(user);
    await registry.cases.decideEscalation({ caseNo, taskKey, decision, reasonCode: reasonCode ?? null, opinion, by });
    return { escalationDecision: decision, reasonCode: reasonCode ?? null };
  },
  ArchiveGap: async ({ registry }, task, completion, user) => {
    await note(registry, task, user, completion.note);
    const theCase = await registry.cases.getCase(task.caseNo);
    const documents = await registry.documents.list(task.caseNo);
    // What was scanned for a line of the list counts; the rest the archivist answers for with his note.
    for (const row of theCase?.materials ?? []) {
      if (!row.required || row.present) continue;
      const scan = documents.findLast((one) => one.title.includes(row.name));
      await registry.cases.recordMaterial({
        caseNo: task.caseNo,
        materialId: row.materialId,
        present: true,
        documentId: scan?.documentId ?? null,
        note: '归档时由档案员补齐',
        by: actorOf(user),
      });
    }
    return {};
  },
  StatutoryGuard: noteOnly,
};
