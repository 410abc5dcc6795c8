import { done, error, firstThen, once, type Scenario, start, when } from '../../support/script.ts';
import { plain } from './plain.ts';

/** 登簿 and what stands in its way. */
export const entry: Scenario[] = [
  {
    name: 'register changed: marked, rechecked, reviewed again',
    script: {
      variables: plain,
      tasks: {
        Review: (play) => (play.ran('MarkRecheck') > 0 ? { reviewDecision: 'approve', reasonCode: null } : undefined),
      },
      jobs: { 'registry.unit.recheck': firstThen(done({ registerChanged: true }), done({ registerChanged: false })) },
      meanwhile: when('Review', (play) => play.message('msg.register.changed', play.caseNo)),
    },
    ends: 'EndCompleted',
    passes: ['MarkRecheck', 'EndRankSame', 'ReReview', 'BookWrite'],
    avoids: ['ConfirmRank'],
  },
  {
    name: 'second review asks for a supplement and then approves',
    script: {
      variables: plain,
      tasks: {
        ReReview: once(
          { reviewDecision: 'supplement', reasonCode: 'MATERIAL_INVALID' },
          { reviewDecision: 'approve', reasonCode: 'NONE' },
        ),
      },
      jobs: { 'registry.unit.recheck': firstThen(done({ registerChanged: true }), done({ registerChanged: false })) },
      meanwhile: when('EgSupplement', (play) => play.message('msg.supplement.received', play.caseNo)),
    },
    ends: 'EndCompleted',
    passes: ['ReReview', 'PauseSupplement', 'ResumeSupplement', 'BookWrite'],
  },
  {
    name: 'second review refuses',
    script: {
      variables: plain,
      tasks: { ReReview: () => ({ reviewDecision: 'refuse', reasonCode: 'BREAKS_LAW' }) },
      jobs: { 'registry.unit.recheck': () => done({ registerChanged: true }) },
    },
    ends: 'EndRefused',
    passes: ['EndRefusedByReReview', 'ConfirmRefusal'],
  },
  {
    name: 'recheck finds a restriction',
    script: { variables: plain, jobs: { 'registry.unit.recheck': () => error('UNIT_RESTRICTED') } },
    ends: 'EndSuperseded',
    passes: ['RecheckRestricted', 'EndRestricted', 'ConfirmSuperseded'],
    avoids: ['SignBook'],
  },
  {
    name: 'registrar returns the case',
    script: {
      variables: plain,
      tasks: { SignBook: once({ signDecision: 'return' }, { signDecision: 'enter' }) },
    },
    ends: 'EndCompleted',
    passes: ['ReReview', 'BookWrite'],
  },
  {
    name: 'register conflict goes back to review',
    script: {
      variables: plain,
      jobs: {
        'registry.book.write': firstThen(
          error('REG_CONFLICT'),
          done({ registeredAt: start, certificateNos: ['浙1号'] }),
        ),
      },
    },
    ends: 'EndCompleted',
    passes: ['BookConflict', 'ReReview'],
    check: (play) => {
      if (play.ran('BookWrite') !== 2) throw new Error('登簿 must be tried again after the review');
    },
  },
  {
    name: 'entry refused because of a seizure',
    script: { variables: plain, jobs: { 'registry.book.write': () => error('UNIT_RESTRICTED') } },
    ends: 'EndSuperseded',
    passes: ['BookRestricted', 'ConfirmSuperseded'],
  },
];
