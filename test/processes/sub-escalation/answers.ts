import { done, type ProcessAnswers } from '../support/script.ts';
import { slaJobs } from '../support/sla.ts';

export const answers: ProcessAnswers = {
  variables: (caseNo) => ({ caseNo, reasonCode: null }),
  jobs: {
    ...slaJobs,
    'escalation.open': () => done({ escalationLevel: 1, escalationDueAt: '2026-03-02T03:00:00Z' }),
    'escalation.remind': () => done({ recorded: true }),
  },
  tasks: { DecideEscalation: () => ({ escalationDecision: 'approve', reasonCode: null }) },
};
