import type { CaseView, Registry } from '../../../registry/index.ts';
import type { DecisionOption } from '../../api/completions/index.ts';
import { isKnownStep, STEPS } from './index.ts';

/** 补正 may be asked for three times (domain §5.1 step 12). */
const MOST_SUPPLEMENTS = 3;

/** Only this process can send a case to be looked at or escalated; others use the same review without. */
const LEADS_FURTHER = 'bdc-registration';

interface Of {
  elementId: string;
  bpmnProcessId: string;
}

/** The decisions of a step as this case may take them now. */
export async function offeredDecisions(
  { cases }: { cases: Pick<Registry['cases'], 'supplementsAsked'> },
  task: Of,
  theCase: Pick<CaseView, 'caseNo' | 'startVariables'>,
): Promise<DecisionOption[]> {
  if (!isKnownStep(task.elementId)) return [];
  const all = STEPS[task.elementId].decisions;
  if (!all.some((one) => one.field === 'reviewDecision')) return all;
  const asked = await cases.supplementsAsked(theCase.caseNo);
  return all.filter(({ value }) => {
    if (value === 'supplement') return asked < MOST_SUPPLEMENTS;
    if (value === 'onsite') return task.bpmnProcessId === LEADS_FURTHER && theCase.startVariables.siteView !== 'none';
    if (value === 'escalate') return task.bpmnProcessId === LEADS_FURTHER;
    return true;
  });
}
