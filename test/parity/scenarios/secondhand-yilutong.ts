import { type Answers, doJobs, inTurn, refuseOnce, type Vars } from '../support/scripted-workers.ts';
import type { Stage } from '../support/stage.ts';
import { familyFiles } from './families.ts';
import { application, approve, CASE, JOB_INPUTS, seize, sign, usualAnswers, withdraw } from './registration-case.ts';
import { HOUR, MINUTE, type Scenario } from './scenario.ts';
import { UTILITY_INPUTS } from './utility-transfer.ts';

// A second-hand sale with everything behind it: money held, tax, one registration, then services and police in parallel.

const ESCROW = 'escrow-1';
const DAY = 24 * HOUR;

const work = (stage: Stage, special: Answers = {}): Promise<void> =>
  doJobs(
    stage,
    {
      ...usualAnswers(stage),
      'escrow.open': { escrowNo: ESCROW },
      'escrow.status': { escrowState: 'released' },
      'utility.transfer': ({ service }) => ({ utilityOrderNo: `order-${service}` }),
      'utility.settle': { outcome: 'COMPLETED' },
      ...special,
    },
    [...JOB_INPUTS, ...UTILITY_INPUTS],
  );

/** Files a sale and does what can be done before the window has the papers. */
async function filed(stage: Stage, more: Vars = {}, special: Answers = {}): Promise<void> {
  const variables = application({ services: ['water', 'power'], needsEscrow: true, wantsHukou: true, ...more });
  await stage.deploy(...familyFiles('secondhand-yilutong'));
  await stage.publish('msg.yilutong.filed', CASE, { variables, id: CASE, ttlMs: 0 });
  await work(stage, special);
}
async function collected(stage: Stage, special: Answers = {}): Promise<void> {
  await stage.completeTask('CollectMaterials', { intakeDecision: 'accept', missingMaterials: [] });
  await work(stage, special);
}
const funded = (stage: Stage): Promise<void> => stage.publish('msg.escrow.funded', ESCROW, { ttlMs: 0 });
const released = (stage: Stage): Promise<void> => stage.publish('msg.escrow.released', ESCROW, { ttlMs: 0 });
/** Confirmed by the citizen and paid. */
async function taxed(stage: Stage): Promise<void> {
  await stage.publish('msg.tax.confirmed', 'tax-1', { ttlMs: 0 });
  await work(stage);
  await stage.publish('msg.tax.result', 'tax-1', { ttlMs: 0 });
  await work(stage);
}
/** A sale in the review of the registration, the money held, the tax paid. */
async function inReview(stage: Stage, more: Vars = {}): Promise<void> {
  await filed(stage, more);
  await collected(stage);
  await funded(stage);
  await work(stage);
  await taxed(stage);
}
async function entered(stage: Stage, special: Answers = {}): Promise<void> {
  await approve(stage);
  await work(stage);
  await sign(stage);
  await work(stage, special);
}
async function paid(stage: Stage, special: Answers = {}): Promise<void> {
  await stage.publish('msg.payment.settled', 'pay-1', { ttlMs: 0 });
  await work(stage, special);
}
const reports = (stage: Stage, service: string): Promise<void> =>
  stage.publish('msg.utility.result', `order-${service}`, { variables: { utilityResult: 'DONE' }, ttlMs: 0 });

const PLAIN = { services: [], needsEscrow: false, wantsHukou: false, needsTax: false };

const entry: Scenario[] = [
  {
    name: 'a sale with escrow, tax confirmed by the citizen, two services and the police',
    async play(stage) {
      await inReview(stage);
      await entered(stage);
      await released(stage);
      await reports(stage, 'power');
      await work(stage);
      await paid(stage);
      await reports(stage, 'water');
      await work(stage);
    },
  },
  {
    name: 'a sale without escrow, tax, services or police',
    async play(stage) {
      await filed(stage, PLAIN);
      await collected(stage);
      await entered(stage);
      await paid(stage);
    },
  },
  {
    name: 'water in arrears, power done, gas down for three days: the certificate does not wait',
    async play(stage) {
      const gas = inTurn('UTILITY_UNAVAILABLE', 'UTILITY_UNAVAILABLE', 'UTILITY_UNAVAILABLE', {
        utilityOrderNo: 'order-gas',
      });
      const water = refuseOnce('ARREARS', { utilityOrderNo: 'order-water' });
      const companies: Answers = {
        'utility.transfer': ({ service }) => {
          if (service === 'gas') return gas();
          return service === 'water' ? water() : { utilityOrderNo: 'order-power' };
        },
      };
      await filed(stage, { ...PLAIN, services: ['water', 'power', 'gas'] });
      await collected(stage);
      await entered(stage, companies);
      await paid(stage);
      await reports(stage, 'power');
      await work(stage);
      for (let day = 0; day < 3; day += 1) {
        await stage.advance(DAY + MINUTE);
        await work(stage, companies);
      }
      await reports(stage, 'gas');
      await reports(stage, 'water');
      await work(stage);
    },
  },
  {
    name: 'services without an end after thirty days: closed by hand, and the case stays pending',
    async play(stage) {
      await filed(stage, { ...PLAIN, services: ['tv', 'broadband'] });
      await collected(stage);
      await entered(stage);
      await paid(stage);
      await stage.advance(DAY + MINUTE);
      await work(stage, { 'utility.status': { utilityResult: 'PENDING' } });
      await stage.advance(30 * DAY);
      await work(stage);
      await stage.completeTask('CloseServices');
      await work(stage, { 'utility.settle': { outcome: 'COMPLETED_WITH_PENDING' } });
    },
  },
  {
    name: 'somebody is still registered at the address: the buyer is told',
    async play(stage) {
      await filed(stage, { ...PLAIN, wantsHukou: true });
      await collected(stage);
      await entered(stage, { 'hukou.notify': 'HUKOU_OCCUPIED' });
      await paid(stage);
    },
  },
  {
    name: 'the escrow bank refuses to release, then says nothing for two days',
    async play(stage) {
      await filed(stage, { ...PLAIN, needsEscrow: true });
      await collected(stage);
      await funded(stage);
      await work(stage);
      await entered(stage, { 'escrow.release': 'ESCROW_REFUSED' });
      await paid(stage);
      await stage.completeTask('EscrowProblem');
      await work(stage);
      for (const escrowState of ['funded', 'released']) {
        await stage.advance(DAY + MINUTE);
        await work(stage, { 'escrow.status': { escrowState } });
      }
    },
  },
];

const preparing: Scenario[] = [
  {
    name: 'not accepted: register, identity, materials',
    async play(stage) {
      await filed(stage, PLAIN, { 'registry.unit.query': 'NOT_OUR_JURISDICTION' });
      await filed(stage, PLAIN, { 'registry.unit.check': 'UNIT_RESTRICTED' });
      await filed(stage, PLAIN, { 'registry.unit.check': 'NOT_OUR_JURISDICTION' });
      await filed(stage, PLAIN, { 'identity.verify': 'IDENTITY_MISMATCH' });
      await stage.completeTask('ManualIdentity', { identityDecision: 'reject' });
      await work(stage);
      await filed(stage, PLAIN);
      await stage.completeTask('CollectMaterials', { intakeDecision: 'supplement', missingMaterials: ['contract'] });
      await work(stage);
    },
  },
  {
    name: 'identity looked at by hand; the contract not found, then void, then filed',
    async play(stage) {
      await filed(stage, PLAIN, { 'identity.verify': 'IDENTITY_UNAVAILABLE' });
      await stage.completeTask('ManualIdentity', { identityDecision: 'ok' });
      await work(stage);
      const filing: Answers = { 'trade.contract.file': inTurn('CONTRACT_NOT_FOUND', 'CONTRACT_VOID', {}) };
      await collected(stage, filing);
      await stage.completeTask('FixContract');
      await work(stage, filing);
      await stage.completeTask('FixContract');
      await work(stage, filing);
    },
  },
  {
    name: 'the money never comes: reminded after three days, given up after six, everything undone',
    async play(stage) {
      await filed(stage);
      await collected(stage);
      await stage.advance(3 * DAY + MINUTE);
      await work(stage);
      await stage.advance(3 * DAY + MINUTE);
      await work(stage);
    },
  },
  {
    name: 'the tax waits a day to be confirmed: reminded; then withdrawn, and everything is undone',
    async play(stage) {
      await filed(stage);
      await collected(stage);
      await funded(stage);
      await work(stage);
      await stage.advance(DAY + MINUTE);
      await work(stage);
      await withdraw(stage);
      await work(stage);
    },
  },
  {
    name: 'withdrawn at the window; seized while the money is awaited',
    async play(stage) {
      await filed(stage);
      await withdraw(stage);
      await work(stage);
      await filed(stage);
      await collected(stage);
      await seize(stage);
      await work(stage);
    },
  },
];

const undone: Scenario[] = [
  {
    name: 'withdrawn in the review: the registration ends, the caller gives the money back',
    async play(stage) {
      await inReview(stage);
      await withdraw(stage);
      await work(stage);
    },
  },
  {
    name: 'seized in the review',
    async play(stage) {
      await inReview(stage);
      await seize(stage);
      await work(stage);
      await stage.completeTask('ConfirmSuperseded');
      await work(stage);
    },
  },
  {
    name: 'refused in the review',
    async play(stage) {
      await inReview(stage);
      await stage.completeTask('Review', { reviewDecision: 'refuse', reasonCode: 'LAW' });
      await stage.completeTask('ConfirmRefusal', { refusalDecision: 'confirm' });
      await work(stage);
    },
  },
];

export const secondhandYilutong: Scenario[] = [...entry, ...preparing, ...undone];
