import { done, error, firstThen, once, type Scenario, start, waits, when } from '../../support/script.ts';
import { plain } from './plain.ts';

/** From the acceptance to the signature: contract, review, supplement, refusal, withdrawal and seizure. */
export const review: Scenario[] = [
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
