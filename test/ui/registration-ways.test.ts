import { Pool } from 'pg';
import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { systemClock } from '../../platform/clock.ts';
import { usualWork } from '../../scripts/demo/usual-work.ts';
import { type DepartmentUrls, payOpenOrders } from '../../scripts/demo/world.ts';
import { saleOf } from '../../scripts/play/applications.ts';
import { signIn as signInOverHttp } from '../../scripts/play/desk-client.ts';
import { reviewTo } from '../../scripts/play/registration.ts';
import type { Application, StepId } from '../../server/api/index.ts';
import { changeOf, plainHome } from '../acceptance/applications.ts';
import { officeScreen, phoneScreen, type Window } from './chromium.ts';
import { findHome } from './city.ts';
import { choose, decide, openTask, shot, shotOnFailure, signIn } from './desk.ts';
import { newcomer, scan } from './intake.ts';

const DISTRICT = '330212';
const PATIENCE_MS = 60_000;
const INSIDE = { left: true, right: true };
const buyer = newcomer('许知远', '19900817', 955);
const today = systemClock.now().toISOString().slice(0, 10); // today, or yesterday in Ningbo: not later than today

/** The ways beside the main one, as the office sees them: view, escalation, supplement, refusal, withdrawal, archive gap, 催办 and 转派. */
describe('the ways of a registration in the browser', () => {
  let pool: Pool;
  let reviewer: Window;
  let supervisor: Window;
  let acceptor: Window;
  let archivist: Window;
  const windows = () => [reviewer, supervisor, acceptor, archivist].filter(Boolean);
  beforeAll(async () => {
    pool = new Pool({ connectionString: inject('databaseUrl'), max: 1 });
    reviewer = await signIn(`reviewer-${DISTRICT}`);
    supervisor = await signIn(`supervisor-${DISTRICT}`);
    acceptor = await signIn(`acceptor-${DISTRICT}`);
    archivist = await signIn('archivist');
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await shotOnFailure(windows(), task.name);
  });
  afterAll(async () => {
    for (const window of windows()) await window.close();
    await pool?.end();
  });

  const asRole = (role: string) => signInOverHttp(inject('publicUrl'), `${role}-${DISTRICT}`);

  async function does(role: string, application: Application, caseNo: string, step: StepId): Promise<void> {
    const person = await asRole(role);
    const task = await person.waitForTask(caseNo, step, PATIENCE_MS);
    const detail = await person.openTask(task.taskKey);
    await person.perform(caseNo, usualWork(step, detail, application, new Map(), 1), PATIENCE_MS);
  }
  async function sale(): Promise<Application> {
    const { unitCode, location, seller } = await findHome(DISTRICT);
    const person = { nature: 'person' as const, idType: 'citizen' as const, phone: '13800000011' };
    const owners = [{ ...person, ...seller }];
    const home = { unitCode, location, district: DISTRICT, area: 90, owners, mortgage: null };
    return saleOf(home, { ...person, ...buyer }, today);
  }
  /** A case that waits for its review, filed and accepted at another counter than the browser's. */
  async function accepted(made?: Application): Promise<{ caseNo: string; application: Application }> {
    const application = made ?? (await sale());
    const { caseNo } = await (await asRole('acceptor')).fileCase(application);
    await does('acceptor', application, caseNo, 'CollectMaterials');
    return { caseNo, application };
  }
  /** Pays what is asked for until this step is open. */
  async function paidUntil(caseNo: string, step: StepId): Promise<void> {
    const window = await asRole('acceptor');
    const look = async () => {
      await payOpenOrders(inject('departments') as DepartmentUrls, caseNo);
      return (await window.getCase(caseNo)).openTasks.map((one) => one.elementId);
    };
    await expect.poll(look, { timeout: PATIENCE_MS }).toContain(step);
  }
  /** Whether the left and the right side of something lie in a phone's screen. */
  async function sides(what: Locator): Promise<typeof INSIDE> {
    const box = await what.boundingBox();
    return { left: (box?.x ?? -1) >= 0, right: box !== null && box.x + box.width <= phoneScreen.width };
  }

  /** The same page on a phone: nothing runs out of it at the side. `look` sees it in that size. */
  async function onPhone({ page }: Window, name: string, look?: () => Promise<void>): Promise<void> {
    await page.setViewportSize(phoneScreen);
    await page.waitForTimeout(200);
    await look?.();
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    await shot(page, `${name}-phone`, true);
    await page.setViewportSize(officeScreen);
    expect({ name, wider }).toEqual({ name, wider: 0 });
  }

  test('an on-site view: appointed with two people, photographed, back in the review', async () => {
    const { caseNo } = await accepted(changeOf(plainHome(DISTRICT, 15)));
    const { page } = reviewer;
    await openTask(page, caseNo);
    await page.getByLabel('审核意见').fill('房屋现状需核实。');
    await decide(page, '实地查看');
    await (await asRole('reviewer')).waitForTask(caseNo, 'ScheduleOnSite', PATIENCE_MS);

    await openTask(page, caseNo);
    await page.getByLabel('查看时间').fill(`${Number(today.slice(0, 4)) + 1}-03-02T10:00`);
    for (const name of ['审核', '受理']) {
      await page.getByLabel('查看人员').click();
      await page
        .locator('.ant-select-dropdown:visible .ant-select-item-option')
        .filter({ hasText: name })
        .first()
        .click();
      await page.keyboard.press('Escape');
    }
    await shot(page, 'ways-onsite-schedule', true);
    await shot(page, 'ways-onsite-schedule-screen');
    await onPhone(reviewer, 'ways-onsite-schedule');
    expect(await decide(page, '约定查看')).toContain('暂停计时');
    await (await asRole('reviewer')).waitForTask(caseNo, 'RecordOnSite', PATIENCE_MS);

    await openTask(page, caseNo);
    await page.locator('.sla-word').filter({ hasText: '暂停' }).waitFor();
    await page.locator('input[type=file]').setInputFiles(await scan('onsite'));
    await page.getByRole('button', { name: '照片 1' }).waitFor();
    await page.getByText('一致', { exact: true }).click();
    await page.getByRole('button', { name: '现场坐落、结构、用途与登记簿记载一致。' }).click();
    await shot(page, 'ways-onsite-record', true);
    await onPhone(reviewer, 'ways-onsite-record');
    expect(await decide(page, '提交查看记录')).toContain('照片 1');
    await (await asRole('reviewer')).waitForTask(caseNo, 'Review', PATIENCE_MS);
    await openTask(page, caseNo);
    await page.getByRole('heading', { name: '实地查看' }).waitFor();
    await page.getByText('与登记簿一致', { exact: true }).waitFor();
    await shot(page, 'ways-onsite-back', true);
  });

  test("an escalation: the supervisor sees the reviewer's doubt and decides from the task or the board", async () => {
    const { caseNo } = await accepted();
    await reviewTo(await asRole('reviewer'), caseNo, 'escalate', '权属来源与档案记载不一致，提请会商。');
    await (await asRole('supervisor')).waitForTask(caseNo, 'DecideEscalation', PATIENCE_MS);
    const { page } = supervisor;
    await openTask(page, caseNo);
    await page.getByText('权属来源与档案记载不一致，提请会商。').waitFor();
    await page.getByRole('button', { name: '请补充权属来源说明后再审。' }).click();
    await shot(page, 'ways-escalation', true);
    await shot(page, 'ways-escalation-screen');
    await onPhone(supervisor, 'ways-escalation');
    await page.goto('/board');
    const row = page.locator('section').filter({ hasText: '待决会商' }).getByRole('row').filter({ hasText: caseNo });
    await row.getByRole('button', { name: '直接决定' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('附条件同意').click();
    await dialog.getByLabel('会商意见').fill('补充来源说明后登记。');
    await shot(page, 'ways-escalation-board');
    await dialog.getByRole('button', { name: '作出决定' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await (await asRole('reviewer')).waitForTask(caseNo, 'Review', PATIENCE_MS);
    await openTask(reviewer.page, caseNo);
    await reviewer.page.getByText('补充来源说明后登记。').waitFor();
    await shot(reviewer.page, 'ways-escalation-back', true);
  });

  test('a supplement: asked for with all gaps, handed in at the window, reviewed again', async () => {
    const { caseNo } = await accepted();
    const { page } = reviewer;
    await openTask(page, caseNo);
    const ask = page.locator('.decision-bar').getByRole('button', { name: /^退回补正/ });
    const dialog = page.getByRole('dialog');
    // nothing is said to be written while the form lacks what would be
    await page.getByRole('button', { name: '申请材料不齐全，请一次性补正。' }).click();
    await ask.click();
    await dialog.getByRole('alert').getByText('退回补正须一次性列全需补正的材料。').waitFor();
    expect(await dialog.getByText('将通知申请人补正').count()).toBe(0);
    await shot(page, 'ways-supplement-gap');
    await dialog.getByRole('button', { name: /^返\s?回$/ }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByLabel('需补正的材料').click();
    await page.locator('.ant-select-dropdown:visible .ant-select-item-option').first().click();
    await page.keyboard.press('Escape');
    await ask.click();
    await dialog.getByText('将通知申请人补正：登记申请书').waitFor();
    await shot(page, 'ways-supplement-asked');
    const reason = dialog.getByLabel(/理由/);
    if (await reason.count()) await choose(page, '理由', '申请材料不齐全');
    await dialog.getByRole('button', { name: '退回补正', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });

    const window = acceptor.page;
    await window.goto(`/cases/${caseNo}`);
    const received = window.getByRole('button', { name: '收到补正' });
    await received.waitFor({ timeout: PATIENCE_MS });
    await window.getByText(/等申请人补正：登记申请书.*收到后点页首的“收到补正”/).waitFor();
    await shot(window, 'ways-supplement-case', true);
    await onPhone(acceptor, 'ways-supplement-case');
    await received.click();
    await window.getByRole('dialog').getByRole('checkbox').first().check();
    await window.getByRole('dialog').getByText('要求补正：登记申请书').waitFor();
    await shot(window, 'ways-supplement-received');
    await window.getByRole('dialog').getByRole('button', { name: '确认收到，继续办理' }).click();
    await (await asRole('reviewer')).waitForTask(caseNo, 'Review', PATIENCE_MS);
  });

  test('a refusal: the supervisor confirms it, the decision is in the file', async () => {
    const { caseNo } = await accepted();
    await (await asRole('reviewer')).perform(
      caseNo,
      {
        elementId: 'Review',
        reviewDecision: 'refuse',
        reasonCode: 'DISPUTE',
        checklist: [],
        opinion: '权属有争议，不予登记。',
      },
      PATIENCE_MS,
    );
    await (await asRole('supervisor')).waitForTask(caseNo, 'ConfirmRefusal', PATIENCE_MS);
    const { page } = supervisor;
    await openTask(page, caseNo);
    await page.getByRole('button', { name: '确认不予登记。' }).click();
    await shot(page, 'ways-refusal', true);
    await onPhone(supervisor, 'ways-refusal');
    await decide(page, '同意不予登记');
    await acceptor.page.goto(`/cases/${caseNo}`);
    await acceptor.page.locator('.page-head').getByText('不予登记').waitFor({ timeout: PATIENCE_MS });
    await acceptor.page.goto(`/cases/${caseNo}?tab=documents`);
    await acceptor.page.getByRole('tab', { name: /不予登记决定书/ }).click();
    await acceptor.page.locator('.pdf-pane canvas').waitFor();
    await acceptor.page.waitForTimeout(800);
    await shot(acceptor.page, 'ways-refusal-decision');
  });

  test('a withdrawal: said what it undoes, and closed', async () => {
    const { caseNo } = await accepted();
    const { page } = acceptor;
    await page.goto(`/cases/${caseNo}`);
    await page.getByRole('button', { name: '申请人撤回' }).click();
    await page.getByRole('dialog').getByLabel('撤回原因').fill('双方协商解除买卖。');
    await shot(page, 'ways-withdraw');
    await page.getByRole('dialog').getByRole('button', { name: '撤回申请' }).click();
    await page.locator('.page-head').getByText('已撤回').waitFor({ timeout: PATIENCE_MS });
    await page.getByText('本件已撤回，不出证。').waitFor();
    await shot(page, 'ways-withdrawn', true);
    await onPhone(acceptor, 'ways-withdrawn');
  });

  test('an overdue case on the board: urged, handed to a colleague', async () => {
    const { caseNo } = await accepted();
    const task = await (await asRole('reviewer')).waitForTask(caseNo, 'Review', PATIENCE_MS);
    await (await asRole('reviewer')).post(`/api/tasks/${task.taskKey}/claim`);
    await pool.query(
      `INSERT INTO registry.users (user_id, display_name, role, district, organisation_id, password_hash)
       SELECT 'reviewer2-' || district, display_name || '乙', role, district, organisation_id, password_hash
         FROM registry.users WHERE user_id = $1 ON CONFLICT DO NOTHING`,
      [`reviewer-${DISTRICT}`],
    );
    await pool.query(
      `UPDATE registry.sla_ledger SET started_at = now() - interval '3 days', warn_at = now() - interval '2 days',
         due_at = now() - interval '1 day' WHERE case_no = $1`,
      [caseNo],
    );
    const { page } = supervisor;
    await page.goto('/board');
    const row = page.locator('section').filter({ hasText: '临期与超期' }).getByRole('row').filter({ hasText: caseNo });
    await row.waitFor();
    await shot(page, 'ways-board', true);
    await onPhone(supervisor, 'ways-board', async () => {
      // What one does with the case is in view without scrolling the table, and so is where somebody has to act.
      for (const name of ['催办', '转派']) expect(await sides(row.getByRole('button', { name }))).toEqual(INSIDE);
      const waiting = page.locator('.diagram').locator('.mark-late .djs-visual, .mark-incident .djs-visual');
      await expect.poll(async () => Promise.all((await waiting.all()).map(sides))).toContainEqual(INSIDE);
    });
    await row.getByRole('button', { name: '催办' }).click();
    await page.getByText('已催办').waitFor();
    await row.getByRole('button', { name: '转派' }).click();
    await page.getByLabel('接办人').click();
    await page.locator('.ant-select-dropdown:visible .ant-select-item-option').first().waitFor();
    await shot(page, 'ways-reassign');
    const taker = page
      .locator('.ant-select-dropdown:visible .ant-select-item-option')
      .filter({ hasText: 'reviewer2-' });
    const name = ((await taker.textContent()) ?? '').replace(/（.*/, '');
    await taker.click();
    await page.getByRole('dialog').getByRole('button', { name: '转派', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await row.getByText(name).waitFor();
    await shot(page, 'ways-reassigned');
  });

  test('a gap in the file: the archivist sees what is missing, scans it, and the file is archived', async () => {
    const { caseNo, application } = await accepted();
    await does('reviewer', application, caseNo, 'Review');
    await paidUntil(caseNo, 'SignBook');
    // given a paper that left the file after it was received
    await pool.query(
      `UPDATE registry.case_materials SET present = false, document_id = NULL
        WHERE case_no = $1 AND required AND source IN ('scan', 'upload')`,
      [caseNo],
    );
    await does('registrar', application, caseNo, 'SignBook');
    await paidUntil(caseNo, 'ArchiveGap');
    const { page } = archivist;
    await openTask(page, caseNo);
    await page.getByRole('heading', { name: '案卷缺件' }).waitFor();
    await shot(page, 'ways-archive-gap', true);
    await onPhone(archivist, 'ways-archive-gap');
    const lines = page.locator('section').filter({ hasText: '案卷缺件' }).locator('input[type=file]');
    while ((await lines.count()) > 0) {
      const before = await lines.count();
      await lines.first().setInputFiles(await scan(`gap-${before}`));
      await expect.poll(() => lines.count(), { timeout: 20_000 }).toBe(before - 1);
    }
    await page.getByText('必要材料都已在案卷中').waitFor();
    await page.getByLabel('处理情况').fill('已从窗口取回原件补扫。');
    await shot(page, 'ways-archive-filled');
    expect(await decide(page, '已补齐，重新归档')).toContain('移交档案馆');
    await expect
      .poll(async () => (await (await asRole('acceptor')).getCase(caseNo)).status, { timeout: PATIENCE_MS })
      .toBe('completed');
  });

  test('no page logged an error', () => {
    expect(windows().flatMap((window) => window.errors)).toEqual([]);
  });
});
