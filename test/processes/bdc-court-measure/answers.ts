import { done, type ProcessAnswers } from '../support/script.ts';

/** A 查封 with every paper, of the holder's home. */
export const goodForm = {
  noticeKind: 'seize',
  deliveredOn: '2026-03-02',
  hasOrder: true,
  hasAssistance: true,
  hasTransferPaper: false,
  officersComplete: true,
  documentNoValid: true,
  documentOfThisCourt: true,
  numbersGiven: true,
  termMonths: 36,
  unitsKnown: true,
  respondentNamed: true,
  respondentOwns: true,
  thirdPartyConfirmed: false,
  courtInsists: false,
  targetOfThisCourt: true,
};

export const answers: ProcessAnswers = {
  start: (noticeNo) => ({ message: 'msg.court.notice', key: noticeNo }),
  variables: (noticeNo) => ({ noticeNo, noticeKind: 'seize' }),
  jobs: {
    'court.notice.receive': (_job, play) =>
      done({
        deliveredAt: play.now().toISOString(),
        alarmAt: new Date(play.now().getTime() + 600_000).toISOString(),
      }),
    'court.form.facts': () => done(goodForm),
    'registry.seizure.write': () => done({ noticeState: 'EFFECTIVE', queueNo: null }),
    'registry.court.query': () => done({ noticeState: 'ANSWERED' }),
    'court.notice.return': () => done({ noticeState: 'RETURNED' }),
    'court.alarm': () => done({ alarmed: true }),
  },
  tasks: { ApproveNotice: () => ({ approveDecision: 'sign' }) },
};
