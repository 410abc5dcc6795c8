import type { Application } from '../../../registry/index.ts';
import { acceptor, registrar, reviewer } from '../../registry/support/play.ts';
import type { Office } from './office.ts';

/** What people do before and between the handlers. */
export const stepsAt = (office: Office) => ({
  file: async (application: Application) => (await office.registry.cases.fileCase(application, acceptor)).caseNo,
  accept: async (caseNo: string) => {
    await office.registry.cases.recordIntake({ caseNo, taskKey: `${caseNo}-in`, decision: 'accept', by: acceptor });
    return office.twice('case.accept', { caseNo });
  },
  reviewed: async (caseNo: string) => {
    const { cases } = office.registry;
    await cases.recordReview({ caseNo, taskKey: `${caseNo}-re`, step: 'review', decision: 'approve', by: reviewer });
    await cases.recordReview({ caseNo, taskKey: `${caseNo}-si`, step: 'sign_book', decision: 'enter', by: registrar });
  },
});
