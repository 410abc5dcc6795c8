import { done, type ProcessAnswers } from '../support/script.ts';
import { slaJobs } from '../support/sla.ts';

/** The page has changed, the rank has not; a bank that is asked accepts. */
export const answers: ProcessAnswers = {
  variables: (caseNo) => ({ caseNo, rankDecision: null }),
  jobs: { ...slaJobs, 'mortgage.rank.check': () => done({ rankChanged: false }) },
  tasks: { ConfirmRank: () => ({ rankDecision: 'confirm' }) },
};
