import { type Answers, doJobs, failAndRetry, inTurn, iso, type Vars } from '../support/scripted-workers.ts';
import type { Stage } from '../support/stage.ts';
import { familyFiles } from './families.ts';
import { MINUTE, type Scenario, SECOND } from './scenario.ts';

// A court's notice: signed, delivered, checked, carried out or returned, and answered.

const NOTICE = 'notice-2026-1';
const JOB_INPUTS = ['noticeNo', 'noticeKind', 'noticeState', 'formReasons', 'queueNo'];

/** A 查封 with every paper, of the holder's home. */
const FORM = {
  noticeKind: 'seize',
  deliveredOn: '2026-11-23',
  hasOrder: true,
  hasAssistance: true,
  hasTransferPaper: false,
  officersComplete: true,
  documentNoValid: true,
  documentOfThisCourt: true,
  numbersGiven: true,
  termMonths: 36,
  unitsKnown: true,
  respondentNamed: true,
  respondentOwns: true,
  thirdPartyConfirmed: false,
  courtInsists: false,
  targetOfThisCourt: true,
};

const work = (stage: Stage, special: Answers = {}): Promise<void> =>
  doJobs(
    stage,
    {
      'court.notice.receive': () => ({ deliveredAt: iso(stage, 0), alarmAt: iso(stage, 10 * MINUTE) }),
      'court.form.facts': FORM,
      'registry.seizure.write': { noticeState: 'EFFECTIVE', queueNo: null },
      'registry.court.query': { noticeState: 'ANSWERED' },
      'court.notice.return': { noticeState: 'RETURNED' },
      'court.alarm': { alarmed: true },
      ...special,
    },
    JOB_INPUTS,
  );

/** A notice that has been opened and, when it needs a signature, waits for it. */
async function open(stage: Stage, noticeKind = 'seize', special: Answers = {}): Promise<void> {
  const variables = { noticeNo: NOTICE, noticeKind };
  await stage.publish('msg.court.notice', NOTICE, { variables, id: NOTICE, ttlMs: 0 });
  await work(stage, special);
}
const signNotice = (stage: Stage): Promise<void> => stage.completeTask('ApproveNotice', { approveDecision: 'sign' });

/** Opened, signed and done with to its end. */
async function handled(stage: Stage, kind: string, special: Answers, form: Vars = {}): Promise<void> {
  const facts = { 'court.form.facts': { ...FORM, noticeKind: kind, ...form } };
  await open(stage, kind);
  await signNotice(stage);
  await work(stage, { ...facts, ...special });
}
const decided = (noticeState: string, queueNo: number | null = null): Answers => ({
  'registry.seizure.write': { noticeState, queueNo },
});

export const courtMeasure: Scenario[] = [
  {
    name: 'a seizure is claimed, signed, entered and answered',
    async play(stage) {
      await stage.deploy(...familyFiles('court-measure'));
      await open(stage);
      await stage.assign('ApproveNotice', 'approver-330203');
      await signNotice(stage);
      await work(stage);
    },
  },
  {
    name: 'queued, renewed and lifted',
    async play(stage) {
      await stage.deploy(...familyFiles('court-measure'));
      await handled(stage, 'seize', decided('QUEUED', 1));
      await handled(stage, 'renew', decided('RENEWED'));
      await handled(stage, 'lift', decided('LIFTED'), { termMonths: 0 });
      await handled(stage, 'pre_seize', decided('RECORDED'));
    },
  },
  {
    name: 'disposed of what it has seized; what another court has seized needs its paper',
    async play(stage) {
      await stage.deploy(...familyFiles('court-measure'));
      const disposal = { termMonths: 0, respondentNamed: false };
      await handled(stage, 'dispose', decided('DISPOSED'), disposal);
      await handled(stage, 'dispose', {}, { ...disposal, targetOfThisCourt: false });
    },
  },
  {
    name: 'a query needs no signature',
    async play(stage) {
      await stage.deploy(...familyFiles('court-measure'));
      const form = { ...FORM, noticeKind: 'query', hasOrder: false, unitsKnown: false, termMonths: 0 };
      await open(stage, 'query', { 'court.form.facts': form });
    },
  },
  {
    name: 'the approver sends it back: nothing is delivered',
    async play(stage) {
      await stage.deploy(...familyFiles('court-measure'));
      await open(stage);
      await stage.completeTask('ApproveNotice', { approveDecision: 'return' });
      await work(stage);
    },
  },
  {
    name: 'returned: papers incomplete, every fault at once; the register cannot carry it out',
    async play(stage) {
      await stage.deploy(...familyFiles('court-measure'));
      const faulty = { hasOrder: false, officersComplete: false, termMonths: 48, respondentOwns: false };
      await handled(stage, 'seize', {}, faulty);
      await handled(stage, 'seize', { 'registry.seizure.write': 'NOTICE_INVALID' });
    },
  },
  {
    name: 'a notice that was delivered before comes first: its turn is awaited',
    async play(stage) {
      await stage.deploy(...familyFiles('court-measure'));
      const written = inTurn(
        { noticeState: 'WAIT', queueNo: null },
        { noticeState: 'WAIT', queueNo: null },
        { noticeState: 'QUEUED', queueNo: 1 },
      );
      await open(stage);
      await signNotice(stage);
      for (let turn = 0; turn < 3; turn += 1) {
        await work(stage, { 'registry.seizure.write': written });
        if (turn < 2) await stage.advance(2 * SECOND);
      }
    },
  },
  {
    name: 'ten minutes without an answer: operations are alarmed, and the answer still goes out',
    async play(stage) {
      await stage.deploy(...familyFiles('court-measure'));
      await open(stage);
      await signNotice(stage);
      const written = inTurn({ noticeState: 'WAIT', queueNo: null }, { noticeState: 'EFFECTIVE', queueNo: null });
      await work(stage, { 'registry.seizure.write': written });
      await stage.advance(11 * MINUTE);
      await work(stage, { 'registry.seizure.write': written });
    },
  },
  {
    name: 'the seal service fails for good: an incident, retried, and the answer goes out',
    async play(stage) {
      await stage.deploy(...familyFiles('court-measure'));
      await open(stage);
      await signNotice(stage);
      for (const type of [
        'court.notice.receive',
        'court.form.facts',
        'registry.seizure.write',
        'court.receipt.render',
      ]) {
        const [job] = await stage.activate(type, { fetch: JOB_INPUTS });
        const answers: Answers = {
          'court.notice.receive': { deliveredAt: iso(stage, 0), alarmAt: iso(stage, 10 * MINUTE) },
          'court.form.facts': FORM,
          'registry.seizure.write': { noticeState: 'EFFECTIVE', queueNo: null },
        };
        await stage.complete(job, answers[type] as Vars | undefined);
      }
      await failAndRetry(stage, 'court.receipt.seal', {}, JOB_INPUTS);
    },
  },
  {
    name: 'the table of faults over many forms',
    async play(stage) {
      await stage.deploy(...familyFiles('court-measure'));
      const faults: Vars[] = [
        {},
        ...Object.entries(FORM)
          .filter(([, fact]) => typeof fact === 'boolean')
          .map(([name, fact]) => ({ [name]: !fact })),
        ...[0, 1, 12, 36, 37, null].map((termMonths) => ({ termMonths })),
        { deliveredOn: '2004-02-29' },
        { deliveredOn: null },
        { unitsKnown: false, respondentNamed: false },
        { respondentOwns: false, thirdPartyConfirmed: true },
        { respondentOwns: false, courtInsists: true },
      ];
      for (const noticeKind of ['seize', 'pre_seize', 'renew', 'lift', 'query']) {
        for (const fault of faults) await stage.evaluate('court_form_check', { ...FORM, noticeKind, ...fault });
      }
    },
  },
];
