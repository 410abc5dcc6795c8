import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestClock } from '../../platform/clock.ts';
import type { DemoUnit } from '../../registry/index.ts';
import { brokenRules } from '../../scripts/day/broken-rules.ts';
import { usualWork } from '../../scripts/demo/usual-work.ts';
import { payOpenOrders } from '../../scripts/demo/world.ts';
import {
  applicationFor,
  type BankWorld,
  check,
  fileForBank,
  fillAndSign,
  obtainConsent,
} from '../../scripts/play/bank.ts';
import { awaitAnswer, courtNotice, fileNotice, signNotice } from '../../scripts/play/court.ts';
import { type DeskClient, DeskRefusal, NoSuchTask } from '../../scripts/play/desk-client.ts';
import type { Application, CaseDetail, CourtNotice, StepId } from '../../server/api/index.ts';
import type { TestDatabase } from '../support/database.ts';
import { eventually, PATIENCE_MS } from '../support/eventually.ts';
import { type EngineUnderTest, SYSTEM_STARTS_WITHIN_MS, type System, startSystem } from '../support/system.ts';
import { buyer, plainHome, saleOf } from './applications.ts';

const DISTRICT = '330205';
const COURT = '0205';

/** Who does which step while a case is on its way to its end. */
const DOER: Partial<Record<StepId, string>> = {
  Review: 'reviewer',
  ReReview: 'reviewer',
  SignBook: 'registrar',
  ConfirmSuperseded: 'reviewer',
  ConfirmRefusal: 'supervisor',
};

/** A seizure against what runs on the home (INV-12; domain §5.13, scenarios 2 and 3), whatever engine runs it. */
export function seizureRaceAcceptance(
  startEngine: (db: TestDatabase, clock: TestClock) => Promise<EngineUnderTest>,
): void {
  let system: System;
  let world: BankWorld;
  beforeAll(async () => {
    system = await startSystem(startEngine);
    const { sms, loanbank } = system.simulators.addresses;
    world = {
      publicUrl: system.publicUrl,
      departments: { sms, loanbank },
      bankId: 'BANK-01',
      clerk: await system.as('bankclerk-01'),
      checker: await system.as('bankchecker-01'),
    };
  }, SYSTEM_STARTS_WITHIN_MS);
  afterAll(() => system?.stop());

  const staff = (role: string): Promise<DeskClient> => system.as(`${role}-${DISTRICT}`);
  const caseOf = async (caseNo: string): Promise<CaseDetail> => (await staff('supervisor')).getCase(caseNo);
  const pay = (caseNo: string) => payOpenOrders(system.simulators.addresses as never, caseNo);
  const pausesOf = async (caseNo: string) => (await system.registry.sla.get(caseNo))?.pauses ?? [];

  /** Claims the step and answers what completes it, so that a race is about nothing but the completion. */
  async function ready(
    caseNo: string,
    step: StepId,
    application?: Application,
    patienceMs = PATIENCE_MS,
  ): Promise<() => Promise<unknown>> {
    const person = await staff(DOER[step] ?? 'acceptor');
    const task = await person.waitForTask(caseNo, step, patienceMs);
    if (task.state === 'open') await person.post(`/api/tasks/${task.taskKey}/claim`);
    const detail = await person.openTask(task.taskKey);
    const body = usualWork(step, detail, application ?? ({ parties: [] } as never), new Map(), 1);
    return () => person.post(`/api/tasks/${task.taskKey}/complete`, body);
  }
  const work = async (caseNo: string, step: StepId, application?: Application) =>
    (await ready(caseNo, step, application))();

  /** The states of a sale before 登簿, each a step further than the one before. */
  const SALE_STEPS: ((caseNo: string, sale: Application) => Promise<unknown>)[] = [
    async (caseNo) => (await staff('acceptor')).waitForTask(caseNo, 'CollectMaterials', PATIENCE_MS),
    async (caseNo, sale) => {
      await work(caseNo, 'CollectMaterials', sale);
      await eventually('the wait for the tax', async () => (await pausesOf(caseNo)).some((one) => !one.resumedAt));
    },
    async (caseNo) => {
      await eventually('the tax receipt', async () => {
        await pay(caseNo);
        return (await pausesOf(caseNo)).some((one) => one.resumedAt);
      });
      await ready(caseNo, 'Review');
    },
    async (caseNo) => {
      await work(caseNo, 'Review');
      await ready(caseNo, 'SignBook');
    },
  ];
  async function saleAt(step: number, home: DemoUnit, n: number): Promise<string> {
    const sale = saleOf(home, buyer(n));
    const { caseNo } = await (await staff('acceptor')).fileCase(sale);
    for (const go of SALE_STEPS.slice(0, step + 1)) await go(caseNo, sale);
    return caseNo;
  }

  let running = 900;
  async function filedNotice(home: DemoUnit): Promise<string> {
    const [owner] = home.owners;
    running += 1;
    const respondent = { name: owner?.name ?? '', idNo: owner?.idNo ?? '' };
    const notice = courtNotice(COURT, running, { content: { unitCodes: [home.unitCode], respondent } });
    return fileNotice(await system.as(`courtofficer-${COURT}`), notice);
  }
  const sign = async (noticeNo: string) => signNotice(await system.as(`courtapprover-${COURT}`), noticeNo);
  const answerTo = async (noticeNo: string): Promise<CourtNotice> =>
    awaitAnswer(await system.as(`courtofficer-${COURT}`), noticeNo, { meanwhile: () => system.passTime(1_000) });

  /** Everybody does what is on the desk until the case is entered or closed. */
  async function decided(caseNo: string): Promise<CaseDetail> {
    return eventually(`the end of ${caseNo}`, async () => {
      const detail = await caseOf(caseNo);
      if (detail.registeredAt || detail.closedAt) return detail;
      await pay(caseNo);
      for (const { elementId } of detail.openTasks) {
        const step = elementId as StepId;
        // What the case shows may be over before its doer looks for it.
        if (DOER[step])
          await ready(caseNo, step, undefined, 1_000)
            .then((complete) => complete())
            .catch(lostRace);
      }
      return undefined;
    });
  }
  const lostRace = (error: unknown) => {
    if (error instanceof NoSuchTask) return;
    if (!(error instanceof DeskRefusal) || ![404, 409].includes(error.status)) throw error;
  };

  describe('a seizure against a running transfer', () => {
    test.each([
      ['in intake', 0, 'not_accepted'],
      ['waiting for its tax', 1, 'superseded'],
      ['in review', 2, 'superseded'],
      ['at the sign-book step', 3, 'superseded'],
    ])('%s: the seizure is in the book, the transfer never', async (_state, step, status) => {
      const home = plainHome(DISTRICT, 40 + step);
      const caseNo = await saleAt(step, home, 400 + step);
      const noticeNo = await filedNotice(home);
      const late = step === 3 ? await ready(caseNo, 'SignBook') : null;
      await sign(noticeNo);
      expect(await answerTo(noticeNo)).toMatchObject({ state: 'EFFECTIVE', units: [{ state: 'EFFECTIVE' }] });
      // What is closed by the seizure is closed after it, on the test's clock too.
      await system.passTime(1_000);
      // Whoever signs the book now comes too late, whether the task is still shown or not.
      await late?.().catch(lostRace);
      expect(await decided(caseNo)).toMatchObject({ status, registeredAt: null });
      await eventually('no task is left', async () => (await caseOf(caseNo)).openTasks.length === 0);
      const page = await system.registry.units.unitPage(home.unitCode);
      expect(page?.seizures).toHaveLength(1);
      expect(await brokenRules(system.db.pool, [home.unitCode])).toEqual({});
    });
  });

  describe('a court, a bank and a buyer on one home at once', () => {
    /** Entered in the book, in its order: the ways in which the three may end (test/races checks each answer). */
    const LAWFUL = ['seizure', 'transfer', 'mortgage seizure', 'mortgage transfer'];

    async function mortgageToSign(home: DemoUnit, loanNo: string): Promise<string> {
      const consentCode = await obtainConsent(world, home);
      const caseNo = await fileForBank(world, applicationFor(home, { loanNo, consentCode }));
      await fillAndSign(world, caseNo);
      await check(world, caseNo);
      await work(caseNo, 'Review');
      return caseNo;
    }

    test.each([
      ['in one moment', 44, 0],
      ['the court 40 ms later', 45, 40],
    ])(
      '%s: one lawful outcome, and all three are told which',
      async (_when, n, courtAfterMs) => {
        const home = plainHome(DISTRICT, n);
        const mortgageNo = await mortgageToSign(home, `LN-RACE-${n}`);
        const saleNo = await saleAt(3, home, 400 + n);
        const noticeNo = await filedNotice(home);
        const [bank, buys] = [await ready(mortgageNo, 'SignBook'), await ready(saleNo, 'SignBook')];
        await Promise.all([
          pause(courtAfterMs).then(() => sign(noticeNo)),
          bank().catch(lostRace),
          buys().catch(lostRace),
        ]);

        const notice = await answerTo(noticeNo);
        await system.passTime(1_000);
        const [mortgage, sale] = [await decided(mortgageNo), await decided(saleNo)];
        const entered = [
          ...(mortgage.registeredAt ? ['mortgage'] : []),
          ...(notice.state === 'EFFECTIVE' ? ['seizure'] : []),
          ...(sale.registeredAt ? ['transfer'] : []),
        ].join(' ');
        expect(LAWFUL).toContain(entered);
        // The one that lost says why: the sale stopped by the court, or the notice sent back as the home was sold.
        if (sale.registeredAt) expect(notice.reasons.join()).toContain('转移登记');
        else expect(sale.status).toBe('superseded');
        expect(await brokenRules(system.db.pool, [home.unitCode])).toEqual({});
      },
      180_000,
    );
  });
}
