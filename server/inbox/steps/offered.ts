import type { CaseView, Registry } from '../../../registry/index.ts';
import type { DecisionOption } from '../../api/completions/index.ts';
import { invalid } from '../../problems/problem-error.ts';
import { isKnownStep, STEPS } from './index.ts';
import { OBJECTION_DECISIONS, OBJECTION_HINT } from './review.ts';

/** 补正 may be asked for three times (domain §5.1 step 12). */
const MOST_SUPPLEMENTS = 3;

/** Only this process can send a case to be looked at or escalated; others use the same review without. */
const LEADS_FURTHER = 'bdc-registration';

interface Of {
  elementId: string;
  bpmnProcessId: string;
}

/** 会商决定 as the board takes it, without its task. */
export const ESCALATION_STEP: Of = { elementId: 'DecideEscalation', bpmnProcessId: LEADS_FURTHER };

/** The supervisor is asked about an objection to a 公告（公示） that still runs, not about a reviewer's doubt. */
const decidesObjection = ({ elementId }: Pick<Of, 'elementId'>, { sla }: Pick<CaseView, 'sla'>): boolean =>
  elementId === 'DecideEscalation' &&
  (sla?.pauses.some(({ cause, resumedAt }) => cause === 'publicity' && resumedAt === null) ?? false);

/** Why a task of this step waits, for the top of its form. */
export function hintOf(task: Pick<Of, 'elementId'>, theCase: Pick<CaseView, 'sla'>): string | null {
  if (decidesObjection(task, theCase)) return OBJECTION_HINT;
  return isKnownStep(task.elementId) ? STEPS[task.elementId].hint : null;
}

/** The decisions of a step as this case may take them now. */
export async function offeredDecisions(
  { cases }: { cases: Pick<Registry['cases'], 'supplementsAsked' | 'onSiteViews'> },
  task: Of,
  theCase: Pick<CaseView, 'caseNo' | 'sla' | 'startVariables'>,
): Promise<DecisionOption[]> {
  if (!isKnownStep(task.elementId)) return [];
  if (decidesObjection(task, theCase)) return [...OBJECTION_DECISIONS];
  const all = STEPS[task.elementId].decisions;
  if (!all.some((one) => one.field === 'reviewDecision')) return all;
  const asked = await cases.supplementsAsked(theCase.caseNo);
  // 条例 §19: a new building is looked at first; without the view the book would refuse it (rule SITE-VIEW).
  const unseen =
    theCase.startVariables.siteView === 'always' &&
    !(await cases.onSiteViews(theCase.caseNo)).some((view) => view.result === 'consistent');
  return all.filter(({ value }) => {
    if (value === 'approve' && unseen) return false;
    if (value === 'supplement') return asked < MOST_SUPPLEMENTS;
    if (value === 'onsite') return task.bpmnProcessId === LEADS_FURTHER && theCase.startVariables.siteView !== 'none';
    if (value === 'escalate') return task.bpmnProcessId === LEADS_FURTHER;
    return true;
  });
}

/**
 * What is not offered for the case is not taken either: a fourth 补正, a view of an item that has nothing to look at. A decision
 * that the register holds for this task was offered when it was made: sent again, it only brings the engine on.
 */
export async function requireOffered(
  registry: { cases: Pick<Registry['cases'], 'getCase' | 'supplementsAsked' | 'onSiteViews'> },
  task: Of & { caseNo: string; taskKey?: string },
  field: string,
  decision: string,
): Promise<void> {
  const theCase = await registry.cases.getCase(task.caseNo);
  if (theCase?.reviews.some((one) => one.taskKey === task.taskKey && one.decision === decision)) return;
  const offered = theCase ? await offeredDecisions(registry, task, theCase) : [];
  if (offered.some((one) => one.value === decision)) return;
  const message =
    decision === 'supplement' ? '本件已补正三次，请作出审核结论。' : '本件不能作出这个决定，请按页面上的选项办理。';
  throw invalid(message, [{ path: `/${field}`, code: 'NOT_OFFERED', message }]);
}
