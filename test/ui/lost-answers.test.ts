import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { usualWork } from '../../scripts/demo/usual-work.ts';
import { type DepartmentUrls, payOpenOrders } from '../../scripts/demo/world.ts';
import { callDepartment } from '../../scripts/play/department.ts';
import { signIn as staffSignIn } from '../../scripts/play/desk-client.ts';
import { buyer, plainHome, saleOf } from '../acceptance/applications.ts';
import { eventually } from '../support/eventually.ts';
import type { Window } from './chromium.ts';
import { shot, shotOnFailure, signIn } from './desk.ts';

const DISTRICT = '330213';
const PATIENCE_MS = 120_000;

describe('results that do not come', () => {
  let supervisor: Window;
  let caseNo: string;
  const tax = inject('departments').tax;

  beforeAll(async () => {
    // Taxes are paid when the test says so.
    await callDepartment(`${tax}/faults`, 'PUT', { auto: false });
    const application = saleOf(plainHome(DISTRICT, 7), buyer(31));
    const acceptor = await staffSignIn(inject('publicUrl'), `acceptor-${DISTRICT}`);
    ({ caseNo } = await acceptor.fileCase(application));
    const task = await acceptor.waitForTask(caseNo, 'CollectMaterials', PATIENCE_MS);
    const detail = await acceptor.openTask(task.taskKey);
    await acceptor.perform(caseNo, usualWork('CollectMaterials', detail, application, new Map(), 1), PATIENCE_MS);
    await eventually('the assessment', async () => (await acceptor.getCase(caseNo)).tax?.state === 'ASSESSED', {
      patienceMs: PATIENCE_MS,
    });
    supervisor = await signIn(`supervisor-${DISTRICT}`);
  }, 240_000);
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await shotOnFailure([supervisor], task.name);
  });
  afterAll(async () => {
    await callDepartment(`${tax}/faults`, 'PUT', { auto: true });
    await supervisor.close();
  });

  test('the page of a case says what is awaited, and a supervisor asks for it', async () => {
    const { page } = supervisor;
    await page.goto(`/cases/${caseNo}`);
    const panel = page.locator('section.panel').filter({ hasText: '等待外部门结果' });
    await panel.getByText('税务', { exact: true }).waitFor();
    await panel.getByText('起自动查询').waitFor();
    await panel.getByRole('button', { name: '向部门查询结果' }).click();
    await page.getByText('税务：对方仍在办理').waitFor();
    await panel.getByText('对方仍在办理', { exact: true }).waitFor();
    await shot(page, 'waiting-answers');
    const screen = page.viewportSize()!;
    await page.setViewportSize({ width: 390, height: 844 });
    await panel.scrollIntoViewIfNeeded();
    await shot(page, 'waiting-answers-phone');
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    await page.setViewportSize(screen);
    await page.goto(`/cases/${caseNo}?tab=timeline`);
    await page.getByText('向税务查询结果：对方仍在办理').waitFor();
  });

  test('the page of the departments counts what waits, and asks for all of it', async () => {
    const { page } = supervisor;
    await page.goto('/simulators');
    const row = page.locator('tr').filter({ hasText: '件等待结果' }).filter({ hasText: '税务' });
    await row.getByText(/^[1-9]\d* 件等待结果$/).waitFor();
    await row.getByRole('button', { name: '向部门查询结果' }).click();
    await page.getByText(/^正在向税务查询 [1-9]\d* 件的结果/).waitFor();
    await shot(page, 'simulators-waiting', true);
  });

  test('when the result is there nothing is awaited any more', async () => {
    const { page } = supervisor;
    await page.goto(`/cases/${caseNo}`);
    const panel = page.locator('section.panel').filter({ hasText: '等待外部门结果' });
    await panel.getByText('税务', { exact: true }).waitFor();
    await payOpenOrders(inject('departments') as DepartmentUrls, caseNo);
    await panel.getByText('税务', { exact: true }).waitFor({ state: 'detached' });
    expect(supervisor.errors).toEqual([]);
  });
});
