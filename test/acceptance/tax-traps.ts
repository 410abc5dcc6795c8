import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signatureHeader, signCallback } from '../../departments/index.ts';
import type { TestClock } from '../../platform/clock.ts';
import type { DemoUnit } from '../../registry/index.ts';
import type { IncidentList } from '../../server/api/index.ts';
import type { TestDatabase } from '../support/database.ts';
import { eventually, PATIENCE_MS } from '../support/eventually.ts';
import {
  CALLBACK_SECRET,
  type EngineUnderTest,
  SYSTEM_STARTS_WITHIN_MS,
  type System,
  startSystem,
} from '../support/system.ts';
import { changeOf, saleOf } from './applications.ts';
import { trapWork } from './trap-work.ts';

const DISTRICT = '330203';

/** A department reports by itself, signed. */
async function callback(publicUrl: string, path: string, now: Date, event: Record<string, unknown>): Promise<void> {
  const raw = JSON.stringify(event);
  const headers = { 'content-type': 'application/json', [signatureHeader]: signCallback(CALLBACK_SECRET, raw, now) };
  const answer = await fetch(publicUrl + path, { method: 'POST', headers, body: raw });
  expect(answer.status).toBe(200);
}

/** The legal traps of domain §5.13 about taxes: none unpaid, none short, the rate of the day and of the measured area. */
export function taxTrapsAcceptance(
  startEngine: (db: TestDatabase, clock: TestClock) => Promise<EngineUnderTest>,
): void {
  let system: System;
  beforeAll(async () => {
    system = await startSystem(startEngine);
  }, SYSTEM_STARTS_WITHIN_MS);
  afterAll(() => system?.stop());

  const { staff, freshHome, freshBuyer, completed } = trapWork(() => system, DISTRICT);

  test('§5.13-14 with the deed tax unpaid nothing the supervisor presses leads to 登簿', async () => {
    const unit = freshHome();
    const application = saleOf(unit, freshBuyer());
    const caseNo = await staff.accept(application);
    const supervisor = await staff.as('supervisor');
    // the reviewer's task is seen, but neither taken nor done by a supervisor
    const review = await (await staff.as('reviewer')).waitForTask(caseNo, 'Review', PATIENCE_MS);
    expect((await supervisor.openTask(review.taskKey)).canComplete).toBe(false);
    await expect(supervisor.post(`/api/tasks/${review.taskKey}/claim`)).rejects.toMatchObject({ status: 403 });
    await staff.does(application, caseNo, 'Review');
    const detail = await eventually('the tax to pay', async () => {
      const found = await staff.caseOf(caseNo);
      return found.tax?.state === 'ASSESSED' && found;
    });
    expect(detail.tax?.totalFen).toBeGreaterThan(0);
    const signed = { elementId: 'SignBook', signDecision: 'enter', opinion: '主管要求登簿。', pin: 'yitong-demo' };
    for (const elementId of ['SignBook', 'Review'])
      await expect(
        supervisor.post(`/api/tasks/${review.taskKey}/complete`, { ...signed, elementId }),
      ).rejects.toMatchObject({ status: expect.toSatisfy((status: number) => [403, 404, 409, 422].includes(status)) });
    const decide = supervisor.post(`/api/cases/${caseNo}/escalation/decision`, {
      decision: 'approve',
      opinion: '先登簿后补税。',
    });
    await expect(decide).rejects.toMatchObject({
      status: expect.toSatisfy((status: number) => status >= 400 && status < 500),
    });
    const after = await staff.caseOf(caseNo);
    expect(after).toMatchObject({ registeredAt: null, certificates: [] });
    expect(after.openTasks.map(({ elementId }) => elementId)).not.toContain('SignBook');
    expect((await staff.pageOf(unit.unitCode)).ownership?.caseNo).not.toBe(caseNo);
    // paid, it is entered
    expect((await staff.finish(application, caseNo)).status).toBe('completed');
  }, 120_000);

  test('a tax paid short is an incident on the supervisor’s board, never a paid case; the right sum and a retry mend it', async () => {
    const application = saleOf(freshHome(), freshBuyer());
    const caseNo = await staff.accept(application);
    const assessed = await eventually('the assessment', async () => {
      const { tax } = await staff.caseOf(caseNo);
      return tax?.state === 'ASSESSED' && tax;
    });
    const told = (eventId: string, totalFen: number) =>
      callback(system.publicUrl, '/api/callbacks/tax', system.clock.now(), {
        event: 'tax.result',
        eventId,
        caseNo,
        taxCaseNo: assessed.taxCaseNo,
        result: 'paid',
        totalFen,
        at: system.clock.now().toISOString(),
        reason: null,
      });
    await told('short-1', assessed.totalFen - 100);
    const supervisor = await staff.as('supervisor');
    const incident = await eventually('the incident', async () =>
      (await supervisor.get<IncidentList>('/api/incidents')).items.find((one) => one.caseNo === caseNo),
    );
    expect(incident.message).toMatch(/税务机关回告的金额为.+元，应为.+元，两者不符/);
    await staff.does(application, caseNo, 'Review');
    expect(await staff.caseOf(caseNo)).toMatchObject({ registeredAt: null, tax: { state: 'ASSESSED' } });
    await staff.pay(caseNo);
    await eventually('the payment', async () => (await staff.caseOf(caseNo)).tax?.state === 'PAID');
    await supervisor.post(`/api/incidents/${incident.incidentKey}/retry`);
    expect((await staff.finish(application, caseNo)).status).toBe('completed');
  }, 120_000);

  describe('§5.13-15 deed tax of a second home', () => {
    /** The home measured anew (BDC-08). */
    const measured = async (area: number): Promise<DemoUnit> => {
      const unit = freshHome();
      const innerArea = Math.round(area * 82) / 100;
      const sharedArea = Math.round((area - innerArea) * 100) / 100;
      const facts = { reason: '测绘更正', basisNo: '测绘成果1号', area, innerArea, sharedArea };
      await completed({ ...changeOf(unit), facts });
      expect((await staff.pageOf(unit.unitCode)).unit.area).toBe(area);
      return { ...unit, area };
    };
    /** In percent of the price without value-added tax. */
    const deedRate = async (area: number, signedOn: string): Promise<number> => {
      const unit = await measured(area);
      // a buyer who owns one home already
      const person = freshBuyer();
      await completed(saleOf(freshHome(), person));
      const contract = { priceFen: 300_000_000, signedOn, payMode: 'full' as const, escrow: false };
      const application = saleOf(unit, person, { contract });
      const caseNo = await staff.accept(application);
      const { tax } = await staff.clear(caseNo);
      const fen = (kind: string) => tax?.lines.find(({ name }) => name === kind)?.amountFen ?? 0;
      await staff.finish(application, caseNo);
      return Math.round((fen('契税') / (contract.priceFen - fen('增值税'))) * 10_000) / 100;
    };

    test('exactly 140.00 ㎡ in 2026: 1 %', async () => {
      expect(await deedRate(140, '2026-11-20')).toBe(1);
    }, 120_000);
    test('140.01 ㎡ in 2026: 2 %', async () => {
      expect(await deedRate(140.01, '2026-11-20')).toBe(2);
    }, 120_000);
    test('100 ㎡ by a contract of 2024-11-30: 2 %', async () => {
      expect(await deedRate(100, '2024-11-30')).toBe(2);
    }, 120_000);
  });
}
