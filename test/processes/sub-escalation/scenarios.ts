import { type Scenario, steps, waits } from '../support/script.ts';

export const scenarios: Scenario[] = [
  {
    name: 'decided in the task within two hours',
    script: {},
    ends: 'EndEscalation',
    passes: ['PauseEscalation', 'ResumeEscalation'],
    avoids: ['RemindEscalation'],
  },
  {
    name: 'undecided for two hours, on the board, decided from there',
    script: () => ({
      tasks: { DecideEscalation: waits },
      meanwhile: steps(
        ['DecideEscalation', (play) => play.clock('2026-03-02T03:00:01Z')],
        [
          'DecideEscalation',
          (play) =>
            play.message('msg.escalation.decided', `${play.caseNo}:1`, {
              escalationDecision: 'refuse',
              reasonCode: 'DISPUTE',
            }),
        ],
      ),
    }),
    ends: 'EndEscalation',
    passes: ['EscalationLate', 'RemindEscalation', 'EscalationDecided', 'ResumeEscalation'],
    check: (play) => {
      if (play.variable('escalationDecision') !== 'refuse') throw new Error('the decision must reach the caller');
    },
  },
];
