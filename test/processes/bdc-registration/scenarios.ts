import { done, error, firstThen, once, type Scenario, start, steps, waits, when } from '../support/script.ts';
import { statutoryScenarios } from '../support/statutory.ts';

const plain = { needsContract: false, needsTax: false, itemCode: 'BDC-17', contractDate: null };

const main: Scenario[] = [
  {
    name: 'second-hand sale: contract, tax, paper certificate at the window',
    script: {},
    ends: 'EndCompleted',
    passes: [
      'FileContract',
      'SubTax',
      'ClearTax',
      'BookWrite',
      'StopSla',
      'CreatePayment',
      'PrintCertificate',
      'Deliver',
      'CloseCase',
    ],
    avoids: ['PauseSupplement', 'EndRefused'],
  },
  {
    name: 'change of name: free, electronic only',
    script: { variables: { ...plain, itemCode: 'BDC-07', certMedium: 'electronic', delivery: 'none' } },
    ends: 'EndCompleted',
    avoids: ['FileContract', 'SubTax', 'CreatePayment', 'PrintCertificate', 'Deliver'],
  },
  {
    name: 'mortgage, started directly: fee but neither contract nor tax',
    script: {
      start: () => ({ process: 'bdc-registration' }),
      variables: { ...plain, certMedium: 'electronic', delivery: 'none' },
    },
    ends: 'EndCompleted',
    passes: ['CreatePayment'],
    avoids: ['FileContract', 'SubTax'],
  },
];

const called: Scenario[] = [
  {
    name: 'called with intake done: accepted at once, back to the caller after 登簿',
    script: {
      start: () => ({ process: 'bdc-registration' }),
      variables: { ...plain, entryPoint: 'prepared', returnAfterEntry: true },
    },
    ends: 'EndEnteredForCaller',
    passes: ['Accept', 'BookWrite', 'StopSla'],
    avoids: ['CheckUnitQuery', 'CollectMaterials', 'SubCertificate', 'CloseCase'],
  },
];

const intake: Scenario[] = [
  {
    name: 'unit restricted',
    script: { jobs: { 'registry.unit.check': () => error('UNIT_RESTRICTED') } },
    ends: 'EndNotAccepted',
    passes: ['CheckRestricted', 'RenderNotAccepted', 'CloseNotAccepted'],
    avoids: ['VerifyIdentity'],
  },
  {
    name: 'unit of another office',
    script: { jobs: { 'registry.unit.check': () => error('NOT_OUR_JURISDICTION') } },
    ends: 'EndNotAccepted',
    passes: ['CheckNotOurs'],
  },
  {
    name: 'unit not in the register',
    script: { jobs: { 'registry.unit.query': () => error('NOT_OUR_JURISDICTION') } },
    ends: 'EndNotAccepted',
    passes: ['QueryNotOurs'],
  },
  {
    name: 'identity differs, the window finds it right',
    script: { variables: plain, jobs: { 'identity.verify': () => error('IDENTITY_MISMATCH') } },
    ends: 'EndCompleted',
    passes: ['IdentityMismatch', 'ManualIdentity', 'MaterialsList'],
  },
  {
    name: 'identity service away, the window finds it wrong',
    script: {
      jobs: { 'identity.verify': () => error('IDENTITY_UNAVAILABLE') },
      tasks: { ManualIdentity: () => ({ identityDecision: 'reject' }) },
    },
    ends: 'EndNotAccepted',
    passes: ['IdentityUnavailable', 'ManualIdentity'],
    avoids: ['MaterialsList'],
  },
  {
    name: 'materials incomplete: told everything at once',
    script: {
      tasks: {
        CollectMaterials: () => ({
          intakeDecision: 'supplement',
          missingMaterials: ['contract'],
          reasonCode: 'MATERIAL_INCOMPLETE',
        }),
      },
    },
    ends: 'EndNotAccepted',
    avoids: ['Accept'],
  },
  {
    name: 'application rejected at the window',
    script: {
      tasks: {
        CollectMaterials: () => ({ intakeDecision: 'reject', missingMaterials: [], reasonCode: 'NOT_APPLICABLE' }),
      },
    },
    ends: 'EndNotAccepted',
    avoids: ['Accept'],
  },
];

const intakeWaits: Scenario[] = [
  {
    name: 'identity service away, an online application waits and is verified later',
    script: () => ({
      variables: { ...plain, channel: 'online' },
      jobs: { 'identity.verify': firstThen(error('IDENTITY_UNAVAILABLE'), done()) },
      meanwhile: when('RetryIdentityDue', (play) => play.clock('2026-03-02T01:30:01Z')),
    }),
    ends: 'EndCompleted',
    passes: ['GwUnavailable', 'RetryIdentityDue'],
    avoids: ['ManualIdentity'],
  },
  {
    name: 'an agent for both sides is looked at by the window',
    script: { variables: plain, jobs: { 'agent.authority.check': () => error('IDENTITY_MISMATCH') } },
    ends: 'EndCompleted',
    passes: ['AuthorityDoubtful', 'ManualIdentity', 'MaterialsList'],
  },
  {
    name: 'online and every check passed: accepted by the machine, reviewed by a person',
    script: { variables: { ...plain, channel: 'online' } },
    ends: 'EndCompleted',
    passes: ['RecordAutoAccept', 'CheckIntake', 'Review'],
    avoids: ['CollectMaterials', 'RecordAutoReview'],
  },
  {
    name: 'online cancellation of a mortgage: accepted and reviewed by the machine, signed by a person',
    script: { variables: { ...plain, itemCode: 'BDC-21', channel: 'online' } },
    ends: 'EndCompleted',
    passes: ['RecordAutoAccept', 'RecordAutoReview', 'SignBook'],
    avoids: ['Review'],
  },
  {
    name: 'accepted with a paper missing: back to the window until it is there',
    script: () => ({
      variables: plain,
      jobs: { 'case.intake.check': firstThen(error('MATERIAL_INCOMPLETE'), done()) },
    }),
    ends: 'EndCompleted',
    passes: ['MaterialIncomplete', 'CollectMaterials', 'Accept'],
  },
  {
    name: 'online and incomplete: told everything, supplemented, accepted',
    script: () => ({
      variables: { ...plain, channel: 'online', autoAcceptEligible: false },
      tasks: {
        CollectMaterials: once(
          { intakeDecision: 'supplement', missingMaterials: ['contract'], reasonCode: 'MATERIAL_INCOMPLETE' },
          { intakeDecision: 'accept', missingMaterials: [], reasonCode: null },
        ),
      },
      meanwhile: when('EgIntakeSupplement', (play) => play.message('msg.supplement.received', play.caseNo)),
    }),
    ends: 'EndCompleted',
    passes: ['RequestIntakeSupplement', 'NotifyIntakeSupplement', 'IntakeSupplementReceived', 'Accept'],
    avoids: ['RenderNotAccepted'],
  },
  {
    name: 'online and not supplemented within fifteen days: not accepted',
    script: () => ({
      variables: { ...plain, channel: 'online', autoAcceptEligible: false },
      tasks: {
        CollectMaterials: () => ({
          intakeDecision: 'supplement',
          missingMaterials: ['contract'],
          reasonCode: 'MATERIAL_INCOMPLETE',
        }),
      },
      meanwhile: when('EgIntakeSupplement', (play) => play.clock('2026-03-17T01:00:01Z')),
    }),
    ends: 'EndNotAccepted',
    passes: ['IntakeSupplementOverdue', 'EndIntakeOverdue', 'RenderNotAccepted'],
    avoids: ['Accept'],
  },
  {
    name: 'withdrawn at the window before acceptance',
    script: () => ({
      tasks: { CollectMaterials: waits },
      meanwhile: when('CollectMaterials', (play) => play.message('msg.case.withdraw', play.caseNo)),
    }),
    ends: 'EndWithdrawn',
    passes: ['IntakeWithdrawn', 'RenderDecision', 'CloseUndone'],
    avoids: ['Accept', 'Undo', 'RenderNotAccepted'],
    check: (play) => {
      if (play.variable('outcome') !== 'WITHDRAWN') throw new Error('the caller must be told');
    },
  },
  {
    name: 'seized before acceptance: not accepted, in writing',
    script: () => ({
      tasks: { CollectMaterials: waits },
      meanwhile: when('CollectMaterials', (play) => play.message('msg.seizure.entered', play.caseNo)),
    }),
    ends: 'EndNotAccepted',
    passes: ['IntakeSeized', 'RenderNotAccepted', 'NotifyNotAccepted'],
    avoids: ['Accept'],
    check: (play) => {
      if (play.variable('outcome') !== 'NOT_ACCEPTED') throw new Error('the caller must be told');
      if (play.variable('reasonCode') !== 'UNIT_RESTRICTED') throw new Error('the notice must say why');
    },
  },
  {
    name: 'seized while an online application waits for its supplement',
    script: () => ({
      variables: { channel: 'online', autoAcceptEligible: false },
      tasks: {
        CollectMaterials: () => ({
          intakeDecision: 'supplement',
          missingMaterials: ['contract'],
          reasonCode: 'MATERIAL_INCOMPLETE',
        }),
      },
      jobs: {
        RenderNotAccepted: (job) => {
          const { template } = job.variables as { template?: string };
          if (template !== 'notice_not_accepted') throw new Error(`a seizure is not a 补正: ${template}`);
          return done();
        },
      },
      meanwhile: when('EgIntakeSupplement', (play) => play.message('msg.seizure.entered', play.caseNo)),
    }),
    ends: 'EndNotAccepted',
    passes: ['IntakeSeized'],
  },
];

const further: Scenario[] = [
  {
    name: 'pages missing in the file: the archivist adds them, then it is archived',
    script: () => ({ variables: plain, jobs: { 'archive.check': firstThen(error('PAGES_MISSING'), done()) } }),
    ends: 'EndCompleted',
    passes: ['PagesMissing', 'ArchiveGap', 'Archive'],
  },
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

const handling: Scenario[] = [
  {
    name: 'contract not found, corrected, filed',
    script: {
      variables: { needsTax: false },
      jobs: { 'trade.contract.file': firstThen(error('CONTRACT_NOT_FOUND'), done()) },
    },
    ends: 'EndCompleted',
    passes: ['PauseContract', 'FixContract', 'ResumeContract'],
    check: (play) => {
      if (play.ran('FileContract') !== 2) throw new Error('the contract must be filed again after its correction');
    },
  },
  {
    name: 'contract void',
    script: {
      variables: { needsTax: false },
      jobs: { 'trade.contract.file': firstThen(error('CONTRACT_VOID'), done()) },
    },
    ends: 'EndCompleted',
    passes: ['ContractVoid', 'FixContract'],
  },
  {
    name: 'supplement asked for and received',
    script: {
      variables: plain,
      tasks: {
        Review: once(
          { reviewDecision: 'supplement', reasonCode: 'MATERIAL_INVALID' },
          { reviewDecision: 'approve', reasonCode: 'NONE' },
        ),
      },
      meanwhile: when('EgSupplement', (play) => play.message('msg.supplement.received', play.caseNo)),
    },
    ends: 'EndCompleted',
    passes: ['PauseSupplement', 'SupplementReceived', 'ResumeSupplement', 'PausedBeforeWarn'],
  },
  {
    name: 'supplement overdue: refused, confirmed, undone',
    script: {
      tasks: { Review: () => ({ reviewDecision: 'supplement', reasonCode: 'MATERIAL_INVALID' }) },
      meanwhile: when('EgSupplement', (play) => play.clock('2026-03-17T01:00:01Z')),
    },
    ends: 'EndRefused',
    passes: ['SupplementOverdue', 'ConfirmRefusal', 'CancelContract', 'RefundTax', 'RenderDecision', 'CloseUndone'],
    avoids: ['BookWrite'],
  },
  {
    name: 'refused by the reviewer, confirmed',
    script: { variables: plain, tasks: { Review: () => ({ reviewDecision: 'refuse', reasonCode: 'DISPUTE' }) } },
    ends: 'EndRefused',
    passes: ['EndRefusedByReview', 'ConfirmRefusal', 'RenderDecision'],
    avoids: ['BookWrite'],
  },
  {
    name: 'refusal rejected by the supervisor: reviewed afresh and registered',
    script: {
      variables: plain,
      tasks: {
        Review: once(
          { reviewDecision: 'refuse', reasonCode: 'DISPUTE' },
          { reviewDecision: 'approve', reasonCode: 'NONE' },
        ),
        ConfirmRefusal: () => ({ refusalDecision: 'reject' }),
      },
    },
    ends: 'EndCompleted',
    passes: ['RestartSla', 'BookWrite'],
    avoids: ['CloseUndone'],
  },
  {
    name: 'withdrawn while in review',
    script: {
      tasks: { Review: waits },
      meanwhile: when('Review', (play) => play.message('msg.case.withdraw', play.caseNo)),
    },
    ends: 'EndWithdrawn',
    passes: ['WithdrawCase', 'CancelContract', 'RefundTax'],
    avoids: ['BookWrite', 'ConfirmRefusal'],
  },
  {
    name: 'withdrawal too late: already entered',
    script: {
      variables: plain,
      tasks: { SignBook: waits },
      jobs: {
        'case.interruption.check': () => done({ entered: true, registeredAt: start, certificateNos: ['浙1号'] }),
      },
      meanwhile: when('SignBook', (play) => play.message('msg.case.withdraw', play.caseNo)),
    },
    ends: 'EndCompleted',
    passes: ['EndTooLateWithdrawCase', 'StopSla'],
    avoids: ['BookWrite'],
  },
  {
    name: 'seizure arrives in time',
    script: {
      tasks: { Review: waits },
      meanwhile: when('Review', (play) => play.message('msg.seizure.entered', play.caseNo)),
    },
    ends: 'EndSuperseded',
    passes: ['SeizureArrived', 'ConfirmSuperseded', 'CancelContract', 'RefundTax', 'RenderDecision'],
    avoids: ['BookWrite'],
  },
  {
    name: 'seizure arrives after the entry',
    script: {
      variables: plain,
      tasks: { SignBook: waits },
      jobs: {
        'case.interruption.check': () => done({ entered: true, registeredAt: start, certificateNos: ['浙1号'] }),
      },
      meanwhile: when('SignBook', (play) => play.message('msg.seizure.entered', play.caseNo)),
    },
    ends: 'EndCompleted',
    passes: ['EndTooLateSeizureArrived'],
  },
];

const entry: Scenario[] = [
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

const sla: Scenario[] = [
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

const publicity: Scenario[] = [
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

export const scenarios: Scenario[] = [
  ...main,
  ...called,
  ...intake,
  ...intakeWaits,
  ...handling,
  ...further,
  ...entry,
  ...publicity,
  ...sla,
];
