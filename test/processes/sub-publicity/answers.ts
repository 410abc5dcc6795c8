import { done, type ProcessAnswers } from '../support/script.ts';
import { slaJobs } from '../support/sla.ts';

/** Fifteen working days after the Monday on which every play begins. */
export const publicityEndsAt = '2026-03-23T09:00:00Z';

export const answers: ProcessAnswers = {
  variables: (caseNo) => ({ caseNo, reasonCode: null }),
  jobs: { ...slaJobs, 'publicity.open': () => done({ publicityEndsAt }) },
};
