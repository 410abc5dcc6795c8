import { done, type Scenario, when } from '../support/script.ts';

const moved = { 'mortgage.rank.check': () => done({ rankChanged: true }) };

export const scenarios: Scenario[] = [
  {
    name: 'the bank accepts the new rank, and the clock goes on',
    script: { jobs: moved },
    ends: 'EndRankConfirmed',
    passes: ['PauseRank', 'ConfirmRank', 'ResumeRank'],
    avoids: ['RemindRank'],
  },
  {
    name: 'the page has changed, the rank has not: nobody is asked',
    script: {},
    ends: 'EndRankSame',
    avoids: ['PauseRank', 'ConfirmRank'],
  },
  {
    name: 'the bank does not accept: the clock stays where it is',
    script: { jobs: moved, tasks: { ConfirmRank: () => ({ rankDecision: 'withdraw' }) } },
    ends: 'EndRankRefused',
    avoids: ['ResumeRank'],
  },
  {
    name: 'not confirmed for four hours: reminded, then confirmed',
    script: () => ({
      jobs: moved,
      tasks: { ConfirmRank: (play) => (play.ran('RemindRank') > 0 ? { rankDecision: 'confirm' } : undefined) },
      meanwhile: when('ConfirmRank', (play) => play.clock('2026-03-02T05:00:01Z')),
    }),
    ends: 'EndRankConfirmed',
    passes: ['RankReminderDue', 'RemindRank', 'EndRankReminded'],
  },
];
