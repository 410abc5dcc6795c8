import { done, error, firstThen, once, type Scenario, waits, when } from '../../support/script.ts';
import { plain } from './plain.ts';

/** Before the acceptance: what an application waits for, and what may come in between. */
export const intakeWaits: Scenario[] = [
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
