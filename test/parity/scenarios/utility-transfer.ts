import { type Answer, type Answers, doJobs, inTurn, type Vars } from '../support/scripted-workers.ts';
import type { Stage } from '../support/stage.ts';
import { familyFiles } from './families.ts';
import { HOUR, MINUTE, type Scenario } from './scenario.ts';

// One service of a home (water, power, gas, tv, broadband) goes over to the buyer, or why it does not.

const CASE = '20261123330203000001';
const ORDER = 'order-1';
const DAY = 24 * HOUR;
export const UTILITY_INPUTS = ['service', 'utilityNotice', 'transferState', 'utilityResult', 'arrearsRound', 'policy'];

const work = (stage: Stage, special: Answers = {}): Promise<void> =>
  doJobs(stage, { 'utility.transfer': { utilityOrderNo: ORDER }, ...special }, UTILITY_INPUTS);

/** The company answers the first submission so. */
async function submitted(stage: Stage, answer: Answer = { utilityOrderNo: ORDER }, service = 'water'): Promise<void> {
  await stage.deploy(...familyFiles('utility-transfer'));
  await stage.start('sub-utility-transfer', { caseNo: CASE, service, filedOn: '2026-11-23' });
  await work(stage, { 'utility.transfer': answer });
}
const reports = (stage: Stage, utilityResult: string | null): Promise<void> =>
  stage.publish('msg.utility.result', ORDER, { variables: { utilityResult }, ttlMs: 0 });
const tells = (stage: Stage, what: 'arrears.paid' | 'account.corrected', service = 'water'): Promise<void> =>
  stage.publish(`msg.utility.${what}`, `${CASE}:${service}`, { ttlMs: 0 });
/** The company reports it done, and that is noted. */
async function done(stage: Stage): Promise<void> {
  await reports(stage, 'DONE');
  await work(stage);
}

export const utilityTransfer: Scenario[] = [
  {
    name: 'done by the company’s report; a report that decides nothing before it',
    async play(stage) {
      await submitted(stage);
      await reports(stage, 'PENDING');
      await reports(stage, null);
      await done(stage);
      await submitted(stage, undefined, 'broadband');
      await done(stage);
    },
  },
  {
    name: 'the report is lost: asked after a day, and again the day after',
    async play(stage) {
      await submitted(stage);
      const status = inTurn({ utilityResult: 'PENDING' }, { utilityResult: 'DONE' });
      await stage.advance(DAY + MINUTE);
      await work(stage, { 'utility.status': status });
      await stage.advance(DAY + MINUTE);
      await work(stage, { 'utility.status': status });
    },
  },
  {
    name: 'arrears: paid after the first message',
    async play(stage) {
      await submitted(stage);
      await reports(stage, 'ARREARS');
      await work(stage);
      await tells(stage, 'arrears.paid');
      await work(stage);
      await done(stage);
    },
  },
  {
    name: 'arrears: two rounds of three days, then the company agrees who pays',
    async play(stage) {
      await submitted(stage, 'ARREARS');
      await stage.advance(3 * DAY + MINUTE);
      await work(stage, { 'utility.transfer': 'ARREARS' });
      await stage.advance(3 * DAY + MINUTE);
      await work(stage, { 'utility.transfer': 'ARREARS' });
      await stage.assign('AgreeSplit', 'clerk-water');
      await stage.completeTask('AgreeSplit', { splitDecision: 'agreed' });
      await work(stage);
      await done(stage);
    },
  },
  {
    name: 'arrears and nothing agreed, a wrong name and no proof: left to the company',
    async play(stage) {
      await submitted(stage, 'ARREARS');
      for (let round = 0; round < 2; round += 1) {
        await stage.advance(3 * DAY + MINUTE);
        await work(stage, { 'utility.transfer': 'ARREARS' });
      }
      await stage.completeTask('AgreeSplit', { splitDecision: 'manual' });
      await work(stage);
      await submitted(stage, 'NAME_MISMATCH', 'power');
      await stage.completeTask('CheckHolderName', { holderDecision: 'manual' });
      await work(stage);
    },
  },
  {
    name: 'wrong account number: corrected, then nobody corrects it in seven days',
    async play(stage) {
      await submitted(stage, 'ACCOUNT_NOT_FOUND');
      await tells(stage, 'account.corrected');
      await work(stage);
      await reports(stage, 'ACCOUNT_NOT_FOUND');
      await work(stage);
      await stage.advance(7 * DAY + MINUTE);
      await work(stage);
    },
  },
  {
    name: 'another name: accepted on the certificate; the service is not offered there',
    async play(stage) {
      await submitted(stage, 'NAME_MISMATCH');
      await stage.completeTask('CheckHolderName', { holderDecision: 'accept', showProof: true });
      await work(stage);
      await reports(stage, 'NAME_MISMATCH');
      await stage.completeTask('CheckHolderName', { holderDecision: 'accept' });
      await work(stage);
      await done(stage);
      await submitted(stage, 'OUT_OF_AREA', 'tv');
      await submitted(stage, undefined, 'tv');
      await reports(stage, 'OUT_OF_AREA');
      await work(stage);
    },
  },
  {
    name: 'the company is down for three days: on the list of the day, submitted again each day',
    async play(stage) {
      await submitted(stage, 'UTILITY_UNAVAILABLE', 'gas');
      for (const answer of ['UTILITY_UNAVAILABLE', 'UTILITY_UNAVAILABLE', { utilityOrderNo: ORDER }]) {
        await stage.advance(DAY + MINUTE);
        await work(stage, { 'utility.transfer': answer });
      }
      await done(stage);
    },
  },
  {
    name: 'a service the policy does not know: an incident until somebody says the rules',
    async play(stage) {
      await submitted(stage, undefined, 'heating');
      const policy: Vars = { arrearsRounds: 2, pollInterval: 'PT24H', proof: 'with_certificate', rule: 'by hand' };
      await stage.setVariables(stage.instanceOf('sub-utility-transfer'), { policy });
      await stage.resolveIncident();
      await work(stage);
      await done(stage);
    },
  },
  {
    name: 'the policy over the services and days',
    async play(stage) {
      await stage.deploy(...familyFiles('utility-transfer'));
      for (const service of ['water', 'power', 'gas', 'tv', 'broadband', 'heating', null]) {
        for (const filedOn of ['2019-07-31', '2019-08-01', '2026-11-23', null]) {
          await stage.evaluate('utility_policy', { service, filedOn });
        }
      }
    },
  },
];
