import type { StepId } from '../../api/completions/index.ts';
import { BANK_STEPS } from './bank.ts';
import { CERTIFICATE_STEPS } from './certificate.ts';
import { COURT_STEPS } from './court.ts';
import { REGISTRATION_STEPS } from './registration.ts';
import { REVIEW_STEPS } from './review.ts';
import type { Step } from './step.ts';
import { TAX_STEPS } from './tax.ts';
import { YILUTONG_STEPS } from './yilutong.ts';

export { checklistFor } from './checklists.ts';

/** Every user task of the diagrams; one file a process. */
export const STEPS: Record<StepId, Step> = {
  ...REGISTRATION_STEPS,
  ...REVIEW_STEPS,
  ...CERTIFICATE_STEPS,
  ...TAX_STEPS,
  ...YILUTONG_STEPS,
  ...COURT_STEPS,
  ...BANK_STEPS,
};

export const isKnownStep = (elementId: string): elementId is StepId => Object.hasOwn(STEPS, elementId);
