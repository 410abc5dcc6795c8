import { answers as registration } from '../bdc-registration/answers.ts';
import { done, type ProcessAnswers } from '../support/script.ts';

/** A sale with escrow, water and power, the police told; money, tax and companies answer at once. */
export const answers: ProcessAnswers = {
  start: (caseNo) => ({ message: 'msg.yilutong.filed', key: caseNo }),
  variables: (caseNo) => ({
    ...registration.variables?.(caseNo),
    processId: 'bdc-secondhand-yilutong',
    filedOn: '2026-03-02',
    services: ['water', 'power'],
    needsEscrow: true,
    wantsHukou: true,
  }),
  jobs: {
    ...registration.jobs,
    'escrow.open': (_job, play) => {
      const escrowNo = `E${play.caseNo}`;
      play.message('msg.escrow.funded', escrowNo);
      return done({ escrowNo });
    },
    'escrow.release': (_job, play) => {
      play.message('msg.escrow.released', `E${play.caseNo}`);
      return done();
    },
    'escrow.status': () => done({ escrowState: 'released' }),
    'utility.settle': () => done({ outcome: 'COMPLETED' }),
  },
  tasks: {
    ...registration.tasks,
    CloseServices: () => ({}),
    EscrowProblem: () => ({}),
  },
};
