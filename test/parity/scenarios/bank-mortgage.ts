import { type Answers, doJobs, iso, refuseOnce, type Vars } from '../support/scripted-workers.ts';
import type { Stage } from '../support/stage.ts';
import { familyFiles } from './families.ts';
import {
  application,
  approve,
  armSla,
  armStatutory,
  CASE,
  JOB_INPUTS,
  laterStatutory,
  pauseSla,
  seize,
  sign,
  usualAnswers,
  withdraw,
} from './registration-case.ts';
import { HOUR, MINUTE, type Scenario } from './scenario.ts';

// Mortgages in the bank: filed, signed and checked there, registered, paid out; payoff; a sale with a new mortgage.

const LOAN = 'LN-2026-0001';
const DAY = 24 * HOUR;

const work = (stage: Stage, special: Answers = {}): Promise<void> =>
  doJobs(
    stage,
    {
      ...usualAnswers(stage),
      'loan.query': { loanNo: LOAN },
      'loan.payoff.query': { loanNo: LOAN },
      'registry.unit.check': { registerVersion: 3, unitWarnings: [] },
      'signers.invite': { signers: 2 },
      'case.intake.machine': { intakeDecision: 'accept' },
      'case.review.machine': { reviewDecision: 'approve' },
      ...special,
    },
    [...JOB_INPUTS, 'ownerTemplate', 'reminder', 'payer'],
  );

/** Files a mortgage of a bank and does what can be done without the bank's people. */
async function filed(stage: Stage, more: Vars = {}, special: Answers = {}): Promise<void> {
  const variables = application({
    itemCode: 'BDC-17',
    channel: 'bank',
    contractDate: null,
    combined: [],
    autoAcceptEligible: true,
    needsContract: false,
    needsTax: false,
    hasLoan: true,
    ...more,
  });
  await stage.deploy(...familyFiles('bank-mortgage'));
  await stage.publish('msg.mortgage.filed', CASE, { variables, id: CASE, ttlMs: 0 });
  await work(stage, special);
}
const signers = (stage: Stage, signersDecision = 'signed'): Promise<void> =>
  stage.publish('msg.signers.done', CASE, { variables: { signersDecision }, ttlMs: 0 });
const check = (stage: Stage, checkDecision = 'approve'): Promise<void> =>
  stage.completeTask('BankCheck', { checkDecision });
/** The bank fills in the contract, everybody signs. */
async function signed(stage: Stage): Promise<void> {
  await stage.completeTask('ContractInfo');
  await work(stage);
  await signers(stage);
}
/** A mortgage in the review. */
async function inReview(stage: Stage, more: Vars = {}, special: Answers = {}): Promise<void> {
  await filed(stage, more, special);
  await signed(stage);
  await check(stage);
  await work(stage, special);
}
/** Looked at again and signed, without the entry. */
async function approved(stage: Stage, special: Answers = {}): Promise<void> {
  await approve(stage);
  await work(stage, special);
}
async function entered(stage: Stage, special: Answers = {}): Promise<void> {
  await sign(stage);
  await work(stage, special);
}
/** The fee is paid, the proof is with the bank. */
async function proved(stage: Stage): Promise<void> {
  await stage.publish('msg.payment.settled', 'pay-1', { ttlMs: 0 });
  await work(stage);
}
async function paidOut(stage: Stage): Promise<void> {
  await stage.publish('msg.loan.disbursed', LOAN, { variables: { loanState: 'DISBURSED' }, ttlMs: 0 });
  await work(stage);
}
const reReview = (stage: Stage, reviewDecision = 'approve'): Promise<void> =>
  stage.completeTask('ReReview', { reviewDecision });

const PAYOFF = { itemCode: 'BDC-21', partyNos: [1] };
const PURCHASE = {
  itemCode: 'BDC-10',
  combined: ['BDC-17'],
  partyNos: [1, 2, 3],
  contractDate: '2026-11-20',
  needsContract: true,
  needsTax: true,
  autoAcceptEligible: false,
};
/** The sale of a purchase with a mortgage is accepted at the window. */
async function purchased(stage: Stage): Promise<void> {
  await filed(stage, PURCHASE);
  await signed(stage);
  await check(stage);
  await work(stage);
  await stage.completeTask('CollectMaterials', { intakeDecision: 'accept', missingMaterials: [], reasonCode: null });
  await work(stage);
  await stage.publish('msg.tax.result', 'tax-1', { ttlMs: 0 });
  await work(stage);
}
const overtaken = (rankChanged: boolean): Answers => ({
  'registry.unit.recheck': { registerChanged: true },
  'mortgage.rank.check': { rankChanged },
});
const tooLate = (stage: Stage): Answers => ({
  'case.interruption.check': { entered: true, registeredAt: iso(stage, 0), certificateNos: ['cert-1'] },
});

const main: Scenario[] = [
  {
    name: 'a mortgage accepted by the machine, reviewed, entered; the proof to the bank, the loan paid out',
    async play(stage) {
      await inReview(stage);
      await armSla(stage);
      await stage.assign('Review', 'reviewer-330203');
      await approved(stage);
      await entered(stage);
      await proved(stage);
      await paidOut(stage);
    },
  },
  {
    name: 'thirty days without an answer: reminded; the loan refused: the owner is told',
    async play(stage) {
      await inReview(stage);
      await approved(stage);
      await entered(stage);
      await proved(stage);
      await stage.advance(30 * DAY + MINUTE);
      await work(stage);
      await stage.publish('msg.loan.refused', LOAN, { variables: { loanState: 'REFUSED' }, ttlMs: 0 });
      await work(stage);
    },
  },
  {
    name: 'a payoff: accepted and reviewed by the machine, signed by a person, licence revoked',
    async play(stage) {
      await filed(stage, PAYOFF);
      await check(stage);
      await work(stage);
      await entered(stage);
    },
  },
  {
    name: 'a sale with a new mortgage: one entry through the registration, then proof and loan',
    async play(stage) {
      await purchased(stage);
      await approved(stage);
      await entered(stage);
      await proved(stage);
      await paidOut(stage);
    },
  },
  {
    name: 'a sale with a new mortgage that is refused: closed by the registration',
    async play(stage) {
      await purchased(stage);
      await stage.completeTask('Review', { reviewDecision: 'refuse', reasonCode: 'DISPUTE' });
      await stage.completeTask('ConfirmRefusal', { refusalDecision: 'confirm' });
      await work(stage);
    },
  },
];

const intake: Scenario[] = [
  {
    name: 'not accepted: loan, consent, claim, register',
    async play(stage) {
      const refusals: [type: string, code: string, more?: Vars][] = [
        ['loan.query', 'LOAN_NOT_APPROVED'],
        ['owner.consent.check', 'CONSENT_MISSING'],
        ['loan.payoff.query', 'CLAIM_NOT_ENDED', PAYOFF],
        ['registry.unit.query', 'NOT_OUR_JURISDICTION'],
        ['registry.unit.check', 'UNIT_RESTRICTED'],
        ['registry.unit.check', 'NOT_OUR_JURISDICTION'],
      ];
      for (const [type, code, more] of refusals) await filed(stage, more, { [type]: code });
    },
  },
  {
    name: 'identity looked at in the bank: right, so that the window decides; wrong',
    async play(stage) {
      await filed(stage, {}, { 'identity.verify': ({ partyNo }) => (partyNo === 2 ? 'IDENTITY_MISMATCH' : {}) });
      await stage.completeTask('BankIdentity', { identityDecision: 'ok' });
      await signed(stage);
      await check(stage);
      await work(stage);
      await stage.completeTask('CollectMaterials', { intakeDecision: 'reject', missingMaterials: [], reasonCode: 'X' });
      await work(stage);
      await filed(stage, {}, { 'identity.verify': 'IDENTITY_UNAVAILABLE' });
      await stage.completeTask('BankIdentity', { identityDecision: 'reject' });
      await work(stage);
    },
  },
  {
    name: 'not signed: a signer declines; not everybody within seven days',
    async play(stage) {
      await filed(stage);
      await stage.completeTask('ContractInfo');
      await work(stage);
      await signers(stage, 'declined');
      await work(stage);
      await filed(stage);
      await stage.completeTask('ContractInfo');
      await work(stage);
      await stage.advance(7 * DAY + MINUTE);
      await work(stage);
    },
  },
  {
    name: 'the checker returns it, it is signed anew; then he drops it',
    async play(stage) {
      await filed(stage);
      await signed(stage);
      await check(stage, 'return');
      await signed(stage);
      await check(stage, 'drop');
      await work(stage);
    },
  },
  {
    name: 'an objection on the page: accepted at the window, reviewed by a person',
    async play(stage) {
      const warned = { 'registry.unit.check': { registerVersion: 3, unitWarnings: ['INV-23'] } };
      await filed(stage, PAYOFF, warned);
      await check(stage);
      await work(stage);
      await stage.completeTask('CollectMaterials', { intakeDecision: 'accept', missingMaterials: [] });
      await work(stage);
      await approved(stage);
      await entered(stage);
    },
  },
  {
    name: 'withdrawn while the signatures are awaited; seized while the bank checks',
    async play(stage) {
      await filed(stage);
      await stage.completeTask('ContractInfo');
      await work(stage);
      await withdraw(stage);
      await work(stage);
      await filed(stage);
      await signed(stage);
      await seize(stage);
      await stage.completeTask('ConfirmSuperseded');
      await work(stage);
    },
  },
];

const handling: Scenario[] = [
  {
    name: 'a supplement is asked for and received, the watch paused before it warns',
    async play(stage) {
      await inReview(stage);
      await armSla(stage);
      await stage.completeTask('Review', { reviewDecision: 'supplement', reasonCode: 'MATERIAL_INVALID' });
      await work(stage);
      await pauseSla(stage);
      await stage.advance(DAY);
      await stage.publish('msg.supplement.received', CASE, { ttlMs: 0 });
      await work(stage);
      await approved(stage);
    },
  },
  {
    name: 'the supplement is overdue; the supervisor sends it back, then confirms the refusal',
    async play(stage) {
      await inReview(stage);
      await stage.completeTask('Review', { reviewDecision: 'supplement', reasonCode: 'MATERIAL_INVALID' });
      await work(stage);
      await stage.advance(10 * DAY + MINUTE);
      await work(stage);
      await stage.completeTask('ConfirmRefusal', { refusalDecision: 'reject' });
      await work(stage);
      await stage.completeTask('Review', { reviewDecision: 'refuse', reasonCode: 'DISPUTE' });
      await stage.completeTask('ConfirmRefusal', { refusalDecision: 'confirm' });
      await work(stage);
    },
  },
  {
    name: 'withdrawn in the review, and one withdrawn too late',
    async play(stage) {
      await inReview(stage);
      await withdraw(stage);
      await work(stage);
      await inReview(stage);
      await approved(stage);
      await withdraw(stage);
      await work(stage, tooLate(stage));
      await proved(stage);
      await paidOut(stage);
    },
  },
  {
    name: 'seized in the review, and one seized too late',
    async play(stage) {
      await inReview(stage);
      await seize(stage);
      await work(stage);
      await stage.completeTask('ConfirmSuperseded');
      await work(stage);
      await inReview(stage);
      await approved(stage);
      await seize(stage);
      await work(stage, tooLate(stage));
    },
  },
  {
    name: 'the statutory guard calls the supervisor beside the review, the calendar having moved the day',
    async play(stage) {
      await inReview(stage);
      await armStatutory(stage);
      await stage.publish('msg.statutory.moved', CASE, { ttlMs: 0 });
      await work(stage, { 'sla.statutory': () => laterStatutory(stage) });
      await stage.advance(46 * DAY);
      await work(stage);
      await stage.completeTask('StatutoryGuard');
      await approved(stage);
    },
  },
  {
    name: 'the watch warns and breaches, and the next one is paused after its warning',
    async play(stage) {
      await inReview(stage);
      await armSla(stage);
      await stage.advance(46 * MINUTE);
      await work(stage);
      await stage.advance(15 * MINUTE);
      await work(stage);
      await armSla(stage, 2);
      await stage.advance(46 * MINUTE);
      await work(stage);
      await pauseSla(stage, 2);
      await approved(stage);
    },
  },
];

const entry: Scenario[] = [
  {
    name: 'another mortgage got in first: the bank is reminded, accepts its new rank, and then no more',
    async play(stage) {
      await inReview(stage);
      await approved(stage, overtaken(true));
      await stage.advance(4 * HOUR + MINUTE);
      await work(stage);
      await stage.completeTask('ConfirmRank', { rankDecision: 'confirm' });
      await work(stage);
      await reReview(stage);
      await work(stage, overtaken(true));
      await stage.completeTask('ConfirmRank', { rankDecision: 'withdraw' });
      await work(stage);
    },
  },
  {
    name: 'the register changes: looked at again with a supplement, returned by the registrar, a conflict at the entry',
    async play(stage) {
      await inReview(stage);
      await stage.publish('msg.register.changed', CASE, { ttlMs: 0 });
      await work(stage);
      await approved(stage, overtaken(false));
      await reReview(stage, 'supplement');
      await work(stage);
      await stage.publish('msg.supplement.received', CASE, { ttlMs: 0 });
      await work(stage);
      await reReview(stage);
      await work(stage);
      await stage.completeTask('SignBook', { signDecision: 'return' });
      await work(stage);
      await reReview(stage);
      await work(stage);
      await entered(stage, { 'registry.book.write': refuseOnce('REG_CONFLICT') });
      await reReview(stage, 'refuse');
      await stage.completeTask('ConfirmRefusal', { refusalDecision: 'confirm' });
      await work(stage);
    },
  },
  {
    name: 'restricted: found when looked at again, and at the entry',
    async play(stage) {
      await inReview(stage);
      await approved(stage, { 'registry.unit.recheck': 'UNIT_RESTRICTED' });
      await stage.completeTask('ConfirmSuperseded');
      await work(stage);
      await inReview(stage);
      await approved(stage);
      await entered(stage, { 'registry.book.write': 'UNIT_RESTRICTED' });
      await stage.completeTask('ConfirmSuperseded');
      await work(stage);
    },
  },
];

const tables: Scenario = {
  name: 'what the machine accepts and reviews, over many inputs',
  async play(stage) {
    await stage.deploy(...familyFiles('bank-mortgage'));
    for (const itemCode of ['BDC-17', 'BDC-18', 'BDC-21', 'BDC-10']) {
      for (const checkedOn of ['2019-07-31', '2026-11-23', null]) {
        for (const [eligible, byPeople, warnings] of [
          [true, false, 0],
          [false, false, 0],
          [true, true, 0],
          [true, false, 1],
          [null, null, null],
        ]) {
          const facts = { itemCode, channel: 'bank', checkedOn, eligible, warnings };
          await stage.evaluate('bank_auto_accept', { ...facts, identityManual: byPeople });
          await stage.evaluate('bank_auto_review', { ...facts, acceptedByMachine: byPeople === false });
        }
      }
    }
  },
};

export const bankMortgage: Scenario[] = [...main, ...intake, ...handling, ...entry, tables];
