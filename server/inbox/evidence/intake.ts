import { actorOf } from '../../access/guard.ts';
import type { CompletionOf } from '../../api/completions/index.ts';
import { invalid } from '../../problems/problem-error.ts';
import { type Evidence, note } from './evidence.ts';

const SUPPLEMENT_DAYS = 15;
const DAY_MS = 86_400_000;

/** One task stands for everybody whose check did not match. */
export const recordOpenIdentities: Evidence<CompletionOf<'ManualIdentity' | 'BankIdentity'>> = async (
  { registry },
  task,
  completion,
  user,
) => {
  const theCase = await registry.cases.getCase(task.caseNo);
  const open = theCase?.partyDetails.filter((party) => party.identity?.result !== 'matched') ?? [];
  for (const party of open) {
    await registry.cases.recordIdentityCheck({
      caseNo: task.caseNo,
      partyNo: party.partyNo,
      result: completion.identityDecision === 'ok' ? 'manual_ok' : 'manual_reject',
      by: actorOf(user),
      key: `${task.taskKey}:${party.partyNo}`,
    });
  }
  await note(registry, task, user, completion.note);
  return { identityDecision: completion.identityDecision };
};

export const recordIntake: Evidence<CompletionOf<'CollectMaterials'>> = async (
  { registry, clock },
  task,
  completion,
  user,
) => {
  const by = actorOf(user);
  const { caseNo } = task;
  const missing = completion.missingMaterials ?? [];
  const theCase = await registry.cases.getCase(caseNo);
  checkIntake(completion, missing, theCase?.materials ?? []);
  const known = new Set(theCase?.materials.map((material) => material.materialId));
  for (const material of completion.materials) {
    if (!known.has(material.materialId)) continue;
    await registry.cases.recordMaterial({
      caseNo,
      materialId: material.materialId,
      present: material.received,
      documentId: material.documentId ?? null,
      pages: material.pages ?? null,
      note: material.handling === 'keep' ? '收缴' : material.handling === 'inspect' ? '收验' : null,
      by,
    });
  }
  if (completion.inquiry) await registry.cases.saveInquiry({ caseNo, answers: completion.inquiry, by });
  await registry.cases.recordIntake({
    caseNo,
    taskKey: task.taskKey,
    decision: completion.intakeDecision,
    missingMaterials: missing,
    reasonCode: completion.reasonCode ?? null,
    by,
  });
  if (completion.intakeDecision === 'supplement' && theCase?.channel === 'online') {
    const dueAt = new Date(clock.now().getTime() + SUPPLEMENT_DAYS * DAY_MS);
    await registry.cases.requestSupplement({ caseNo, key: task.taskKey, items: missing, dueAt, by });
  }
  // Free text stays in the register: only ids of the list go on.
  const missingMaterials = missing.filter((name) => known.has(name));
  return { intakeDecision: completion.intakeDecision, missingMaterials, reasonCode: completion.reasonCode ?? null };
};

/** 条例 §17: acceptance needs the whole list, a notice names every gap, a rejection its reason. */
function checkIntake(
  completion: CompletionOf<'CollectMaterials'>,
  missing: string[],
  materials: { materialId: string; name: string; required: boolean; present: boolean }[],
) {
  if (completion.intakeDecision === 'supplement' && missing.length === 0) {
    const message = '请一次列明全部需要补正的材料。';
    throw invalid(message, [{ path: '/missingMaterials', code: 'REQUIRED', message }]);
  }
  if (completion.intakeDecision === 'reject' && !completion.reasonCode) {
    const message = '请选择不予受理的理由。';
    throw invalid(message, [{ path: '/reasonCode', code: 'REQUIRED', message }]);
  }
  if (completion.intakeDecision !== 'accept') return;
  const received = new Map(completion.materials.map((one) => [one.materialId, one.received]));
  const gaps = materials.filter((one) => one.required && !(received.get(one.materialId) ?? one.present));
  if (gaps.length > 0) {
    const message = `还缺：${gaps.map((gap) => gap.name).join('、')}。请收齐后受理，或出具一次性告知书。`;
    throw invalid(message, [{ path: '/materials', code: 'MATERIAL_INCOMPLETE', message }]);
  }
}
