import { expect } from 'vitest';
import { done, firstThen, type Play, type Scenario, steps } from '../support/script.ts';

/** Days after the beginning (2026-03-02 09:00 in Shanghai), a moment later. */
const day = (days: number) => (play: Play) =>
  play.clock(new Date(Date.parse('2026-03-02T01:00:01Z') + days * 86_400_000).toISOString());
const changed = (play: Play) => play.message('msg.caution.changed', play.caseNo);
const standing = { lookAt: '2026-05-01T01:00:00Z', remindDays: null };
/** It stands, and after the message the register says how it ended. */
const becomes = (watchOutcome: string): Scenario['script'] => ({
  jobs: {
    'lapse.watch.read': firstThen(done({ ...standing, watchOutcome: 'RUNNING' }), done({ ...standing, watchOutcome })),
  },
  meanwhile: steps(['EgWait', changed]),
});

export const scenarios: Scenario[] = [
  {
    name: 'scenario 8: the holder is reminded on days 60 and 80 and does nothing: lapsed behind day 90',
    script: { meanwhile: steps(['EgWait', day(60)], ['EgWait', day(80)], ['EgWait', day(91)]) },
    ends: 'EndLapsed',
    passes: ['LookAt', 'RemindHolder'],
    avoids: ['RightChanged'],
    check: (play) => expect(play.ran('RemindHolder')).toBe(2),
  },
  {
    name: 'scenario 9: the objector proves his suit: it is kept, and nobody is reminded any more',
    script: becomes('KEPT'),
    ends: 'EndKept',
    passes: ['RightChanged'],
    avoids: ['RemindHolder'],
  },
  {
    name: 'the real registration is entered',
    script: becomes('CONVERTED'),
    ends: 'EndConverted',
    passes: ['RightChanged'],
  },
  { name: 'cancelled by another registration', script: becomes('CANCELLED'), ends: 'EndCancelled' },
];
