import { type Answers, iso, refuseOnce } from '../support/scripted-workers.ts';
import type { Stage } from '../support/stage.ts';
import { familyFiles } from './families.ts';
import { application, approve, CASE, seize, sign, withdraw } from './registration-case.ts';
import { accepted, file, simple, work } from './registration-steps.ts';
import { HOUR, MINUTE, type Scenario } from './scenario.ts';

// The registration's rarer ways: what `registration.ts` leaves of its diagrams.

const DAY = 24 * HOUR;
const review = (stage: Stage, reviewDecision: string): Promise<void> =>
  stage.completeTask('Review', { reviewDecision, reasonCode: 'LAW' });
const collect = (stage: Stage, intakeDecision: string): Promise<void> =>
  stage.completeTask('CollectMaterials', { intakeDecision, missingMaterials: [] });
const decide = (stage: Stage, escalationDecision: string): Promise<void> =>
  stage.completeTask('DecideEscalation', { escalationDecision, reasonCode: 'LAW' });
const confirmRefusal = (stage: Stage): Promise<void> =>
  stage.completeTask('ConfirmRefusal', { refusalDecision: 'confirm' });
const published = (stage: Stage) => ({ 'publicity.open': { publicityEndsAt: iso(stage, 15 * DAY) } });

/** Approved, signed and entered. */
async function entered(stage: Stage): Promise<void> {
  await approve(stage);
  await work(stage);
  await sign(stage);
  await work(stage);
}

export const registrationEdges: Scenario[] = [
  {
    name: 'a mortgage taken off online: accepted and reviewed by the machine, entered by a person',
    async play(stage) {
      const clear = { 'registry.unit.check': { registerVersion: 3, unitWarnings: [] } };
      await file(stage, simple({ itemCode: 'BDC-21', channel: 'online', autoAcceptEligible: true }));
      await work(stage, clear);
      await sign(stage);
      await work(stage);
    },
  },
  {
    name: 'another office, an agent in doubt, pages missing at the intake, rejected at the window',
    async play(stage) {
      await file(stage, simple());
      await work(stage, { 'registry.unit.check': 'NOT_OUR_JURISDICTION' });
      await file(stage, simple());
      await work(stage, { 'agent.authority.check': 'IDENTITY_MISMATCH' });
      await stage.completeTask('ManualIdentity', { identityDecision: 'ok' });
      await work(stage);
      await collect(stage, 'accept');
      await work(stage, { 'case.intake.check': 'MATERIAL_INCOMPLETE' });
      await collect(stage, 'reject');
      await work(stage);
    },
  },
  {
    name: 'called without an entry point; an online supplement that never comes',
    async play(stage) {
      await stage.deploy(...familyFiles('registration'));
      await stage.start('bdc-registration', simple({ channel: 'online', entryPoint: null }));
      await work(stage);
      await collect(stage, 'supplement');
      await work(stage);
      await stage.advance(15 * DAY + MINUTE);
      await work(stage);
    },
  },
  {
    name: 'published: an objection is decided and the time runs out; another objection is right',
    async play(stage) {
      for (const decision of ['approve', 'refuse']) {
        await accepted(stage, simple({ itemCode: 'BDC-31', publicity: 'lost' }), published(stage));
        await stage.publish('msg.publicity.objection', CASE, { ttlMs: 0 });
        await work(stage);
        await decide(stage, decision);
        await work(stage);
        if (decision === 'refuse') continue;
        await stage.advance(15 * DAY + MINUTE);
        await work(stage);
        await review(stage, 'refuse');
        await confirmRefusal(stage);
        await work(stage);
      }
      await confirmRefusal(stage);
      await work(stage);
    },
  },
  {
    name: 'escalated: sent back with conditions, then refused; withdrawn before the refusal is confirmed',
    async play(stage) {
      await accepted(stage, simple());
      for (const decision of ['conditions', 'refuse']) {
        await review(stage, 'escalate');
        await work(stage);
        await decide(stage, decision);
        await work(stage);
      }
      await withdraw(stage);
      await work(stage);
    },
  },
  {
    name: 'a fourth supplement is not asked for; seized before the refusal is confirmed',
    async play(stage) {
      await accepted(stage, simple({ supplementCount: 3 }));
      await review(stage, 'supplement');
      await work(stage);
      await seize(stage);
      await stage.completeTask('ConfirmSuperseded');
      await work(stage);
    },
  },
  {
    name: 'nobody at home when it is looked at; a contract that is void; restricted when looked at again',
    async play(stage) {
      await accepted(stage, application({ needsTax: false }), { 'trade.contract.file': refuseOnce('CONTRACT_VOID') });
      await stage.completeTask('FixContract');
      await work(stage);
      await review(stage, 'onsite');
      await work(stage);
      for (const onsiteDecision of ['absent', 'done']) {
        await stage.completeTask('ScheduleOnSite', { onsiteAt: iso(stage, DAY) });
        await work(stage);
        await stage.completeTask('RecordOnSite', { onsiteDecision, onsiteResult: 'consistent' });
        await work(stage);
      }
      await approve(stage);
      await work(stage, { 'registry.unit.recheck': 'UNIT_RESTRICTED' });
      await stage.completeTask('ConfirmSuperseded');
      await work(stage);
    },
  },
  {
    name: 'reviewed a second time: a supplement first, then refused; withdrawn too late',
    async play(stage) {
      await accepted(stage, simple());
      await approve(stage);
      await work(stage, { 'registry.unit.recheck': { registerChanged: true } });
      await stage.completeTask('ReReview', { reviewDecision: 'supplement' });
      await work(stage);
      await stage.publish('msg.supplement.received', CASE, { ttlMs: 0 });
      await work(stage);
      await stage.completeTask('ReReview', { reviewDecision: 'refuse' });
      await confirmRefusal(stage);
      await work(stage);
      await accepted(stage, simple());
      await withdraw(stage);
      await work(stage, {
        'case.interruption.check': { entered: true, registeredAt: iso(stage, 0), certificateNos: ['cert-1'] },
      });
    },
  },
  {
    name: 'certificates by post: taken, and to an address where nobody delivers; pages missing in the archive',
    async play(stage) {
      const posts: Answers[] = [
        {},
        { 'logistics.order': 'ADDRESS_UNDELIVERABLE', 'archive.check': refuseOnce('PAGES_MISSING') },
      ];
      for (const special of posts) {
        await accepted(stage, simple({ certMedium: 'paper', delivery: 'mail' }));
        await entered(stage);
        await stage.completeTask('PrintCertificate', { printDecision: 'printed', serial: '1' });
        await work(stage, special);
      }
      await stage.completeTask('Deliver');
      await work(stage, posts[1]);
      await stage.completeTask('ArchiveGap');
      await work(stage);
    },
  },
];
