import { done, type ProcessAnswers } from '../support/script.ts';

/** A water account whose company answers at once. */
export const answers: ProcessAnswers = {
  variables: (caseNo) => ({ caseNo, service: 'water', filedOn: '2026-03-02' }),
  jobs: {
    'utility.transfer': (job, play) => {
      const utilityOrderNo = `U${play.caseNo}${job.variables.service}`;
      play.message('msg.utility.result', utilityOrderNo, { utilityResult: 'DONE' });
      return done({ utilityOrderNo });
    },
    'utility.status': () => done({ utilityResult: 'PENDING' }),
  },
  tasks: {
    AgreeSplit: () => ({ splitDecision: 'agreed' }),
    CheckHolderName: () => ({ holderDecision: 'accept' }),
  },
};
