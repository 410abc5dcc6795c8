import type { ProcessAnswers } from '../support/script.ts';
import { slaJobs } from '../support/sla.ts';

export const answers: ProcessAnswers = {
  variables: (caseNo) => ({ caseNo }),
  jobs: { ...slaJobs },
  tasks: {
    ScheduleOnSite: () => ({ onsiteAt: '2026-03-03T02:00:00Z' }),
    RecordOnSite: () => ({ onsiteDecision: 'done', onsiteResult: 'consistent' }),
  },
};
