import { done, type ProcessAnswers } from '../support/script.ts';

/** A home with one certificate, on paper at the window; the fee is paid at once. */
export const answers: ProcessAnswers = {
  variables: (caseNo) => ({
    caseNo,
    itemCode: 'BDC-10',
    district: '330203',
    use: 'residential',
    acceptedOn: '2026-03-02',
    certificateNos: ['浙（2026）宁波市海曙不动产权第0000001号'],
    certMedium: 'both',
    delivery: 'window',
  }),
  jobs: {
    'pay.create': (job, play) => {
      const payOrderNo = `P${job.elementInstanceKey}`;
      play.message('msg.payment.settled', payOrderNo);
      return done({ payOrderNo });
    },
  },
  tasks: {
    PaymentProblem: () => ({}),
    SealProblem: () => ({}),
    PrintCertificate: () => ({ printDecision: 'printed' }),
    Deliver: () => ({}),
  },
};
