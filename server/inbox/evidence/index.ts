import type { User } from '../../../registry/index.ts';
import type { Completion, CompletionOf, StepId } from '../../api/completions/index.ts';
import type { CaseTask } from '../access.ts';
import { BANK_EVIDENCE } from './bank.ts';
import { CERTIFICATE_EVIDENCE } from './certificate.ts';
import { COURT_EVIDENCE } from './court.ts';
import type { Deps, Evidence, Variables } from './evidence.ts';
import { REGISTRATION_EVIDENCE } from './registration.ts';
import { REVIEW_EVIDENCE } from './review.ts';
import { TAX_EVIDENCE } from './tax.ts';
import { YILUTONG_EVIDENCE } from './yilutong.ts';

/** What each step leaves in the register; one file a process. */
const EVIDENCE: { [Id in StepId]: Evidence<CompletionOf<Id>> } = {
  ...REGISTRATION_EVIDENCE,
  ...REVIEW_EVIDENCE,
  ...CERTIFICATE_EVIDENCE,
  ...TAX_EVIDENCE,
  ...YILUTONG_EVIDENCE,
  ...COURT_EVIDENCE,
  ...BANK_EVIDENCE,
};

export function recordEvidence(deps: Deps, task: CaseTask, completion: Completion, user: User): Promise<Variables> {
  // The element chooses both the body's schema and its handler, which the compiler cannot follow.
  const record = EVIDENCE[completion.elementId] as Evidence<Completion>;
  return record(deps, task, completion, user);
}
