import { type Scenario, steps } from '../support/script.ts';

const due = '2026-03-23T09:00:01Z';

export const scenarios: Scenario[] = [
  {
    name: 'nobody objects in fifteen working days',
    script: { meanwhile: steps(['EgPublicity', (play) => play.clock(due)]) },
    ends: 'EndPublicity',
    passes: ['PausePublicity', 'OpenPublicity', 'NotifyPublicity', 'PublicityDue', 'ResumePublicity'],
    avoids: ['ObjectionEscalation'],
  },
  {
    name: 'an objection that is upheld ends it',
    script: {
      tasks: { DecideEscalation: () => ({ escalationDecision: 'refuse', reasonCode: 'OTHER' }) },
      meanwhile: steps(['EgPublicity', (play) => play.message('msg.publicity.objection', play.caseNo)]),
    },
    ends: 'EndPublicityRefused',
    passes: ['PublicityObjected', 'ObjectionEscalation', 'ResumeRefused'],
    avoids: ['PublicityDue'],
  },
  {
    name: 'an objection that is dismissed: the rest of the fifteen days is waited for',
    script: {
      tasks: { DecideEscalation: () => ({ escalationDecision: 'approve', reasonCode: null }) },
      meanwhile: steps(
        ['EgPublicity', (play) => play.message('msg.publicity.objection', play.caseNo)],
        ['EgPublicity', (play) => play.clock(due)],
      ),
    },
    ends: 'EndPublicity',
    passes: ['ObjectionEscalation', 'PublicityDue'],
  },
];
