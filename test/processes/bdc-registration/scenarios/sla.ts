import { done, type Scenario, steps } from '../../support/script.ts';
import { plain } from './plain.ts';

/** The watch over the working minutes. */
export const sla: Scenario[] = [
  {
    name: 'warned at 45 and breached at 60 working minutes',
    script: () => ({
      variables: plain,
      tasks: {
        Review: (play) => (play.ran('BreachSla') > 0 ? { reviewDecision: 'approve', reasonCode: null } : undefined),
      },
      meanwhile: steps(
        ['EgWarn', (play) => play.clock('2026-03-02T01:45:01Z')],
        ['EgBreach', (play) => play.clock('2026-03-02T02:00:01Z')],
      ),
    }),
    ends: 'EndCompleted',
    passes: ['WarnAt', 'WarnSla', 'BreachAt', 'BreachSla', 'EndSlaWatch'],
  },
  {
    name: 'paused after the warning: no breach while paused',
    script: () => ({
      variables: plain,
      tasks: {
        Review: (play, times) => {
          if (times > 1) return { reviewDecision: 'approve', reasonCode: 'NONE' };
          return play.ran('WarnSla') > 0 ? { reviewDecision: 'supplement', reasonCode: 'MATERIAL_INVALID' } : undefined;
        },
      },
      jobs: {
        'sla.resume': (_job, play) => {
          const later = { slaEpoch: 2, slaWarnAt: '2026-03-03T01:45:00Z', slaDueAt: '2026-03-03T02:00:00Z' };
          play.message('msg.sla.armed', play.caseNo, later);
          return done();
        },
      },
      meanwhile: steps(
        ['EgWarn', (play) => play.clock('2026-03-02T01:46:00Z')],
        [
          'EgSupplement',
          (play) => {
            play.clock('2026-03-02T03:00:00Z');
            play.message('msg.supplement.received', play.caseNo);
          },
        ],
      ),
    }),
    ends: 'EndCompleted',
    passes: ['PausedBeforeBreach'],
    avoids: ['BreachSla'],
  },
];
