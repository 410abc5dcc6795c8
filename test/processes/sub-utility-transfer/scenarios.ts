import { done, error, type JobAnswer, type Scenario, steps } from '../support/script.ts';

/** One answer after the other for each submission: refused at once, or reported later as a result; the last one stays. */
const submits = (...results: string[]): JobAnswer => {
  let calls = 0;
  return (_job, play) => {
    const result = results[Math.min(calls, results.length - 1)] ?? '';
    calls += 1;
    if (result.startsWith('!')) return error(result.slice(1));
    const utilityOrderNo = `U${play.caseNo}-${calls}`;
    if (result !== '') play.message('msg.utility.result', utilityOrderNo, { utilityResult: result });
    return done({ utilityOrderNo });
  };
};
const submitting = (...results: string[]) => ({ 'utility.transfer': submits(...results) });
const correct = (play: { message(name: string, key: string): void; caseNo: string }) =>
  play.message('msg.utility.account.corrected', `${play.caseNo}:water`);

export const scenarios: Scenario[] = [
  {
    name: 'done by the company’s message',
    script: {},
    ends: 'EndUtilityDone',
    passes: ['UtilityResult', 'ConcludeDone'],
  },
  {
    name: 'the message is lost: asked after a day, and again the day after',
    script: () => {
      let asked = 0;
      return {
        jobs: {
          ...submitting(''),
          'utility.status': () => done({ utilityResult: ++asked === 1 ? 'PENDING' : 'DONE' }),
        },
        meanwhile: steps(
          ['EgUtility', (play) => play.clock('2026-03-03T01:00:01Z')],
          ['EgUtility', (play) => play.clock('2026-03-04T01:00:02Z')],
        ),
      };
    },
    ends: 'EndUtilityDone',
    passes: ['UtilityPollDue', 'PollStatus'],
    check: (play) => {
      if (play.ran('PollStatus') !== 2) throw new Error('the company is asked once a day');
    },
  },
  {
    name: 'arrears: the seller pays after the first message',
    script: () => ({
      jobs: submitting('ARREARS', 'DONE'),
      meanwhile: steps(['EgArrears', (play) => play.message('msg.utility.arrears.paid', `${play.caseNo}:water`)]),
    }),
    ends: 'EndUtilityDone',
    passes: ['RemindArrears', 'ArrearsPaid'],
    avoids: ['AgreeSplit'],
  },
  {
    name: 'arrears: two rounds of three days, then the company agrees who pays',
    script: () => ({
      jobs: submitting('!ARREARS', '!ARREARS', '!ARREARS', 'DONE'),
      meanwhile: steps(
        ['EgArrears', (play) => play.clock('2026-03-05T01:00:01Z')],
        ['EgArrears', (play) => play.clock('2026-03-08T01:00:02Z')],
      ),
    }),
    ends: 'EndUtilityDone',
    passes: ['SubmitArrears', 'ArrearsWaitOver', 'AgreeSplit'],
    check: (play) => {
      if (play.ran('RemindArrears') !== 2) throw new Error('the seller is told twice, not more');
    },
  },
  {
    name: 'arrears: nothing agreed, left to the company',
    script: () => ({
      jobs: submitting('ARREARS'),
      tasks: { AgreeSplit: () => ({ splitDecision: 'manual' }) },
      meanwhile: steps(
        ['EgArrears', (play) => play.clock('2026-03-05T01:00:01Z')],
        ['EgArrears', (play) => play.clock('2026-03-08T01:00:02Z')],
      ),
    }),
    ends: 'EndUtilityManual',
    passes: ['AgreeSplit', 'ConcludeManual'],
  },
  {
    name: 'wrong account number: corrected by link',
    script: () => ({ jobs: submitting('!ACCOUNT_NOT_FOUND', 'DONE'), meanwhile: steps(['EgAccount', correct]) }),
    ends: 'EndUtilityDone',
    passes: ['SubmitAccountNotFound', 'TellAccount', 'AccountCorrected'],
  },
  {
    name: 'wrong account number: nobody corrects it in seven days',
    script: () => ({
      jobs: submitting('ACCOUNT_NOT_FOUND'),
      meanwhile: steps(['EgAccount', (play) => play.clock('2026-03-09T01:00:01Z')]),
    }),
    ends: 'EndUtilitySkipped',
    passes: ['AccountWaitOver', 'TellSkipped', 'ConcludeSkipped'],
  },
  {
    name: 'another holder’s name: transferred on the register’s proof',
    script: () => ({ jobs: submitting('!NAME_MISMATCH', 'DONE') }),
    ends: 'EndUtilityDone',
    passes: ['SubmitNameMismatch', 'CheckHolderName'],
  },
  {
    name: 'another holder’s name: left to the company',
    script: () => ({
      jobs: submitting('NAME_MISMATCH'),
      tasks: { CheckHolderName: () => ({ holderDecision: 'manual' }) },
    }),
    ends: 'EndUtilityManual',
    passes: ['CheckHolderName', 'ConcludeManual'],
  },
  {
    name: 'out of the company’s area, said at once',
    script: () => ({ jobs: submitting('!OUT_OF_AREA') }),
    ends: 'EndUtilitySkipped',
    passes: ['SubmitOutOfArea', 'TellSkipped'],
  },
  {
    name: 'out of the company’s area, said later',
    script: () => ({ jobs: submitting('OUT_OF_AREA') }),
    ends: 'EndUtilitySkipped',
    passes: ['UtilityResult', 'TellSkipped'],
  },
  {
    name: 'company down for two days: on the daily file, submitted again each day',
    script: () => ({
      jobs: submitting('!UTILITY_UNAVAILABLE', '!UTILITY_UNAVAILABLE', 'DONE'),
      meanwhile: steps(
        ['BatchRetryDue', (play) => play.clock('2026-03-03T01:00:01Z')],
        ['BatchRetryDue', (play) => play.clock('2026-03-04T01:00:02Z')],
      ),
    }),
    ends: 'EndUtilityDone',
    passes: ['SubmitUnavailable', 'QueueBatch', 'BatchRetryDue'],
  },
];
