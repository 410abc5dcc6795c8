import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestClock } from '../../platform/clock.ts';
import { usualWork } from '../../scripts/demo/usual-work.ts';
import { payOpenOrders } from '../../scripts/demo/world.ts';
import {
  applicationFor,
  type BankWorld,
  bankSystem,
  check,
  fileForBank,
  fillAndSign,
  lookUp,
  obtainConsent,
} from '../../scripts/play/bank.ts';
import type { DeskClient } from '../../scripts/play/desk-client.ts';
import type { BankCaseDetail, BankCaseList, CaseDetail, StepId } from '../../server/api/index.ts';
import type { TestDatabase } from '../support/database.ts';
import { eventually, PATIENCE_MS } from '../support/eventually.ts';
import {
  type EngineUnderTest,
  MONDAY_0900,
  SYSTEM_STARTS_WITHIN_MS,
  type System,
  startSystem,
} from '../support/system.ts';
import { buyer, plainHome } from './applications.ts';

const DAY_MS = 86_400_000;

/**
 * The mortgage in the bank (domain §5.2) through HTTP, whatever engine runs it. `mainPathOnly` leaves the branches to the
 * embedded engine.
 */
export function bankAcceptance(
  startEngine: (db: TestDatabase, clock: TestClock) => Promise<EngineUnderTest>,
  { mainPathOnly = false }: { mainPathOnly?: boolean } = {},
): void {
  const DISTRICT = '330205';
  let system: System;
  let world: BankWorld;
  let loans = 0;

  beforeAll(async () => {
    system = await startSystem(startEngine);
    const departments = system.simulators.addresses;
    world = {
      publicUrl: system.publicUrl,
      departments: { sms: departments.sms, loanbank: departments.loanbank },
      bankId: 'BANK-01',
      clerk: await system.as('bankclerk-01'),
      checker: await system.as('bankchecker-01'),
    };
  }, SYSTEM_STARTS_WITHIN_MS);
  afterAll(() => system?.stop());

  const nextLoan = () => {
    loans += 1;
    return `LN-2026-${String(loans).padStart(4, '0')}`;
  };
  const staff = (role: string): Promise<DeskClient> => system.as(`${role}-${DISTRICT}`);
  const detailOf = (caseNo: string) => world.clerk.get<BankCaseDetail>(`/api/bank/cases/${caseNo}`);
  const caseOf = (caseNo: string) => world.clerk.getCase(caseNo);

  async function work(role: string, caseNo: string, step: StepId): Promise<void> {
    const someone = await staff(role);
    const task = await someone.waitForTask(caseNo, step, PATIENCE_MS);
    if (task.state === 'open') await someone.post(`/api/tasks/${task.taskKey}/claim`);
    const detail = await someone.openTask(task.taskKey);
    const body = usualWork(step, detail, { parties: [] } as never, new Map(), 1);
    await someone.post(`/api/tasks/${task.taskKey}/complete`, body);
  }

  /** Filed by the clerk with the owner's consent, signed by everybody. */
  async function signedCase(n: number, more: { buyer?: ReturnType<typeof buyer> } = {}) {
    const home = plainHome(DISTRICT, n);
    const loanNo = nextLoan();
    const consentCode = await obtainConsent(world, home, more.buyer ? 'purchase' : 'mortgage');
    const caseNo = await fileForBank(world, applicationFor(home, { loanNo, consentCode, ...more }));
    await fillAndSign(world, caseNo);
    return { home, loanNo, caseNo };
  }

  /** Review, book, fee; until the proof is with the bank. */
  async function registered(caseNo: string): Promise<void> {
    await work('reviewer', caseNo, 'Review');
    await work('registrar', caseNo, 'SignBook');
    await proofDelivered(caseNo);
  }
  /** SH rows of the case in the order of their making. */
  async function decisionsOf(caseNo: string): Promise<{ step: string; user_id: string; opinion: string | null }[]> {
    const { rows } = await system.db.pool.query(
      `SELECT step, user_id, opinion FROM registry.reviews WHERE case_no = $1
       ORDER BY array_position(ARRAY['intake', 'review', 're_review', 'sign_book'], step)`,
      [caseNo],
    );
    return rows;
  }
  const proofDelivered = (caseNo: string) =>
    eventually(`the proof of ${caseNo}`, async () => {
      await payOpenOrders(system.simulators.addresses as never, caseNo);
      const { proofs } = await detailOf(caseNo);
      return proofs.some((one) => one.sealed);
    });
  const disbursed = (caseNo: string, loanNo: string, action: 'disburse' | 'refuse') =>
    eventually(`the loan of ${caseNo}`, async () => {
      await bankSystem(world, loanNo, action);
      return (await detailOf(caseNo)).closedAt;
    });

  describe('a mortgage of a plain home', () => {
    let made: Awaited<ReturnType<typeof signedCase>>;

    test('consent, table, signatures, check, machine acceptance, remote review, proof to the bank, loan', async () => {
      made = await signedCase(0);
      const { caseNo, loanNo, home } = made;
      await check(world, caseNo);
      await registered(caseNo);
      await disbursed(caseNo, loanNo, 'disburse');

      const detail = await caseOf(caseNo);
      expect(detail).toMatchObject({ status: 'completed' });
      // the machine decided by a named row, and nobody decided twice (INV-29)
      const decisions = await decisionsOf(caseNo);
      expect(decisions[0]).toMatchObject({ step: 'intake', user_id: 'machine:auto_accept' });
      expect(decisions[0]?.opinion).toContain('bank_auto_accept 第 aa-4 行');
      expect(new Set(decisions.map((row) => row.user_id)).size).toBe(3);
      // the mortgage is in the book for this bank, and the notice of acceptance and the signed table are in the case
      const page = await system.registry.units.unitPage(home.unitCode);
      expect(page?.mortgages).toMatchObject([{ rank: 1, amountFen: 90_000_000 }]);
      const kinds = detail.documents.map((paper) => paper.kind);
      expect(kinds).toEqual(expect.arrayContaining(['application', 'loan_contract_info', 'notice_accepted', 'proof']));
      // the bank downloads its proof
      const [proof] = (await detailOf(caseNo)).proofs;
      const { type, bytes } = await world.clerk.download(`/api/cases/${caseNo}/documents/${proof?.documentId}`);
      expect(type).toContain('pdf');
      expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
      expect((await detailOf(caseNo)).loanState).toBe('DISBURSED');
    }, 180_000);

    if (mainPathOnly) return;

    test('another bank sees neither the case nor the mortgage', async () => {
      const other = await system.as('bankclerk-02');
      const { items } = await other.get<BankCaseList>('/api/bank/cases');
      expect(items.map((row) => row.caseNo)).not.toContain(made.caseNo);
      await expect(other.get(`/api/bank/cases/${made.caseNo}`)).rejects.toMatchObject({ status: 404 });
      const certificateNo = (await caseOf(made.caseNo)).certificates[0]?.certificateNo;
      await expect(other.post('/api/bank/proof-lookups', { certificateNo })).rejects.toMatchObject({ status: 404 });
    });

    test('payoff: the machine accepts and reviews, a person signs, the licence is revoked, the owner is told', async () => {
      const { loanNo } = made;
      const certificateNo = (await caseOf(made.caseNo)).certificates[0]!.certificateNo;
      await bankSystem(world, loanNo, 'payoff');
      const caseNo = await fileForBank(world, {
        kind: 'cancellation',
        applicationKey: `payoff-${made.caseNo}`,
        loanNo,
        certificateNo,
        endedOn: '2026-11-23',
        declareTruth: true,
      });
      await check(world, caseNo);
      await work('registrar', caseNo, 'SignBook');
      const detail = await eventually('the cancellation', async () => {
        const found = await caseOf(caseNo);
        return found.closedAt ? found : null;
      });
      expect(detail.status).toBe('completed');
      const decisions = await decisionsOf(caseNo);
      expect(decisions.map((row) => [row.step, row.user_id])).toEqual([
        ['intake', 'machine:auto_accept'],
        ['review', 'machine:auto_review'],
        ['sign_book', `registrar-${DISTRICT}`],
      ]);
      expect(decisions[1]?.opinion).toContain('bank_auto_review 第 ar-3 行');
      const page = await system.registry.units.unitPage(made.home.unitCode);
      expect(page?.mortgages).toEqual([]);
      const { rows } = await system.db.pool.query('SELECT template FROM registry.notifications WHERE case_no = $1', [
        caseNo,
      ]);
      expect(rows).toEqual([{ template: 'mortgage_cancelled' }]);
      const calls = await fetch(`${system.simulators.addresses.ecert}/calls`);
      const { calls: list } = (await calls.json()) as {
        calls: { operation: string; caseNo: string; outcome: string }[];
      };
      expect(list).toContainEqual(expect.objectContaining({ operation: 'revoke', caseNo, outcome: 'ok' }));
    });
  });

  if (mainPathOnly) return;

  describe('what the bank may not do', () => {
    test('a consent that has expired opens nothing and files nothing', async () => {
      const home = plainHome(DISTRICT, 1);
      const consentCode = await obtainConsent(world, home);
      expect((await lookUp(world, consentCode)).page.unit.unitCode).toBe(home.unitCode);
      await system.setTime(new Date(new Date(MONDAY_0900).getTime() + 8 * DAY_MS));
      await expect(lookUp(world, consentCode)).rejects.toMatchObject({ status: 422, code: 'CONSENT_INVALID' });
      const application = applicationFor(home, { loanNo: nextLoan(), consentCode });
      await expect(fileForBank(world, application)).rejects.toMatchObject({ status: 422, code: 'CONSENT_INVALID' });
    });

    test('the clerk who became a checker cannot check the own case', async () => {
      const { caseNo } = await signedCase(2);
      await world.checker.waitForTask(caseNo, 'BankCheck', PATIENCE_MS);
      const change = "UPDATE registry.users SET role = $1 WHERE user_id = 'bankclerk-01'";
      await system.db.pool.query(change, ['bank_checker']);
      try {
        const moved = await world.clerk.waitForTask(caseNo, 'BankCheck', PATIENCE_MS);
        await expect(world.clerk.post(`/api/tasks/${moved.taskKey}/claim`)).rejects.toMatchObject({ status: 403 });
        await expect(world.clerk.openTask(moved.taskKey)).rejects.toMatchObject({ status: 403 });
      } finally {
        await system.db.pool.query(change, ['bank_clerk']);
      }
      await check(world, caseNo, 'drop');
      const closed = await eventually('the end of what was dropped', async () => {
        const found = await caseOf(caseNo);
        return found.closedAt ? found : null;
      });
      expect(closed.status).toBe('withdrawn');
    });

    test('a loan that the bank has not approved is not accepted', async () => {
      const home = plainHome(DISTRICT, 3);
      const loanNo = nextLoan();
      const set = await fetch(`${world.departments.loanbank}/loans`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ loans: [{ bankId: world.bankId, loanNo, status: 'refused' }] }),
      });
      expect(set.ok).toBe(true);
      const consentCode = await obtainConsent(world, home);
      const caseNo = await fileForBank(world, applicationFor(home, { loanNo, consentCode }));
      const closed = await eventually('the refusal', async () => {
        const found = await caseOf(caseNo);
        return found.closedAt ? found : null;
      });
      expect(closed).toMatchObject({ status: 'not_accepted', closeReason: 'LOAN_NOT_APPROVED' });
      expect(closed.documents.map((paper) => paper.kind)).toContain('notice_not_accepted');
    });
  });

  describe('races on the page', () => {
    test('another mortgage got in first: nothing is entered until the bank confirms its new rank', async () => {
      const first = await signedCase(4);
      // given: both cases of the same home are accepted while it is free
      const consentCode = await obtainConsent(world, first.home);
      const loanNo = nextLoan();
      const second = await fileForBank(world, applicationFor(first.home, { loanNo, consentCode }));
      await fillAndSign(world, second);
      await check(world, first.caseNo);
      await check(world, second);
      await work('reviewer', second, 'Review');
      const registrar = await staff('registrar');
      const waiting = await registrar.waitForTask(second, 'SignBook', PATIENCE_MS);
      await registered(first.caseNo);

      // when the second one is signed although the first is in the book
      await registrar.post(`/api/tasks/${waiting.taskKey}/claim`);
      const body = usualWork('SignBook', await registrar.openTask(waiting.taskKey), {} as never, new Map(), 1);
      await registrar.post(`/api/tasks/${waiting.taskKey}/complete`, body);

      // then the bank is asked, the clock stands still, and the book has one mortgage
      const clerk = world.clerk;
      await clerk.waitForTask(second, 'ConfirmRank', PATIENCE_MS);
      expect((await detailOf(second)).ranks).toMatchObject([{ confirmed: 1, now: 2 }]);
      expect((await system.registry.sla.get(second))?.pauses.at(-1)).toMatchObject({ cause: 'rank_confirm' });
      const page = () => system.registry.units.unitPage(first.home.unitCode);
      expect((await page())?.mortgages).toHaveLength(1);

      await clerk.perform(second, { elementId: 'ConfirmRank', rankDecision: 'confirm', note: '接受第二顺位。' });
      await work('reviewer', second, 'ReReview');
      await work('registrar', second, 'SignBook');
      await proofDelivered(second);
      expect((await page())?.mortgages.map((one) => one.rank).sort()).toEqual([1, 2]);
    });

    test('seized while the reviewer looks: not entered, and the decision cites the seizure', async () => {
      const { caseNo, home } = await signedCase(5);
      await check(world, caseNo);
      await (await staff('reviewer')).waitForTask(caseNo, 'Review', PATIENCE_MS);
      await seize(home);
      await work('reviewer', caseNo, 'ConfirmSuperseded');
      const closed = await endOf(caseNo);
      expect(closed.status).toBe('superseded');
      expect(closed.documents.map((paper) => paper.kind)).toContain('decision_superseded');
      expect((await system.registry.units.unitPage(home.unitCode))?.mortgages).toEqual([]);
    });

    test('seized while the bank still checks: interrupted before acceptance too', async () => {
      const { caseNo, home } = await signedCase(6);
      await world.checker.waitForTask(caseNo, 'BankCheck', PATIENCE_MS);
      await seize(home);
      await work('reviewer', caseNo, 'ConfirmSuperseded');
      expect((await endOf(caseNo)).status).toBe('superseded');
    });
  });

  const endOf = (caseNo: string): Promise<CaseDetail> =>
    eventually(`the end of ${caseNo}`, async () => {
      const found = await caseOf(caseNo);
      return found.closedAt ? found : null;
    });

  let orders = 0;
  async function seize(home: { unitCode: string; owners: readonly { name: string; idNo: string }[] }): Promise<void> {
    orders += 1;
    const [owner] = home.owners;
    const { kind } = await system.registry.seizures.enterSeizure(
      {
        noticeNo: `bank-acceptance-${orders}`,
        unitCodes: [home.unitCode],
        seizureKind: 'seizure',
        authority: '宁波市江北区人民法院（演示）',
        documentNo: `（2026）浙0205执${3000 + orders}号`,
        termMonths: 36,
        respondent: { name: owner!.name, idNo: owner!.idNo },
        officers: [
          { name: '执行甲', workNo: 'W1', dutyNo: 'D1' },
          { name: '执行乙', workNo: 'W2', dutyNo: 'D2' },
        ],
      },
      { userId: `registrar-${DISTRICT}`, role: 'registrar', district: DISTRICT },
    );
    expect(kind).not.toBe('refused');
  }

  describe('after the registration', () => {
    test('the bank does not pay out: the mortgage stays in the book, the owner is told, the case says so', async () => {
      const { caseNo, loanNo, home } = await signedCase(7);
      await check(world, caseNo);
      await registered(caseNo);
      await disbursed(caseNo, loanNo, 'refuse');
      expect(await detailOf(caseNo)).toMatchObject({ status: 'completed', loanState: 'REFUSED' });
      expect((await system.registry.units.unitPage(home.unitCode))?.mortgages).toHaveLength(1);
      const { rows } = await system.db.pool.query(
        "SELECT count(*)::int AS told FROM registry.notifications WHERE case_no = $1 AND template = 'loan_refused'",
        [caseNo],
      );
      expect(rows[0].told).toBe(1);
    });
  });

  describe('buying with a mortgage', () => {
    /** Accepted at the window, reviewed, taxes paid: the book waits for its signature. */
    async function readyToSign(n: number, buyerNo: number) {
      const made = await signedCase(n, { buyer: buyer(buyerNo) });
      await check(world, made.caseNo);
      await work('acceptor', made.caseNo, 'CollectMaterials');
      await work('reviewer', made.caseNo, 'Review');
      await eventually('the taxes', async () => {
        await payOpenOrders(system.simulators.addresses as never, made.caseNo);
        const open = (await caseOf(made.caseNo)).openTasks;
        return open.some((task) => task.elementId === 'SignBook');
      });
      return made;
    }
    /** The owner mortgages the home once more, and that mortgage gets into the book first. */
    async function overtaken(home: ReturnType<typeof plainHome>): Promise<void> {
      const consentCode = await obtainConsent(world, home);
      const other = await fileForBank(world, applicationFor(home, { loanNo: nextLoan(), consentCode }));
      await fillAndSign(world, other);
      await check(world, other);
      await registered(other);
    }

    test('contract, tax, and transfer with mortgage in one entry', async () => {
      const { caseNo, loanNo, home } = await readyToSign(8, 40);
      await work('registrar', caseNo, 'SignBook');
      await proofDelivered(caseNo);
      const { rows } = await system.db.pool.query(
        `SELECT kind, r.entry_id = first_value(r.entry_id) OVER () AS together FROM registry.rights r
         WHERE unit_code = $1 AND status = 'CURRENT' ORDER BY right_id`,
        [home.unitCode],
      );
      expect(rows).toEqual([
        { kind: 'OWNERSHIP', together: true },
        { kind: 'MORTGAGE', together: true },
      ]);
      await disbursed(caseNo, loanNo, 'disburse');
      expect((await detailOf(caseNo)).status).toBe('completed');
    });

    test('another mortgage got in first: the bank confirms its new rank before the reviewer looks again', async () => {
      const { caseNo, home } = await readyToSign(9, 41);
      await overtaken(home);
      await work('registrar', caseNo, 'SignBook');

      const asked = await world.clerk.waitForTask(caseNo, 'ConfirmRank', PATIENCE_MS);
      expect(asked.stepName).toBe('顺位变化确认');
      expect((await caseOf(caseNo)).openTasks.map((task) => task.elementId)).toEqual(['ConfirmRank']);
      expect((await detailOf(caseNo)).ranks).toMatchObject([{ confirmed: 1, now: 2 }]);
      const pauses = (await system.registry.sla.get(caseNo))?.pauses ?? [];
      expect(pauses.filter((one) => one.resumedAt === null).map((one) => one.cause)).toEqual(['rank_confirm']);

      await world.clerk.perform(caseNo, { elementId: 'ConfirmRank', rankDecision: 'confirm', note: '接受第二顺位。' });
      await work('reviewer', caseNo, 'ReReview');
      await work('registrar', caseNo, 'SignBook');
      await proofDelivered(caseNo);
      const page = await system.registry.units.unitPage(home.unitCode);
      expect(page?.mortgages.map((one) => one.rank).sort()).toEqual([1, 2]);
      expect(page?.mortgages.every((one) => one.status === 'CURRENT')).toBe(true);
    });

    test('the bank does not accept the new rank: the sale is withdrawn with it, contract and tax are undone', async () => {
      const { caseNo, home } = await readyToSign(10, 42);
      await overtaken(home);
      await work('registrar', caseNo, 'SignBook');
      await world.clerk.waitForTask(caseNo, 'ConfirmRank', PATIENCE_MS);
      await world.clerk.perform(caseNo, {
        elementId: 'ConfirmRank',
        rankDecision: 'withdraw',
        note: '第二顺位不放款。',
      });

      expect((await endOf(caseNo)).status).toBe('withdrawn');
      const page = await system.registry.units.unitPage(home.unitCode);
      expect(page?.mortgages).toHaveLength(1);
      const { calls } = (await (await fetch(`${system.simulators.addresses.housing}/calls`)).json()) as {
        calls: { operation: string; caseNo: string }[];
      };
      expect(calls.filter((call) => call.caseNo === caseNo).map((call) => call.operation)).toContain('cancelContract');
    });
  });
}
