import { expect } from 'vitest';
import { done, error, firstThen, type Scenario, steps } from '../support/script.ts';
import { goodForm } from './answers.ts';

const decided = (noticeState: string, queueNo: number | null = null) => ({
  'registry.seizure.write': () => done({ noticeState, queueNo }),
});

export const scenarios: Scenario[] = [
  {
    name: 'seizure is signed, entered and answered',
    script: {},
    ends: 'EndEffective',
    passes: ['ApproveNotice', 'ReceiveNotice', 'FormCheck', 'WriteMeasure', 'SealReceipt', 'DeliverReceipt'],
    avoids: ['ReturnNotice', 'AlarmDue'],
    check: (play) => expect(play.variable('formReasons')).toBeNull(),
  },
  { name: 'second court queues', script: { jobs: decided('QUEUED', 1) }, ends: 'EndQueued', passes: ['MakeReceipt'] },
  {
    name: 'renewal',
    script: {
      variables: { noticeKind: 'renew' },
      jobs: { ...decided('RENEWED'), 'court.form.facts': () => done({ ...goodForm, noticeKind: 'renew' }) },
    },
    ends: 'EndRenewed',
  },
  {
    name: 'lift',
    script: {
      variables: { noticeKind: 'lift' },
      jobs: {
        ...decided('LIFTED'),
        'court.form.facts': () => done({ ...goodForm, noticeKind: 'lift', termMonths: 0 }),
      },
    },
    ends: 'EndLifted',
  },
  {
    name: 'disposal: signed, carried out and answered; the transfer is a case of its own',
    script: {
      variables: { noticeKind: 'dispose' },
      jobs: {
        ...decided('DISPOSED'),
        'court.form.facts': () => done({ ...goodForm, noticeKind: 'dispose', termMonths: 0, respondentNamed: false }),
      },
    },
    ends: 'EndDisposed',
    passes: ['ApproveNotice', 'WriteMeasure', 'DeliverReceipt'],
  },
  {
    name: 'disposal of what another court has seized needs its paper',
    script: {
      variables: { noticeKind: 'dispose' },
      jobs: {
        'court.form.facts': () => done({ ...goodForm, noticeKind: 'dispose', termMonths: 0, targetOfThisCourt: false }),
      },
    },
    ends: 'EndReturned',
    avoids: ['WriteMeasure'],
    check: (play) => expect(play.variable('formReasons')).toEqual(['TARGET_OF_OTHER_COURT']),
  },
  {
    name: 'query needs no signature',
    script: {
      variables: { noticeKind: 'query' },
      jobs: {
        'court.form.facts': () =>
          done({ ...goodForm, noticeKind: 'query', hasOrder: false, unitsKnown: false, termMonths: 0 }),
      },
    },
    ends: 'EndDelivered',
    passes: ['QueryRegister'],
    avoids: ['ApproveNotice', 'WriteMeasure'],
  },
  {
    name: 'approver sends it back: nothing is delivered',
    script: { tasks: { ApproveNotice: () => ({ approveDecision: 'return' }) } },
    ends: 'EndUnsigned',
    avoids: ['ReceiveNotice'],
  },
  {
    name: 'papers are incomplete: every fault at once',
    script: {
      jobs: {
        'court.form.facts': () =>
          done({ ...goodForm, hasOrder: false, officersComplete: false, termMonths: 48, respondentOwns: false }),
      },
    },
    ends: 'EndReturned',
    passes: ['ReturnNotice', 'DeliverReceipt'],
    avoids: ['WriteMeasure'],
    check: (play) =>
      expect(play.variable('formReasons')).toEqual([
        'ORDER_MISSING',
        'OFFICERS_INCOMPLETE',
        'TERM_INVALID',
        'RESPONDENT_MISMATCH',
      ]),
  },
  {
    name: 'the register cannot carry it out: already transferred',
    script: { jobs: { 'registry.seizure.write': () => error('NOTICE_INVALID') } },
    ends: 'EndReturned',
    passes: ['MeasureInvalid', 'ReturnNotice', 'SealReceipt'],
  },
  {
    name: 'a notice that was delivered before comes first',
    script: () => ({
      jobs: {
        'registry.seizure.write': firstThen(
          done({ noticeState: 'WAIT', queueNo: null }),
          done({ noticeState: 'QUEUED', queueNo: 1 }),
        ),
      },
      meanwhile: steps(['WaitTurn', (play) => play.clock(new Date(play.now().getTime() + 1_000).toISOString())]),
    }),
    ends: 'EndQueued',
    passes: ['WaitTurn'],
    check: (play) => expect(play.ran('WriteMeasure')).toBe(2),
  },
  {
    name: 'ten minutes without an answer alarm operations, and the answer still goes out',
    script: () => {
      let sealed = 0;
      return {
        jobs: {
          'court.receipt.seal': (_job, play) => {
            sealed += 1;
            return play.ran('RaiseAlarm') > 0 && sealed > 1 ? done() : undefined;
          },
        },
        meanwhile: steps(['SealReceipt', (play) => play.clock('2026-03-02T01:10:00Z')]),
      };
    },
    ends: 'EndEffective',
    passes: ['AlarmDue', 'RaiseAlarm', 'EndAlarm'],
  },
];
