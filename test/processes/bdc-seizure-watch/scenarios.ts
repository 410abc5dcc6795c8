import { expect } from 'vitest';
import { done, firstThen, type Play, type Scenario, steps } from '../support/script.ts';

/** Days after the beginning (2026-03-02 09:00 in Shanghai), a moment later. */
const day = (days: number) => (play: Play) =>
  play.clock(new Date(Date.parse('2026-03-02T01:00:01Z') + days * 86_400_000).toISOString());
const tell = (message: string) => (play: Play) => play.message(message, play.caseNo);

export const scenarios: Scenario[] = [
  {
    name: 'reminded four times, never renewed: expires',
    script: {
      meanwhile: steps(
        ['EgTerm', day(30)],
        ['EgTerm', day(90)],
        ['EgTerm', day(113)],
        ['EgTerm', day(119)],
        ['EgTerm', day(120)],
      ),
    },
    ends: 'EndExpired',
    passes: ['Remind90', 'Remind30', 'Remind7', 'Remind1', 'TermEnds', 'ExpireSeizure', 'NotifyExpired'],
    check: (play) => expect(play.ran('RemindCourt')).toBe(4),
  },
  {
    name: 'renewed: armed again, and reminded of the new end',
    script: {
      meanwhile: steps(
        ['EgTerm', day(30)],
        ['EgTerm', tell('msg.seizure.renewed')],
        ['EgTerm', day(121)],
        ['EgTerm', day(150)],
        ['EgTerm', day(240)],
      ),
    },
    ends: 'EndExpired',
    passes: ['SeizureRenewed', 'EndByRenewal'],
    check: (play) => {
      expect(play.ran('ArmWatch')).toBe(2);
      expect(play.ran('ExpireSeizure')).toBe(1);
    },
  },
  {
    name: 'promoted from the queue: its court is told first; lifted later',
    script: { variables: { promoted: true }, meanwhile: steps(['EgTerm', tell('msg.seizure.lifted')]) },
    ends: 'EndLifted',
    passes: ['NotifyPromoted', 'SeizureLifted'],
    avoids: ['NotifyExpired'],
  },
  {
    name: 'disposed of by the court: those behind it are told',
    script: { meanwhile: steps(['EgTerm', tell('msg.seizure.disposed')]) },
    ends: 'EndDisposed',
    passes: ['SeizureDisposed', 'NotifyDisposed'],
    avoids: ['NotifyPromoted'],
  },
  {
    name: 'at the end a renewal in hand keeps it running',
    script: () => ({
      jobs: {
        'registry.seizure.expire': firstThen(done({ watchOutcome: 'RENEWED' }), done({ watchOutcome: 'EXPIRED' })),
      },
      meanwhile: steps(['EgTerm', day(120)], ['EgTerm', day(240)]),
    }),
    ends: 'EndExpired',
    check: (play) => expect(play.ran('ArmWatch')).toBe(2),
  },
  {
    name: 'lifted while the timer fires: the register’s word counts',
    script: {
      jobs: { 'registry.seizure.expire': () => done({ watchOutcome: 'LIFTED' }) },
      meanwhile: steps(['EgTerm', day(120)]),
    },
    ends: 'EndLifted',
    passes: ['ExpireSeizure'],
  },
];
