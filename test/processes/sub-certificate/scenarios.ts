import { done, error, firstThen, once, type Scenario, steps } from '../support/script.ts';

export const scenarios: Scenario[] = [
  {
    name: 'paper by post',
    script: { variables: { delivery: 'mail' } },
    ends: 'EndCertificate',
    passes: ['PrintCertificate', 'OrderPost', 'NotifyParties'],
    avoids: ['Deliver'],
  },
  {
    name: 'the courier does not go there: handed out at the window',
    script: { variables: { delivery: 'mail' }, jobs: { 'logistics.order': () => error('ADDRESS_UNDELIVERABLE') } },
    ends: 'EndCertificate',
    passes: ['PostRefused', 'Deliver'],
  },
  {
    name: 'payment fails, a new order is paid',
    script: {
      jobs: {
        'pay.create': (job, play) => {
          const payOrderNo = `P${job.elementInstanceKey}`;
          play.message(play.ran('CreatePayment') === 1 ? 'msg.payment.failed' : 'msg.payment.settled', payOrderNo);
          return done({ payOrderNo });
        },
      },
    },
    ends: 'EndCertificate',
    passes: ['PaymentFailed', 'PaymentProblem', 'PaymentSettled'],
    check: (play) => {
      if (play.ran('CreatePayment') !== 2) throw new Error('a failed payment needs a new order');
    },
  },
  {
    name: 'payment reminded after a day',
    script: {
      jobs: { 'pay.create': () => done({ payOrderNo: 'P-late' }) },
      meanwhile: steps(
        ['EgPayment', (play) => play.clock('2026-03-03T01:00:01Z')],
        ['EgPayment', (play) => play.message('msg.payment.settled', 'P-late')],
      ),
    },
    ends: 'EndCertificate',
    passes: ['PaymentReminderDue', 'RemindPayment', 'PaymentSettled'],
  },
  {
    name: 'seal refused, then mended',
    script: () => ({ jobs: { 'seal.sign': firstThen(error('SEAL_REFUSED'), done({ sealed: 1 })) } }),
    ends: 'EndCertificate',
    passes: ['SealRefused', 'SealProblem', 'IssueLicence'],
  },
  {
    name: 'spoilt sheet printed again',
    script: {
      tasks: {
        PrintCertificate: once({ printDecision: 'void' }, { printDecision: 'printed' }),
      },
    },
    ends: 'EndCertificate',
    passes: ['EndPrintFailed', 'PrintFailed', 'EndPrinted'],
  },
  {
    name: 'paper at the window and electronic',
    script: {},
    ends: 'EndCertificate',
    passes: [
      'RevokeLicence',
      'CreatePayment',
      'SealCertificate',
      'IssueLicence',
      'PrintCertificate',
      'Deliver',
      'NotifyParties',
    ],
  },
  {
    name: 'a free item, electronic only',
    script: { variables: { itemCode: 'BDC-07', certMedium: 'electronic', delivery: 'none' } },
    ends: 'EndCertificate',
    passes: ['NotifyParties'],
    avoids: ['CreatePayment', 'PrintCertificate', 'Deliver'],
  },
];
