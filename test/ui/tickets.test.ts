import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { officeScreen, phoneScreen, type Window } from './chromium.ts';
import { findHome } from './city.ts';
import { shot, shotOnFailure, signIn } from './desk.ts';
import { setCallGap } from './hall-rules.ts';
import { fileCase, fillSale, handInAndAccept, newcomer } from './intake.ts';

const DISTRICT = '330211';

/** 取号 → 叫号 → 受理: the wait before the case's clock, at the window, on the case and on the supervisor's board. */
describe('the queue at the window', () => {
  let clerk: Window;
  let supervisor: Window;
  beforeAll(async () => {
    clerk = await signIn(`acceptor-${DISTRICT}`);
    supervisor = await signIn(`supervisor-${DISTRICT}`);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await shotOnFailure([clerk, supervisor], task.name);
  });
  afterAll(async () => {
    await clerk.close();
    await supervisor.close();
  });

  test('numbers are taken and called, and the case filed meanwhile belongs to the one at the window', async () => {
    const { page } = clerk;
    await page.getByRole('link', { name: '叫号' }).click();
    await page.getByText('没有人在候号').waitFor();
    for (const number of ['001', '002']) {
      await page.getByRole('button', { name: /^取\s?号$/ }).click();
      await page.getByText(`已取号：${number} 号。`).waitFor();
    }
    expect(await page.getByRole('button', { name: '叫下一号' }).isDisabled()).toBe(true);
    await page.getByLabel('窗口', { exact: true }).fill('3 号窗口');
    await page.getByRole('button', { name: '叫下一号' }).click();
    const open = page.getByRole('region', { name: '正在接待' });
    await open.getByRole('heading', { name: '正在接待 001 号' }).waitFor();
    // a number without a result keeps the next one waiting, and the page says what to do
    await page.getByRole('button', { name: '叫下一号' }).click();
    await page.getByText('1号还没有登记结果').waitFor();
    await shot(page, 'tickets', true);
    await page.setViewportSize(phoneScreen);
    await shot(page, 'tickets-phone', true);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phoneScreen.width);
    await page.setViewportSize(officeScreen);

    await fillSale(page, await findHome(DISTRICT, 2), newcomer('方知远', '19880722', 983));
    await page.getByRole('link', { name: '正在接待 001 号' }).waitFor();
    await shot(page, 'intake-serving');
    const caseNo = await fileCase(page);
    await handInAndAccept(page);
    await setCallGap(120);
    await page.goto('/tickets');
    await open.getByRole('link', { name: caseNo }).waitFor();
    expect(await open.getByRole('button', { name: /^过\s?号$/ }).count()).toBe(0);
    await page.getByRole('button', { name: '叫下一号' }).click();
    await open.getByRole('heading', { name: '正在接待 002 号' }).waitFor();
    // a call leaves time to come: the page says how long, and neither button nor key calls again meanwhile
    await open.getByText(/\d+ 秒后可再呼/).waitFor();
    expect(await open.getByRole('button', { name: /^重\s?呼/ }).isDisabled()).toBe(true);
    await page.locator('h1').click();
    await page.keyboard.press('r');
    await open.getByText('已呼 1 次').waitFor();
    await shot(page, 'tickets-call-gap', true);
    await setCallGap(1);
    await page.reload();
    for (const times of [2, 3]) {
      await open.getByRole('button', { name: /^重\s?呼/ }).click();
      await open.getByText(`已呼 ${times} 次`).waitFor();
    }
    await open.getByRole('button', { name: /^过\s?号$/ }).click();
    await open.waitFor({ state: 'detached' });
    const called = page.locator('tbody tr');
    await called.filter({ hasText: '002' }).locator('summary', { hasText: '过号' }).waitFor();
    await called.filter({ hasText: '001' }).getByText('已办结').waitFor();

    // the supervisor sees the waits, and the case shows its own beside its clock
    const { page: desk } = supervisor;
    await desk.goto('/board');
    const panel = desk.locator('section.panel').filter({ has: desk.getByRole('heading', { name: '候号' }) });
    await panel.getByText('2、2、1').waitFor();
    await panel
      .getByText(/^\d+ 分（窗口时间内 \d+ 分）$/)
      .first()
      .waitFor();
    await panel.scrollIntoViewIfNeeded();
    await shot(desk, 'board-waits', true);
    await panel.getByRole('link', { name: caseNo }).click();
    await desk.getByText('001 号').waitFor();
    await desk.getByText('，3 号窗口').waitFor();
    await shot(desk, 'case-waited');
  });

  test('no page logged an error', () => {
    // a refused call answers 409, which the browser notes
    const errors = [...clerk.errors, ...supervisor.errors].filter((one) => !one.includes('/api/tickets/next'));
    expect(errors).toEqual([]);
  });
});
