import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestClock } from '../../platform/clock.ts';
import { readPackages } from '../../scripts/demo/package.ts';
import { runDemo } from '../../scripts/demo/run-demo.ts';
import { usualWork } from '../../scripts/demo/usual-work.ts';
import { payOpenOrders } from '../../scripts/demo/world.ts';
import { type DeskClient, DeskRefusal, signIn } from '../../scripts/play/desk-client.ts';
import type { Application, Board, CompletedTask, IncidentList, StepId } from '../../server/api/index.ts';
import type { TestDatabase } from '../support/database.ts';
import { eventually, PATIENCE_MS } from '../support/eventually.ts';
import {
  type EngineUnderTest,
  MONDAY_0900,
  SYSTEM_STARTS_WITHIN_MS,
  type System,
  startSystem,
} from '../support/system.ts';
import { buyer, plainHome, saleOf } from './applications.ts';

const EXAMPLES = join(import.meta.dirname, '../../examples/applications');

/**
 * What the registration must do, whatever engine runs it. The same scenarios on the embedded engine and on a real
 * Camunda broker; server, workers and departments are the product's own, time is a test clock.
 */
export function registrationAcceptance(
  startEngine: (db: TestDatabase, clock: TestClock) => Promise<EngineUnderTest>,
): void {
  let system: System;
  beforeAll(async () => {
    system = await startSystem(startEngine);
  }, SYSTEM_STARTS_WITHIN_MS);
  afterAll(() => system?.stop());

  const staff = (role: string, district: string): Promise<DeskClient> => system.as(`${role}-${district}`);

  async function work(role: string, application: Application, caseNo: string, step: StepId): Promise<CompletedTask> {
    const person = await staff(role, application.unitCodes[0]!.slice(0, 6));
    const task = await person.waitForTask(caseNo, step, PATIENCE_MS);
    if (task.state === 'open') await person.post(`/api/tasks/${task.taskKey}/claim`);
    const detail = await person.openTask(task.taskKey);
    return person.post(`/api/tasks/${task.taskKey}/complete`, usualWork(step, detail, application, new Map(), 1));
  }

  /** Files and accepts a sale; tax and contract go their way. */
  async function accepted(application: Application): Promise<string> {
    const acceptor = await staff('acceptor', application.unitCodes[0]!.slice(0, 6));
    const { caseNo } = await acceptor.fileCase(application);
    await work('acceptor', application, caseNo, 'CollectMaterials');
    await eventually('acceptance', async () => (await acceptor.getCase(caseNo)).acceptedAt);
    return caseNo;
  }

  const pay = (caseNo: string) => payOpenOrders(system.simulators.addresses as never, caseNo);

  /** Does everything that is left until the case is closed. */
  async function finish(application: Application, caseNo: string): Promise<void> {
    const roles: Partial<Record<StepId, string>> = { Review: 'reviewer', SignBook: 'registrar' };
    const acceptor = await staff('acceptor', application.unitCodes[0]!.slice(0, 6));
    await eventually(`the end of ${caseNo}`, async () => {
      const detail = await acceptor.getCase(caseNo);
      for (const task of detail.openTasks) {
        const role = roles[task.elementId as StepId];
        if (role) await work(role, application, caseNo, task.elementId as StepId).catch(lostRace);
      }
      await pay(caseNo);
      return detail.closedAt;
    });
  }
  const lostRace = (err: unknown) => {
    if (!(err instanceof DeskRefusal) || ![404, 409].includes(err.status)) throw err;
  };

  describe('application packages', () => {
    test('every package of examples/applications ends as it should, and each certificate number exists once', async () => {
      const report = await runDemo({
        publicUrl: system.publicUrl,
        departments: system.simulators.addresses,
        packages: readPackages(EXAMPLES),
        concurrency: 3,
        timeoutMs: 150_000,
      });
      const differences = report.results.flatMap(({ example, differences }) =>
        differences.map((one) => `${example.name}: ${one}`),
      );
      expect(differences).toEqual([]);
      expect(report.certificateProblems).toEqual([]);
    }, 400_000);
  });

  describe('the clock of 60 working minutes', () => {
    test('warns at 45 and breaches at 60 working minutes, with the tax pause taken out', async () => {
      // given a sale accepted on Monday at 09:00 whose taxes are paid at once
      await system.setTime(MONDAY_0900);
      const application = saleOf(plainHome('330213', 0), buyer(1));
      const caseNo = await accepted(application);
      await eventually('the tax order', async () => {
        await pay(caseNo);
        return (await system.registry.sla.get(caseNo))?.pauses.some((one) => one.resumedAt !== null);
      });

      // when 44 minutes have passed nothing is said; at 45 the handler is warned
      await system.setTime('2026-11-23T09:44:00+08:00');
      await pause(500);
      expect((await system.registry.sla.get(caseNo))?.level).toBe('ok');
      await system.setTime('2026-11-23T09:45:01+08:00');
      await eventually('the warning', async () => (await system.registry.sla.get(caseNo))?.level === 'warn');

      // then at 60 it is a breach that the supervisor sees
      await system.setTime('2026-11-23T10:00:01+08:00');
      await eventually('the breach', async () => (await system.registry.sla.get(caseNo))?.level === 'breach');
      const supervisor = await staff('supervisor', '330213');
      const board = await supervisor.get<Board>('/api/board');
      expect(board.urgent.map((row) => row.caseNo)).toContain(caseNo);
      expect(board.strip.over).toBeGreaterThan(0);
      await finish(application, caseNo);
    });
  });

  describe('departments that fail', () => {
    test('tax office down for two minutes: the case waits, an incident shows, retry finishes it', async () => {
      await system.setTime('2026-11-23T10:30:00+08:00');
      const application = saleOf(plainHome('330212', 0), buyer(2));
      await system.fault('tax', { fail: 'down' });
      const caseNo = await accepted(application);
      const supervisor = await staff('supervisor', '330212');
      // Back-off runs on the engine's clock: time passes while the office is down.
      let minute = 0;
      const incident = await eventually('the incident on the board', async () => {
        minute += 10;
        await system.setTime(new Date(new Date('2026-11-23T10:30:00+08:00').getTime() + minute * 1000));
        const { items } = await supervisor.get<IncidentList>('/api/incidents');
        return items.find((one) => one.caseNo === caseNo);
      });
      expect(incident.advice.length).toBeGreaterThan(5);
      expect((await supervisor.getCase(caseNo)).closedAt).toBeNull();

      await system.setTime('2026-11-23T10:33:00+08:00');
      await system.fault('tax', {});
      await supervisor.post(`/api/incidents/${incident.incidentKey}/retry`);
      await finish(application, caseNo);
      expect((await supervisor.getCase(caseNo)).status).toBe('completed');
    });

    test('payment answered twice: one payment', async () => {
      await system.setTime('2026-11-23T11:00:00+08:00');
      const application = saleOf(plainHome('330211', 0), buyer(3));
      await system.fault('payment', { twice: true });
      await system.fault('tax', { twice: true });
      const caseNo = await accepted(application);
      await finish(application, caseNo);
      await system.fault('payment', {});
      await system.fault('tax', {});
      const { rows } = await system.db.pool.query(
        "SELECT count(*) FILTER (WHERE state = 'SETTLED')::int AS settled, count(*)::int AS all FROM registry.payment_orders WHERE case_no = $1",
        [caseNo],
      );
      expect(rows).toEqual([{ settled: 1, all: 1 }]);
      expect((await (await staff('acceptor', '330211')).getCase(caseNo)).status).toBe('completed');
    });
  });

  describe('races and separation of duties', () => {
    let caseNo: string;
    let application: Application;
    beforeAll(async () => {
      await system.setTime('2026-11-23T13:40:00+08:00');
      application = saleOf(plainHome('330206', 0), buyer(4));
      caseNo = await accepted(application);
    });

    test('two clerks complete the same task at once: one succeeds, the other gets 409 and a sentence', async () => {
      const reviewer = await staff('reviewer', '330206');
      const task = await reviewer.waitForTask(caseNo, 'Review', PATIENCE_MS);
      await reviewer.post(`/api/tasks/${task.taskKey}/claim`);
      const detail = await reviewer.openTask(task.taskKey);
      const body = usualWork('Review', detail, application, new Map(), 1);
      const answers = await Promise.allSettled([
        reviewer.post(`/api/tasks/${task.taskKey}/complete`, body),
        reviewer.post(`/api/tasks/${task.taskKey}/complete`, { ...body, opinion: '另一窗口同时提交。' }),
      ]);
      const lost = answers.flatMap((one) => (one.status === 'rejected' ? [one.reason as DeskRefusal] : []));
      expect(lost).toHaveLength(1);
      expect(lost[0]!.status).toBe(409);
      expect(lost[0]!.problem.detail).toMatch(/[\u4e00-\u9fa5]{6,}/);
      const { rows } = await system.db.pool.query(
        "SELECT opinion FROM registry.reviews WHERE case_no = $1 AND step = 'review'",
        [caseNo],
      );
      expect(rows).toHaveLength(1);
    });

    test('§5.13-11 the acceptor cannot open the review: 403 from the API, and a refusal from the database', async () => {
      // given a clerk who accepted the case and was then moved to the reviewers
      await system.setTime('2026-11-23T14:00:00+08:00');
      const other = saleOf(plainHome('330206', 1), buyer(5));
      const theirs = await accepted(other);
      const account = 'acceptor-330206';
      await system.db.pool.query("UPDATE registry.users SET role = 'reviewer' WHERE user_id = $1", [account]);
      const moved = await signIn(system.publicUrl, account);
      const task = await moved.waitForTask(theirs, 'Review', PATIENCE_MS);

      // when they try to open it, the API refuses
      await expect(moved.openTask(task.taskKey)).rejects.toMatchObject({
        status: 403,
        code: 'ACCEPTOR_CANNOT_REVIEW',
      });
      await expect(moved.post(`/api/tasks/${task.taskKey}/claim`)).rejects.toMatchObject({ status: 403 });

      // and beneath it the database refuses the row itself
      const review = system.registry.cases.recordReview({
        caseNo: theirs,
        taskKey: task.taskKey,
        step: 'review',
        decision: 'approve',
        by: { userId: account, role: 'reviewer', district: '330206' },
      });
      await expect(review).rejects.toMatchObject({ code: 'SEPARATION_OF_DUTIES' });
      const forged = `INSERT INTO registry.reviews
        SELECT case_no, 'forged', 'review', 'approve', reason_code, opinion, checklist, user_id, role, at
        FROM registry.reviews WHERE case_no = $1 AND step = 'intake'`;
      await expect(system.db.pool.query(forged, [theirs])).rejects.toThrow(/INV-29/);
    });
  });
}
