import type { Registry, User } from '../../registry/index.ts';
import { actorOf } from '../access/guard.ts';
import type { Completion } from '../api/completions.ts';
import type { ServerDeps } from '../deps.ts';
import { invalid } from '../problems/problem-error.ts';
import type { CaseTask } from './access.ts';
import { STEPS } from './steps.ts';

type Deps = Pick<ServerDeps, 'registry' | 'clock'>;
type Variables = Record<string, unknown>;
type Of<Id extends Completion['elementId']> = Extract<Completion, { elementId: Id }>;
type DecisionStep = 'Review' | 'ReReview' | 'SignBook' | 'ConfirmRefusal' | 'ConfirmSuperseded';

const SUPPLEMENT_DAYS = 15;
const DAY_MS = 86_400_000;

/**
 * Writes what a completed task proves into the register and answers the variables for the engine: decisions, codes and
 * amounts only. Every write is idempotent by task, so a completion that failed half-way can be sent again.
 */
export async function recordEvidence(
  deps: Deps,
  task: CaseTask,
  completion: Completion,
  user: User,
): Promise<Variables> {
  const { registry } = deps;
  switch (completion.elementId) {
    case 'ManualIdentity':
      return recordManualIdentity(registry, task, completion, user);
    case 'CollectMaterials':
      return recordIntake(registry, task, completion, user);
    case 'Review':
    case 'ReReview':
      return recordReview(deps, task, completion, user);
    case 'SignBook':
      await recordDecision(registry, task, completion, user, completion.signDecision);
      return { signDecision: completion.signDecision };
    case 'ConfirmRefusal':
      await recordDecision(registry, task, completion, user, completion.refusalDecision);
      return { refusalDecision: completion.refusalDecision };
    case 'ConfirmSuperseded':
      await recordDecision(registry, task, completion, user, 'confirm');
      return {};
    case 'PrintCertificate':
      return recordPrint(registry, task, completion, user);
    case 'Deliver':
      await registry.certificates.recordDelivery({ caseNo: task.caseNo, way: 'window', by: user.userId });
      await note(registry, task, user, '核验领证人身份后发证', {
        receiverName: completion.receiverName,
        receiverIdNo: completion.receiverIdNo,
        note: completion.note,
      });
      return {};
    case 'ManualAssessment':
      await note(registry, task, user, completion.note);
      return manualAssessment(completion);
    case 'FixContract':
      await note(registry, task, user, completion.note, { contractNo: completion.contractNo });
      // The filing takes a corrected number as a variable: it names a contract, not a person.
      return completion.contractNo ? { contractNo: completion.contractNo } : {};
    case 'PaymentProblem':
    case 'SealProblem':
    case 'TaxProblem':
      await note(registry, task, user, completion.note);
      return {};
  }
}

/** What was done about a problem, for the audit trail; free text never travels to the engine. */
async function note(registry: Registry, task: CaseTask, user: User, text: string, detail: Variables = {}) {
  await registry.audit.record({
    actor: actorOf(user),
    action: `task.${task.elementId}`,
    purpose: text,
    caseNo: task.caseNo,
    detail: { taskKey: task.taskKey, ...detail },
  });
}

/** One task stands for everybody whose check did not match. */
async function recordManualIdentity(registry: Registry, task: CaseTask, completion: Of<'ManualIdentity'>, user: User) {
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
}

async function recordIntake(registry: Registry, task: CaseTask, completion: Of<'CollectMaterials'>, user: User) {
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
  // Free text stays in the register: only ids of the list go on.
  const missingMaterials = missing.filter((name) => known.has(name));
  return { intakeDecision: completion.intakeDecision, missingMaterials, reasonCode: completion.reasonCode ?? null };
}

/** 条例 §17: acceptance needs the whole list, a notice names every gap, a rejection its reason. */
function checkIntake(
  completion: Of<'CollectMaterials'>,
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

async function recordReview(deps: Deps, task: CaseTask, completion: Of<'Review' | 'ReReview'>, user: User) {
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
}

async function recordDecision(
  registry: Registry,
  task: CaseTask,
  completion: Of<DecisionStep>,
  user: User,
  decision: string,
): Promise<void> {
  const step = STEPS[completion.elementId].reviewStep;
  if (!step) throw new Error(`${completion.elementId} is not a decision`);
  await registry.cases.recordReview({
    caseNo: task.caseNo,
    taskKey: task.taskKey,
    step,
    decision,
    reasonCode: 'reasonCode' in completion ? (completion.reasonCode ?? null) : null,
    opinion: completion.opinion,
    ...('seenVersions' in completion && completion.seenVersions ? { seenVersions: completion.seenVersions } : {}),
    ...('checklist' in completion ? { checklist: { entries: completion.checklist } } : {}),
    by: actorOf(user),
  });
}

async function recordPrint(registry: Registry, task: CaseTask, completion: Of<'PrintCertificate'>, user: User) {
  const live = await registry.certificates.listByCase(task.caseNo);
  const own = new Set(live.map((certificate) => certificate.certificateNo));
  const strange = completion.prints.find((print) => !own.has(print.certificateNo));
  if (strange) {
    const message = `${strange.certificateNo} 不是本业务的证书，请核对证号。`;
    throw invalid(message, [{ path: '/prints', code: 'CERTIFICATE_UNKNOWN', message }]);
  }
  const named = new Set(completion.prints.map((print) => print.certificateNo));
  const forgotten = live.find(
    (one) => one.status === 'LIVE' && one.paperSerial === null && !named.has(one.certificateNo),
  );
  if (completion.printDecision === 'printed' && forgotten) {
    const message = `${forgotten.certificateNo} 还没有印刷序列号，请全部打印后提交。`;
    throw invalid(message, [{ path: '/prints', code: 'PRINT_MISSING', message }]);
  }
  for (const print of completion.prints) {
    await registry.certificates.recordPrint({
      caseNo: task.caseNo,
      certificateNo: print.certificateNo,
      serial: print.serial,
      decision: completion.printDecision,
      by: user.userId,
    });
  }
  return { printDecision: completion.printDecision };
}

/** In the shape of the decision tables' results, so that the assessment goes on as if they had hit. */
function manualAssessment(completion: Of<'ManualAssessment'>): Variables {
  const line = (amountFen: number) => ({ amountFen, rule: 'manual' });
  return {
    vat: line(completion.vatFen),
    surcharges: line(completion.surchargesFen),
    deedTax: line(completion.deedTaxFen),
    incomeTax: line(completion.incomeTaxFen),
  };
}
