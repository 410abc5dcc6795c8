import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { buildingRow, house, parcelRow, together, unitOf, writeCsv } from '../exchange/stock-files.ts';
import { officeScreen, phoneScreen, type Window } from './chromium.ts';
import { shot, shotOnFailure, signIn } from './desk.ts';

/** From the files of the stock to a page of the book that the platform above accepts: administrator, clerk, reviewer. */
describe('the data-quality workbench', () => {
  const windows: Window[] = [];
  const parcel = 300;
  const gaps = { unit: { 所在层: '', 室号: '', 套内面积: '', 分摊面积: '' }, holder: { 证件号: '330299900307001' } };
  const old = '仑房0300003';
  const poor = unitOf(parcel, 2);
  /** Other parcels have homes of the same number. */
  const rowOf = (page: Page, unitCode: string) =>
    page
      .locator('tbody tr')
      .filter({ hasText: unitCode.slice(12, 19) })
      .filter({ hasText: unitCode.slice(-8) });
  const upper = (method: string, unitCodes: string[]) =>
    fetch(`${inject('departments').upper}/rejected-units`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ unitCodes }),
    });
  const open = async (account: string) => {
    const window = await signIn(account);
    windows.push(window);
    return window.page;
  };
  beforeAll(() => upper('PUT', [poor]));
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await shotOnFailure(windows, task.name);
  });
  afterAll(() => Promise.all(windows.map((window) => window.close())));

  test('stock is tried out, read, and taken in; what is wrong or without land stays', async () => {
    const page = await open('sysadmin');
    await page.goto('/quality?tab=import');
    const files = writeCsv(
      together(
        { 宗地: [{ ...parcelRow(parcel), 使用期限止: '' }], 自然幢: [{ ...buildingRow(parcel), 竣工日期: '' }] },
        house(parcel, 1),
        house(parcel, 2, gaps),
        house(parcel, 3, { code: old }),
        house(parcel, 4, { holder: { 证件号: '330299199003070012' } }),
      ),
    );
    await page.getByLabel('存量数据文件').setInputFiles(files.map((file) => file.path));
    await page.getByRole('button', { name: '试算' }).click();
    const report = page.locator('section.panel').filter({ hasText: '宗地.csv' });
    await report.getByText('校验位不符').waitFor();
    await shot(page, 'quality-import', true);
    expect(await report.textContent()).toMatch(/共 14 行，4 套/);
    await report.getByRole('button', { name: '写入登记簿' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '写入登记簿' }).click();
    await report.getByText('已入库').waitFor();
    expect(await report.textContent()).toMatch(/已入库 ?2/);
    await page.goto(`/register/${unitOf(parcel, 1)}`);
    await page.getByRole('heading', { name: '当前状态' }).waitFor();
  });

  test('a clerk links a house to its land, another person reviews, and it is in the book', async () => {
    const clerk = await open('archivist');
    await clerk.goto('/quality?tab=houses');
    const row = clerk.locator('tbody tr').filter({ hasText: old });
    await row.getByRole('button', { name: '挂接' }).click();
    await clerk.getByLabel('不动产单元号').fill(unitOf(parcel, 3));
    await clerk.getByLabel('依据').fill('房产档案 2008-12 号');
    await shot(clerk, 'quality-link');
    await clerk.getByRole('button', { name: '提交复核' }).click();
    await row.getByText('待复核').waitFor();
    await shot(clerk, 'quality-houses', true);
    const reviewer = await open('supervisor-330206');
    await reviewer.goto('/quality?tab=houses');
    await reviewer.locator('tbody tr').filter({ hasText: old }).getByRole('button', { name: '复核' }).click();
    await reviewer.getByLabel('复核意见').fill('档案与宗地图相符');
    await shot(reviewer, 'quality-review');
    await reviewer.getByRole('button', { name: '同意挂接' }).click();
    await reviewer.locator('tbody tr').filter({ hasText: old }).waitFor({ state: 'detached' });
    await reviewer.goto(`/register/${unitOf(parcel, 3)}`);
    await reviewer.getByRole('heading', { name: '当前状态' }).waitFor();
  });

  test('survey data is completed, the score rises, and a rejected report is sent until it is accepted', async () => {
    const [clerk] = windows.slice(1, 2).map((window) => window.page);
    if (!clerk) throw new Error('the clerk has not signed in');
    await clerk.goto('/quality?tab=units');
    const row = rowOf(clerk, poor);
    await row.getByText('仅限窗口').waitFor();
    await shot(clerk, 'quality-units', true);
    await row.getByRole('button', { name: '补录' }).click();
    const dialog = clerk.getByRole('dialog');
    await dialog.getByLabel('所在层').fill('3');
    await dialog.getByLabel('室号').fill('301');
    await dialog.getByLabel('套内面积（㎡）').fill('65');
    await dialog.getByLabel('分摊面积（㎡）').fill('15');
    await dialog.getByLabel('竣工日期').fill('1998-06-30');
    await dialog.getByLabel('依据').fill('测绘成果报告 2026-017 号');
    await shot(clerk, 'quality-complete');
    await dialog.getByRole('button', { name: /补\s?录/ }).click();
    await row.getByText('仅限窗口').waitFor({ state: 'detached' });
    // The platform does not know the unit yet.
    await clerk.goto('/quality');
    const reject = rowOf(clerk, poor);
    await reject.getByText('不动产单元在上级库中不存在').waitFor({ timeout: 60_000 });
    await shot(clerk, 'quality-rejects', true);
    await clerk.setViewportSize(phoneScreen);
    await shot(clerk, 'quality-rejects-phone', true);
    // what is wrong and what one does about it are in view
    for (const part of [
      reject.getByText('不动产单元在上级库中不存在'),
      reject.getByRole('button', { name: '重新上报' }),
    ]) {
      const box = await part.boundingBox();
      expect(box !== null && box.x >= 0 && box.x + box.width <= phoneScreen.width).toBe(true);
    }
    const wider = await clerk.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    await clerk.setViewportSize(officeScreen);
    expect(wider).toBe(0);
    // Other files play in the same city.
    const accepted = async () => Number(/已接收 (\d+)/.exec(await clerk.getByText(/已接收 \d+ /).innerText())?.[1]);
    const before = await accepted();
    await upper('DELETE', [poor]);
    await reject.getByRole('button', { name: '重新上报' }).click();
    await clerk.getByLabel('订正说明').fill('上级平台已补登宗地图');
    await clerk.getByRole('dialog').getByRole('button', { name: '重新上报' }).click();
    await reject.waitFor({ state: 'detached' });
    // judged anew, not answered as before
    await expect.poll(accepted, { timeout: 60_000 }).toBeGreaterThan(before);
    await clerk.getByRole('tab', { name: '每日对账' }).click();
    await clerk.getByRole('button', { name: '立即对账' }).click();
    const today = clerk.locator('tbody tr').filter({ hasText: '● 一致' }).first();
    const counts = async () => {
      // 登簿、已接收、待上报、被退回
      const [entered = 0, taken = 0, ...left] = (await today.locator('td').allTextContents()).slice(1, 5).map(Number);
      return { same: entered > 0 && entered === taken, left };
    };
    await expect.poll(counts).toEqual({ same: true, left: [0, 0] });
    await shot(clerk, 'quality-daily', true);
    await clerk.setViewportSize(phoneScreen);
    await shot(clerk, 'quality-daily-phone', true);
    for (const tab of ['units', 'houses']) {
      await clerk.goto(`/quality?tab=${tab}`);
      await clerk.locator('section.panel, table, .empty').first().waitFor();
      await shot(clerk, `quality-${tab}-phone`, true);
    }
    await clerk.setViewportSize(officeScreen);
  });
});
