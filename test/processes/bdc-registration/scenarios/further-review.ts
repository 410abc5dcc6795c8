import { once, type Scenario, waits, when } from '../../support/script.ts';
import { statutoryScenarios } from '../../support/statutory.ts';
import { plain } from './plain.ts';

/** Reviews that take longer: a view on the spot, the supervisor, the check of a refusal, the statutory limit. */
export const furtherReview: Scenario[] = [
  {
    name: 'looked at on the spot, then approved',
    script: {
      variables: plain,
      tasks: {
        Review: once({ reviewDecision: 'onsite', reasonCode: null }, { reviewDecision: 'approve', reasonCode: null }),
      },
    },
    ends: 'EndCompleted',
    passes: ['OnSiteView', 'ReclassifySla', 'BookWrite'],
  },
  {
    name: 'escalated and approved by the supervisor',
    script: { variables: plain, tasks: { Review: () => ({ reviewDecision: 'escalate', reasonCode: null }) } },
    ends: 'EndCompleted',
    passes: ['Escalation', 'GwEscalated', 'BookWrite'],
  },
  {
    name: 'escalated and refused, the refusal confirmed',
    script: {
      variables: plain,
      tasks: {
        Review: () => ({ reviewDecision: 'escalate', reasonCode: null }),
        DecideEscalation: () => ({ escalationDecision: 'refuse', reasonCode: 'DISPUTE' }),
      },
    },
    ends: 'EndRefused',
    passes: ['EndRefusedByEscalation', 'ConfirmRefusal'],
    check: (play) => {
      if (play.variable('reasonCode') !== 'DISPUTE') throw new Error('the decision must cite the reason');
    },
  },
  {
    name: 'escalated and sent back with conditions',
    script: {
      variables: plain,
      tasks: {
        Review: once({ reviewDecision: 'escalate', reasonCode: null }, { reviewDecision: 'approve', reasonCode: null }),
        DecideEscalation: () => ({ escalationDecision: 'conditions', reasonCode: null }),
      },
    },
    ends: 'EndCompleted',
    passes: ['Escalation', 'BookWrite'],
  },
  {
    name: 'withdrawn while the supervisor has not decided',
    script: () => ({
      variables: plain,
      tasks: { Review: () => ({ reviewDecision: 'escalate', reasonCode: null }), DecideEscalation: waits },
      meanwhile: when('DecideEscalation', (play) => play.message('msg.case.withdraw', play.caseNo)),
    }),
    ends: 'EndWithdrawn',
    passes: ['WithdrawCase'],
    avoids: ['BookWrite'],
  },
  {
    name: 'supplemented three times in vain: refused',
    script: () => {
      let sent = 0;
      return {
        variables: plain,
        tasks: { Review: () => ({ reviewDecision: 'supplement', reasonCode: 'MATERIAL_INVALID' }) },
        meanwhile: (play) => {
          if (!play.waiting('EgSupplement')) return false;
          play.message('msg.supplement.received', play.caseNo);
          sent += 1;
          return sent === 3;
        },
      };
    },
    ends: 'EndRefused',
    passes: ['EndSupplementLimit', 'ConfirmRefusal'],
    check: (play) => {
      if (play.ran('PauseSupplement') !== 3) throw new Error('a supplement is asked for three times, not more');
    },
  },
  {
    name: 'withdrawn while the refusal is checked',
    script: () => ({
      variables: plain,
      tasks: { Review: () => ({ reviewDecision: 'refuse', reasonCode: 'DISPUTE' }), ConfirmRefusal: waits },
      meanwhile: when('ConfirmRefusal', (play) => play.message('msg.case.withdraw', play.caseNo)),
    }),
    ends: 'EndWithdrawn',
    passes: ['WithdrawnWhileRefusing', 'Undo'],
  },
  {
    name: 'seized while the refusal is checked',
    script: () => ({
      variables: plain,
      tasks: { Review: () => ({ reviewDecision: 'refuse', reasonCode: 'DISPUTE' }), ConfirmRefusal: waits },
      meanwhile: when('ConfirmRefusal', (play) => play.message('msg.seizure.entered', play.caseNo)),
    }),
    ends: 'EndSuperseded',
    passes: ['SeizedWhileRefusing', 'ConfirmSuperseded', 'Undo'],
  },
  ...statutoryScenarios(plain, 'EndCompleted'),
];
