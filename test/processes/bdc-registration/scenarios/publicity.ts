import { type Scenario, steps } from '../../support/script.ts';
import { plain } from './plain.ts';

/** 公告 and an objection to it. */
export const publicity: Scenario[] = [
  {
    name: 'a lost certificate: fifteen working days of notice, then reviewed and entered',
    script: {
      variables: { ...plain, itemCode: 'BDC-31', publicity: 'lost' },
      meanwhile: steps(['EgPublicity', (play) => play.clock('2026-03-23T09:00:01Z')]),
    },
    ends: 'EndCompleted',
    passes: ['Publicity', 'PublicityDue', 'AutoReview', 'BookWrite'],
  },
  {
    // Domain §5.13, scenario 17.
    name: 'an inheritance without notary, objected to and upheld: refused, nothing entered',
    script: {
      variables: { ...plain, itemCode: 'BDC-11', publicity: 'inheritance' },
      tasks: { DecideEscalation: () => ({ escalationDecision: 'refuse', reasonCode: 'DISPUTE' }) },
      meanwhile: steps(['EgPublicity', (play) => play.message('msg.publicity.objection', play.caseNo)]),
    },
    ends: 'EndRefused',
    passes: ['EndRefusedByPublicity', 'ConfirmRefusal'],
    avoids: ['Review', 'BookWrite'],
  },
];
