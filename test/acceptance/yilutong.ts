import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestClock } from '../../platform/clock.ts';
import { usualWork } from '../../scripts/demo/usual-work.ts';
import { payOpenOrders } from '../../scripts/demo/world.ts';
import { DeskRefusal } from '../../scripts/play/desk-client.ts';
import {
  answerUtility,
  type Citizen,
  chosen,
  citizenWith,
  escrowStatus,
  fundEscrow,
  yilutongOf,
} from '../../scripts/play/yilutong.ts';
import type { Application, StepId } from '../../server/api/index.ts';
import type { TestDatabase } from '../support/database.ts';
import { eventually as eventuallyWithin } from '../support/eventually.ts';
import {
  type EngineUnderTest,
  MONDAY_0900,
  SYSTEM_STARTS_WITHIN_MS,
  type System,
  startSystem,
} from '../support/system.ts';
import { buyer, plainHome, saleOf } from './applications.ts';

const PATIENCE_MS = 90_000;
const eventually: typeof eventuallyWithin = (what, check) => eventuallyWithin(what, check, { patienceMs: PATIENCE_MS });

/** 一路通 end to end through HTTP (domain §5.4, §5.13 scenario 13), on whatever engine. `full`: also the side paths. */
export function yilutongAcceptance(
  startEngine: (db: TestDatabase, clock: TestClock) => Promise<EngineUnderTest>,
  full: boolean,
): void {
  let system: System;
  beforeAll(async () => {
    // Moved by half hours, the clock of a real broker sometimes passes over the end of a back-off, which then never comes.
    const retry = full ? undefined : { firstBackOffMs: 0, maxBackOffMs: 0 };
    system = await startSystem(startEngine, { retry });
  }, SYSTEM_STARTS_WITHIN_MS);
  afterAll(() => system?.stop());

  const staff = (role: string, application: Application) =>
    system.as(`${role}-${application.unitCodes[0]!.slice(0, 6)}`);
  const addresses = () => system.simulators.addresses;

  async function work(role: string, application: Application, caseNo: string, step: StepId): Promise<void> {
    const person = await staff(role, application);
    const task = await person.waitForTask(caseNo, step, PATIENCE_MS);
    if (task.state === 'open') await person.post(`/api/tasks/${task.taskKey}/claim`);
    const detail = await person.openTask(task.taskKey);
    await person.post(`/api/tasks/${task.taskKey}/complete`, usualWork(step, detail, application, new Map(), 1));
  }

  /** The party's phone: a link as the message carries it, and the codes that come to it. */
  async function phoneOf(caseNo: string, partyNo: number): Promise<Citizen> {
    const party = (await system.registry.people.getParties(caseNo))[partyNo - 1]!;
    const token = await system.registry.yilutong.makeProgressLink({ caseNo, partyNo, phone: party.phone ?? '' });
    return citizenWith(system.publicUrl, token, async () => (await system.registry.bank.drawCode(token)).code);
  }

  /** Filed and received at the window. */
  async function received(application: Application): Promise<string> {
    const { caseNo } = await (await staff('acceptor', application)).fileCase(application);
    await work('acceptor', application, caseNo, 'CollectMaterials');
    return caseNo;
  }

  /** Escrow funded, tax confirmed on the phone and paid, reviewed and entered, fee paid: until the certificate is out. */
  async function certified(application: Application, caseNo: string): Promise<void> {
    if (application.contract?.escrow) await eventually('the escrow account', () => fundEscrow(addresses(), caseNo));
    await eventually('the tax, confirmed', async () => {
      // Each link that is sent closes the one before: one by text message may come between.
      try {
        const phone = await phoneOf(caseNo, 1);
        if (!(await phone.see()).confirmTax) return false;
        await phone.confirmTax();
        return true;
      } catch (error) {
        if (error instanceof DeskRefusal && error.code === 'LINK_CLOSED') return false;
        throw error;
      }
    });
    const roles: Partial<Record<StepId, string>> = { Review: 'reviewer', SignBook: 'registrar' };
    const acceptor = await staff('acceptor', application);
    await eventually(`the certificate of ${caseNo}`, async () => {
      await payOpenOrders(addresses(), caseNo);
      const detail = await acceptor.getCase(caseNo);
      for (const { elementId } of detail.openTasks) {
        const role = roles[elementId as StepId];
        if (role) await work(role, application, caseNo, elementId as StepId).catch(lostRace);
      }
      return detail.closedAt;
    });
  }
  const lostRace = (error: unknown) => {
    if (!(error instanceof DeskRefusal) || ![404, 409].includes(error.status)) throw error;
  };
  const outcomeOf = async (caseNo: string) => (await system.registry.cases.getCase(caseNo))?.outcome;
  const stateOf = async (caseNo: string, service: string) =>
    (await system.registry.yilutong.transfers(caseNo)).find((one) => one.service === service);

  describe('一路通', () => {
    // §5.13, scenario 13.
    test('§5.13-13 water in arrears, power done, gas down for three days: certificate on day 0, then each to its end', async () => {
      await system.setTime(MONDAY_0900);
      const sale = saleOf(plainHome('330206', 3), buyer(301));
      const application = yilutongOf({ ...sale, contract: { ...sale.contract!, escrow: true } }, [
        chosen('water', 'W-330206-1'),
        chosen('power', 'P-330206-1'),
        chosen('gas', 'G-330206-1'),
      ]);
      await system.fault('gas', { fail: 'down' });
      const caseNo = await received(application);

      // when everything is entered, the certificate is out on the same day although no company has answered
      await certified(application, caseNo);
      expect(await outcomeOf(caseNo)).toBe('COMPLETED_WITH_PENDING');
      const [certificate] = await system.registry.certificates.listByCase(caseNo);
      expect(certificate?.issuedAt.toISOString().slice(0, 10)).toBe('2026-11-23');
      await eventually('the money at the seller', async () => (await escrowStatus(addresses(), caseNo)) === 'released');

      // power answers, water says what is owed
      await eventually('power order', () => answerUtility(addresses(), 'power', caseNo, { result: 'DONE' }));
      await eventually('water order', () =>
        answerUtility(addresses(), 'water', caseNo, { result: 'ARREARS', amountFen: 12_345 }),
      );
      await eventually('power done', async () => (await stateOf(caseNo, 'power'))?.state === 'DONE');
      await eventually('arrears known', async () => (await stateOf(caseNo, 'water'))?.resultCode === 'ARREARS');
      const phone = await phoneOf(caseNo, 2);
      const page = await phone.see();
      expect(page.phase).toBe('已登记发证，服务在办');
      expect(page.services.find(({ service }) => service === 'water')?.todo).toBe('arrears');
      expect(page.savings?.steps).toBeGreaterThanOrEqual(12);

      // gas is down for three days: tried each day, on the daily file
      let minutes = 0;
      const pass = async (what: string, done: () => Promise<boolean | undefined>, stepMinutes: number) =>
        eventuallyWithin(
          what,
          async () => {
            if (await done()) return true;
            minutes += stepMinutes;
            await system.setTime(new Date(new Date(MONDAY_0900).getTime() + minutes * 60_000));
            return false;
          },
          // Days of it, step by step.
          { patienceMs: 3 * PATIENCE_MS },
        );
      const batch = async () =>
        (
          await system.db.pool.query('SELECT count(*)::int AS n FROM registry.utility_batch WHERE case_no = $1', [
            caseNo,
          ])
        ).rows[0].n as number;
      await pass('gas on the files of three days', async () => (await batch()) >= 3, 30);
      expect(await outcomeOf(caseNo)).toBe('COMPLETED_WITH_PENDING');

      // then gas answers, and the seller pays the water
      await system.fault('gas', {});
      const water = await stateOf(caseNo, 'water');
      if (water?.resultCode === 'ARREARS') await phone.arrearsPaid('water');
      await pass(
        'the end of all services',
        async () => {
          await answerUtility(addresses(), 'gas', caseNo, { result: 'DONE' });
          await answerUtility(addresses(), 'water', caseNo, { result: 'DONE' });
          return (await outcomeOf(caseNo)) === 'COMPLETED';
        },
        60,
      );
      const states = await system.registry.yilutong.transfers(caseNo);
      expect(states.map(({ state }) => state)).toEqual(['DONE', 'DONE', 'DONE']);
    }, 900_000);

    if (!full) return;

    test('withdrawn while escrow is funded and the tax waits: contract cancelled, money back', async () => {
      const sale = saleOf(plainHome('330206', 4), buyer(302));
      const application = yilutongOf({ ...sale, contract: { ...sale.contract!, escrow: true } }, []);
      const caseNo = await received(application);
      await eventually('the escrow account', () => fundEscrow(addresses(), caseNo));
      const phone = await phoneOf(caseNo, 1);
      await eventually('the tax to confirm', async () => (await phone.see()).confirmTax);

      const acceptor = await staff('acceptor', application);
      await acceptor.post(`/api/cases/${caseNo}/withdraw`, { reason: '双方协商一致不再买卖' });

      await eventually('the end', async () => (await outcomeOf(caseNo)) === 'WITHDRAWN');
      expect(await escrowStatus(addresses(), caseNo)).toBe('refunded');
      expect((await system.registry.money.getContractFiling(caseNo))?.state).toBe('CANCELLED');
      expect((await phone.see()).phase).toBe('已撤回');
    }, 200_000);

    test('a wrong account number never blocks: corrected by link after the certificate is out', async () => {
      const sale = saleOf(plainHome('330206', 5), buyer(303));
      const application = yilutongOf(sale, [chosen('water')], { hukou: undefined });
      const caseNo = await received(application);
      await certified(application, caseNo);
      const waits = async () => (await stateOf(caseNo, 'water'))?.resultCode === 'ACCOUNT_NOT_FOUND';
      await eventually('the missing number', waits);

      const phone = await phoneOf(caseNo, 1);
      expect((await phone.see()).services[0]?.todo).toBe('account');
      await phone.correctAccount('water', 'W-330206-5');

      await eventually('the order', () => answerUtility(addresses(), 'water', caseNo, { result: 'DONE' }));
      await eventually('the end', async () => (await outcomeOf(caseNo)) === 'COMPLETED');
    }, 200_000);

    test('a holder of another name: the company checks it on the case whose certificate is out already', async () => {
      const sale = saleOf(plainHome('330206', 7), buyer(305));
      const application = yilutongOf(sale, [chosen('water', 'W-330206-7')], { hukou: undefined });
      const caseNo = await received(application);
      await certified(application, caseNo);
      await eventually('the order', () => answerUtility(addresses(), 'water', caseNo, { result: 'NAME_MISMATCH' }));

      // the case is closed, and its page still shows who is to do what
      const acceptor = await staff('acceptor', application);
      const open = async () => (await acceptor.getCase(caseNo)).openTasks.map(({ elementId }) => elementId);
      await eventually('the check on the page', async () => (await open()).includes('CheckHolderName'));
      expect((await acceptor.getCase(caseNo)).closedAt).not.toBeNull();
      const company = await system.as('water');
      const { taskKey } = await company.waitForTask(caseNo, 'CheckHolderName', PATIENCE_MS);
      await company.post(`/api/tasks/${taskKey}/claim`);
      await company.post(`/api/tasks/${taskKey}/complete`, {
        elementId: 'CheckHolderName',
        holderDecision: 'accept',
        note: '凭不动产权证书办理。',
      });

      await eventually('the order again', () => answerUtility(addresses(), 'water', caseNo, { result: 'DONE' }));
      await eventually('the end', async () => (await outcomeOf(caseNo)) === 'COMPLETED');
      expect(await open()).toEqual([]);
    }, 200_000);

    test('seized while escrow waits: not registered, account closed', async () => {
      const sale = saleOf(plainHome('330206', 6), buyer(304));
      const application = yilutongOf({ ...sale, contract: { ...sale.contract!, escrow: true } }, [
        chosen('gas', 'G-6-1'),
      ]);
      const caseNo = await received(application);
      await eventually('the account', () => escrowStatus(addresses(), caseNo));

      const registrar = await staff('registrar', application);
      const [seller] = application.parties.filter(({ role }) => role === 'obligor');
      await registrar.post('/api/seizures', {
        noticeNo: '示例-（2026）浙0206执304号',
        seizureKind: 'seizure',
        authority: '宁波市北仑区人民法院',
        documentNo: '（2026）浙0206执304号',
        termMonths: 36,
        respondent: { name: seller!.name, idNo: seller!.idNo },
        officers: [
          { name: '执行员甲', workNo: 'ZX-3302-01', dutyNo: 'GW-3302-01' },
          { name: '执行员乙', workNo: 'ZX-3302-02', dutyNo: 'GW-3302-02' },
        ],
        unitCodes: application.unitCodes,
      });

      await eventually('the end', async () => (await outcomeOf(caseNo)) === 'SUPERSEDED_BY_SEIZURE');
      expect(await escrowStatus(addresses(), caseNo)).not.toBe('open');
      expect((await stateOf(caseNo, 'gas'))?.state).toBe('CHOSEN');
    }, 200_000);
  });
}
