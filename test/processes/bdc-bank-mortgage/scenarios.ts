import { done, error, firstThen, once, type Scenario, start, steps, waits, when } from '../support/script.ts';
import { held, statutoryScenarios } from '../support/statutory.ts';
import { LOAN } from './answers.ts';

/** Payoff: the bank alone, no signatures. */
const payoff = { itemCode: 'BDC-21', partyNos: [1] };
/** Sale with a new mortgage in one entry. */
const purchase = {
  itemCode: 'BDC-10',
  combined: ['BDC-17'],
  partyNos: [1, 2, 3],
  contractDate: '2026-02-20',
  needsContract: true,
  needsTax: true,
  taxRelation: 'sale',
  autoAcceptEligible: false,
};
/** Loan answered by the scenario. */
const silentLoan = { 'loan.disburse.request': () => done({ requested: true }) };
const entered = {
  'case.interruption.check': () => done({ entered: true, registeredAt: start, certificateNos: ['浙1号'] }),
};
const changedOnce = (rankChanged: boolean) => ({
  'registry.unit.recheck': firstThen(done({ registerChanged: true }), done({ registerChanged: false })),
  'mortgage.rank.check': () => done({ rankChanged }),
});

const main: Scenario[] = [
  {
    name: 'mortgage: accepted by the machine, reviewed remotely, proof to the bank, loan paid out',
    script: {},
    ends: 'EndRegistered',
    passes: ['CheckConsent', 'InviteSigners', 'MachineIntake', 'Review', 'BookWrite', 'SubCertificate', 'DeliverProof'],
    avoids: ['CollectMaterials', 'MachineReview', 'ConfirmRank', 'NotifyOwner'],
  },
  {
    name: 'loan refused after the registration: the owner is told, the mortgage stays until the bank applies',
    script: {
      jobs: silentLoan,
      meanwhile: when('EgLoan', (play) => play.message('msg.loan.refused', LOAN, { loanState: 'REFUSED' })),
    },
    ends: 'EndNotDisbursed',
    passes: ['LoanRefused', 'NotifyNotDisbursed', 'CloseCase'],
  },
  {
    name: 'thirty days without an answer: reminded, never cancelled by itself',
    script: () => ({
      jobs: silentLoan,
      meanwhile: steps(
        ['EgLoan', (play) => play.clock('2026-04-02T01:00:01Z')],
        ['EgLoan', (play) => play.message('msg.loan.disbursed', LOAN, { loanState: 'DISBURSED' })],
      ),
    }),
    ends: 'EndRegistered',
    passes: ['LoanReminderDue', 'RemindLoan', 'LoanDisbursed'],
  },
  {
    name: 'payoff: accepted and reviewed by the machine, signed by a person, licence revoked, owner told',
    script: { variables: payoff },
    ends: 'EndCancelled',
    passes: ['QueryPayoff', 'BankCheck', 'MachineIntake', 'MachineReview', 'SignBook', 'RevokeLicence', 'NotifyOwner'],
    avoids: ['CheckConsent', 'ContractInfo', 'Review', 'SubCertificate', 'EgLoan'],
  },
  {
    name: 'purchase with a new mortgage: one entry through the registration, then proof and loan',
    script: { variables: purchase },
    ends: 'EndRegistered',
    passes: ['CollectMaterials', 'RegisterPurchase', 'SubTax', 'SubCertificate', 'DeliverProof'],
    avoids: ['MachineIntake', 'ConfirmRank'],
  },
  {
    name: 'purchase that is refused: closed by the registration',
    script: {
      variables: purchase,
      tasks: { Review: () => ({ reviewDecision: 'refuse', reasonCode: 'DISPUTE' }) },
    },
    ends: 'EndPurchaseNotEntered',
    passes: ['RegisterPurchase', 'CancelContract', 'RefundTax'],
    avoids: ['SubCertificate'],
  },
  {
    name: 'purchase, and another mortgage got in first: the bank accepts the new rank before the second review',
    script: () => ({ variables: purchase, jobs: changedOnce(true) }),
    ends: 'EndRegistered',
    passes: ['PauseRank', 'ConfirmRank', 'ResumeRank', 'ReReview', 'BookWrite', 'DeliverProof'],
  },
  {
    name: 'purchase, and the bank does not accept the new rank: withdrawn, contract and tax undone',
    script: {
      variables: purchase,
      jobs: changedOnce(true),
      tasks: { ConfirmRank: () => ({ rankDecision: 'withdraw' }) },
    },
    ends: 'EndPurchaseNotEntered',
    passes: ['EndRankDropped', 'CancelContract', 'RefundTax', 'EndWithdrawn'],
    avoids: ['ReReview', 'BookWrite', 'ConfirmRefusal'],
  },
];

const intake: Scenario[] = [
  {
    name: 'loan not approved',
    script: { jobs: { 'loan.query': () => error('LOAN_NOT_APPROVED') } },
    ends: 'EndNotAccepted',
    passes: ['LoanNotApproved', 'RenderNotAccepted'],
    avoids: ['CheckConsent'],
  },
  {
    name: 'no valid consent of the owner',
    script: { jobs: { 'owner.consent.check': () => error('CONSENT_MISSING') } },
    ends: 'EndNotAccepted',
    passes: ['ConsentMissing'],
    avoids: ['QueryUnit'],
  },
  {
    name: 'claim not ended',
    script: { variables: payoff, jobs: { 'loan.payoff.query': () => error('CLAIM_NOT_ENDED') } },
    ends: 'EndNotAccepted',
    passes: ['ClaimNotEnded'],
  },
  {
    name: 'unit not in the register',
    script: { jobs: { 'registry.unit.query': () => error('NOT_OUR_JURISDICTION') } },
    ends: 'EndNotAccepted',
    passes: ['UnitNotOurs'],
  },
  {
    name: 'unit restricted',
    script: { jobs: { 'registry.unit.check': () => error('UNIT_RESTRICTED') } },
    ends: 'EndNotAccepted',
    passes: ['UnitRestricted'],
  },
  {
    name: 'unit of another office',
    script: { jobs: { 'registry.unit.check': () => error('NOT_OUR_JURISDICTION') } },
    ends: 'EndNotAccepted',
    passes: ['CheckNotOurs'],
  },
  {
    name: 'identity differs, the bank finds it right: the window looks again',
    script: { jobs: { 'identity.verify': () => error('IDENTITY_MISMATCH') } },
    ends: 'EndRegistered',
    passes: ['IdentityMismatch', 'BankIdentity', 'CollectMaterials'],
    avoids: ['MachineIntake'],
  },
  {
    name: 'identity service away, the bank finds it wrong',
    script: {
      jobs: { 'identity.verify': () => error('IDENTITY_UNAVAILABLE') },
      tasks: { BankIdentity: () => ({ identityDecision: 'reject' }) },
    },
    ends: 'EndNotAccepted',
    passes: ['IdentityUnavailable', 'EndIdentityRefused'],
    avoids: ['ContractInfo'],
  },
  {
    name: 'a signer declines',
    script: {
      jobs: {
        'signers.invite': (_job, play) => {
          play.message('msg.signers.done', play.caseNo, { signersDecision: 'declined' });
          return done();
        },
      },
    },
    ends: 'EndNotAccepted',
    passes: ['SignersDone', 'EndNotSigned'],
    avoids: ['BankCheck'],
  },
  {
    name: 'not everybody signs within seven days',
    script: {
      jobs: { 'signers.invite': () => done() },
      meanwhile: when('EgSigners', (play) => play.clock('2026-03-09T01:00:01Z')),
    },
    ends: 'EndNotAccepted',
    passes: ['SignersOverdue'],
  },
  {
    name: 'the checker returns it, then agrees: signed anew',
    script: { tasks: { BankCheck: once({ checkDecision: 'return' }, { checkDecision: 'approve' }) } },
    ends: 'EndRegistered',
    check: (play) => {
      if (play.ran('InviteSigners') !== 2) throw new Error('what was returned must be signed again');
    },
  },
  {
    name: 'the checker drops it',
    script: { tasks: { BankCheck: () => ({ checkDecision: 'drop' }) } },
    ends: 'EndWithdrawn',
    passes: ['EndDropped', 'RenderDecision'],
    avoids: ['Accept', 'ConfirmRefusal'],
  },
  {
    name: 'the window does not accept',
    script: {
      variables: { autoAcceptEligible: false },
      tasks: {
        CollectMaterials: () => ({
          intakeDecision: 'supplement',
          missingMaterials: ['contract_info'],
          reasonCode: 'MATERIAL_INCOMPLETE',
        }),
      },
    },
    ends: 'EndNotAccepted',
    passes: ['EndWindowRefused'],
    avoids: ['Accept'],
  },
  {
    name: 'an objection on the page: the window decides',
    script: {
      jobs: { 'registry.unit.check': () => done({ registerVersion: 1, unitWarnings: ['INV-23'] }) },
    },
    ends: 'EndRegistered',
    passes: ['CollectMaterials'],
    avoids: ['MachineIntake'],
  },
  {
    name: 'withdrawn while the signatures are awaited',
    script: {
      jobs: { 'signers.invite': () => done() },
      meanwhile: when('EgSigners', (play) => play.message('msg.case.withdraw', play.caseNo)),
    },
    ends: 'EndWithdrawn',
    passes: ['WithdrawIntake', 'RenderDecision'],
    avoids: ['Accept'],
  },
  {
    name: 'seized while the bank checks',
    script: {
      tasks: { BankCheck: waits },
      meanwhile: when('BankCheck', (play) => play.message('msg.seizure.entered', play.caseNo)),
    },
    ends: 'EndSuperseded',
    passes: ['SeizureIntake', 'ConfirmSuperseded'],
    avoids: ['Accept'],
  },
];

const handling: Scenario[] = [
  {
    name: 'supplement asked for and received',
    script: {
      tasks: {
        Review: once(
          { reviewDecision: 'supplement', reasonCode: 'MATERIAL_INVALID' },
          { reviewDecision: 'approve', reasonCode: 'NONE' },
        ),
      },
      meanwhile: when('EgSupplement', (play) => play.message('msg.supplement.received', play.caseNo)),
    },
    ends: 'EndRegistered',
    passes: ['PauseSupplement', 'SupplementReceived', 'ResumeSupplement', 'PausedBeforeWarn'],
  },
  {
    name: 'supplement overdue: refused and confirmed',
    script: {
      tasks: { Review: () => ({ reviewDecision: 'supplement', reasonCode: 'MATERIAL_INVALID' }) },
      meanwhile: when('EgSupplement', (play) => play.clock('2026-03-17T01:00:01Z')),
    },
    ends: 'EndRefused',
    passes: ['SupplementOverdue', 'ConfirmRefusal', 'RenderDecision'],
  },
  {
    name: 'refused by the reviewer',
    script: { tasks: { Review: () => ({ reviewDecision: 'refuse', reasonCode: 'DISPUTE' }) } },
    ends: 'EndRefused',
    passes: ['EndRefusedByReview', 'CloseUndone'],
  },
  {
    name: 'refusal rejected by the supervisor: reviewed afresh',
    script: {
      tasks: {
        Review: once(
          { reviewDecision: 'refuse', reasonCode: 'DISPUTE' },
          { reviewDecision: 'approve', reasonCode: 'NONE' },
        ),
        ConfirmRefusal: () => ({ refusalDecision: 'reject' }),
      },
    },
    ends: 'EndRegistered',
    passes: ['RestartSla', 'BookWrite'],
  },
  {
    name: 'withdrawn while in review',
    script: {
      tasks: { Review: waits },
      meanwhile: when('Review', (play) => play.message('msg.case.withdraw', play.caseNo)),
    },
    ends: 'EndWithdrawn',
    passes: ['WithdrawCase'],
    avoids: ['BookWrite'],
  },
  {
    name: 'withdrawal too late',
    script: {
      tasks: { SignBook: waits },
      jobs: entered,
      meanwhile: when('SignBook', (play) => play.message('msg.case.withdraw', play.caseNo)),
    },
    ends: 'EndRegistered',
    passes: ['EndTooLateWithdrawCase'],
    avoids: ['BookWrite'],
  },
  {
    name: 'seized while in review',
    script: {
      tasks: { Review: waits },
      meanwhile: when('Review', (play) => play.message('msg.seizure.entered', play.caseNo)),
    },
    ends: 'EndSuperseded',
    passes: ['SeizureArrived', 'ConfirmSuperseded', 'RenderDecision'],
    avoids: ['BookWrite'],
  },
  {
    name: 'seized after the entry',
    script: {
      tasks: { SignBook: waits },
      jobs: entered,
      meanwhile: when('SignBook', (play) => play.message('msg.seizure.entered', play.caseNo)),
    },
    ends: 'EndRegistered',
    passes: ['EndTooLateSeizureArrived'],
  },
];

const entry: Scenario[] = [
  {
    name: 'another mortgage got in first: the bank accepts the new rank',
    script: () => ({ jobs: changedOnce(true) }),
    ends: 'EndRegistered',
    passes: ['CheckRank', 'PauseRank', 'ConfirmRank', 'ResumeRank', 'ReReview', 'BookWrite'],
  },
  {
    name: 'another mortgage got in between signing and entry',
    script: () => ({
      jobs: {
        'registry.book.write': firstThen(
          error('REG_CONFLICT'),
          done({ registeredAt: start, certificateNos: ['浙1号'] }),
        ),
        'mortgage.rank.check': () => done({ rankChanged: true }),
      },
    }),
    ends: 'EndRegistered',
    passes: ['BookConflict', 'ConfirmRank', 'ReReview'],
  },
  {
    name: 'the bank does not accept the new rank',
    script: { jobs: changedOnce(true), tasks: { ConfirmRank: () => ({ rankDecision: 'withdraw' }) } },
    ends: 'EndWithdrawn',
    passes: ['EndRankDropped', 'RenderDecision'],
    avoids: ['BookWrite', 'ConfirmRefusal'],
  },
  {
    name: 'register changed, rank the same: reviewed again, with a supplement',
    script: () => ({
      tasks: {
        Review: (play) => (play.ran('MarkRecheck') > 0 ? { reviewDecision: 'approve', reasonCode: null } : undefined),
        ReReview: once(
          { reviewDecision: 'supplement', reasonCode: 'MATERIAL_INVALID' },
          { reviewDecision: 'approve', reasonCode: 'NONE' },
        ),
      },
      jobs: changedOnce(false),
      meanwhile: steps(
        ['Review', (play) => play.message('msg.register.changed', play.caseNo)],
        ['EgSupplement', (play) => play.message('msg.supplement.received', play.caseNo)],
      ),
    }),
    ends: 'EndRegistered',
    passes: ['MarkRecheck', 'ReReview', 'PauseSupplement', 'BookWrite'],
    avoids: ['ConfirmRank'],
  },
  {
    name: 'second review refuses',
    script: () => ({
      jobs: changedOnce(false),
      tasks: { ReReview: () => ({ reviewDecision: 'refuse', reasonCode: 'BREAKS_LAW' }) },
    }),
    ends: 'EndRefused',
    passes: ['EndRefusedByReReview'],
  },
  {
    name: 'recheck finds a restriction',
    script: { jobs: { 'registry.unit.recheck': () => error('UNIT_RESTRICTED') } },
    ends: 'EndSuperseded',
    passes: ['RecheckRestricted', 'ConfirmSuperseded'],
  },
  {
    name: 'entry refused because of a seizure',
    script: { jobs: { 'registry.book.write': () => error('UNIT_RESTRICTED') } },
    ends: 'EndSuperseded',
    passes: ['BookRestricted', 'EndRestricted'],
  },
  {
    name: 'the registrar returns the case, the rank being the same',
    script: { tasks: { SignBook: once({ signDecision: 'return' }, { signDecision: 'enter' }) } },
    ends: 'EndRegistered',
    passes: ['ReReview', 'BookWrite'],
    avoids: ['ConfirmRank'],
  },
];

const sla: Scenario[] = [
  {
    name: 'warned at 45 and breached at 60 working minutes',
    script: () => ({
      tasks: {
        Review: (play) => (play.ran('BreachSla') > 0 ? { reviewDecision: 'approve', reasonCode: null } : undefined),
      },
      meanwhile: steps(
        ['EgWarn', (play) => play.clock('2026-03-02T01:45:01Z')],
        ['EgBreach', (play) => play.clock('2026-03-02T02:00:01Z')],
      ),
    }),
    ends: 'EndRegistered',
    passes: ['WarnSla', 'BreachSla', 'EndSlaWatch'],
  },
  {
    name: 'paused after the warning: no breach while paused',
    script: () => ({
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
    ends: 'EndRegistered',
    passes: ['PausedBeforeBreach'],
    avoids: ['BreachSla'],
  },
];

const statutory: Scenario[] = [
  ...statutoryScenarios({}, 'EndRegistered'),
  {
    name: 'a sale with a new mortgage: the registration that is called keeps the only watch of the thirty days',
    script: () => {
      const review = held();
      return {
        variables: purchase,
        tasks: { Review: review.answer },
        meanwhile: steps(['Review', (play) => play.clock('2026-04-14T09:00:01Z')], ['Review', review.release]),
      };
    },
    ends: 'EndRegistered',
    passes: ['RegisterPurchase', 'StatutoryGuard'],
    check: (play) => {
      if (play.ran('CheckStatutory') !== 1) throw new Error('one watch looks, not two');
    },
  },
];

export const scenarios: Scenario[] = [...main, ...intake, ...handling, ...entry, ...sla, ...statutory];
