import { once, type Scenario } from '../support/script.ts';

export const scenarios: Scenario[] = [
  {
    name: 'looked at by two, the class in working days from then on',
    script: {},
    ends: 'EndOnSite',
    passes: ['PauseOnSite', 'ReclassifySla', 'NotifyOnSite', 'ResumeOnSite'],
  },
  {
    name: 'nobody at home, another appointment',
    script: {
      tasks: {
        RecordOnSite: once(
          { onsiteDecision: 'absent', onsiteResult: null },
          { onsiteDecision: 'done', onsiteResult: 'inconsistent' },
        ),
      },
    },
    ends: 'EndOnSite',
    check: (play) => {
      if (play.ran('NotifyOnSite') !== 2) throw new Error('a new appointment is told again');
    },
  },
];
