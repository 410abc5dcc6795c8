import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DEMO_PASSWORD } from '../../scripts/play/desk-client.ts';
import { verifyPackage } from '../../server/archive-package/verify-package.ts';
import { officeScreen, phoneScreen, type Window } from './chromium.ts';
import { findHome } from './city.ts';
import { shot, shotOnFailure, signIn } from './desk.ts';
import { newcomer } from './intake.ts';

/** An officer files a seizure, the approver signs it, the receipt comes back as a PDF. */
describe('the court', () => {
  let broken = false;
  // Each test goes on where the one before stopped.
  beforeEach(({ skip }) => skip(broken, 'an earlier step failed'));
  let officer: Window;
  let approver: Window;
  const documentNo = '（2026）浙0203执777号';
  beforeAll(async () => {
    officer = await signIn('courtofficer-0203');
    approver = await signIn('courtapprover-0203');
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    broken = true;
    await shotOnFailure([officer, approver], task.name);
  });
  afterAll(async () => {
    await officer?.close();
    await approver?.close();
  });

  test('an officer files a seizure; a wrong 案号 is said while typing', async () => {
    const { page } = officer;
    const home = await findHome('330206');
    await page.getByRole('button', { name: '新通知书' }).click();
    const dialog = page.getByRole('dialog');
    const fill = (label: string, text: string) => dialog.getByLabel(label, { exact: true }).fill(text);
    await fill('案号', '2026浙0203执777');
    await dialog.getByText(/案号应以/).waitFor();
    await fill('案号', documentNo);
    await fill('协助通知书文号', `${documentNo}之一`);
    await fill('裁定书文号', documentNo);
    await fill('被执行人姓名（名称）', home.seller.name);
    await fill('被执行人证件号', home.seller.idNo);
    await fill('不动产单元号（多个用空格或换行分开）', home.unitCode);
    for (const n of [1, 2]) await fill(`承办人${n}`, `演示执行${n}`);
    for (const [label, value] of [
      ['工作证号', 'GZ1'],
      ['执行公务证号', 'ZX1'],
    ] as const)
      for (const n of [0, 1]) await dialog.getByLabel(label, { exact: true }).nth(n).fill(`${value}${n}`);
    const scan = { name: 'scan.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n') };
    await dialog.getByLabel('裁定书', { exact: true }).setInputFiles(scan);
    await dialog.getByLabel('协助执行通知书', { exact: true }).setInputFiles(scan);
    await shot(page, 'court-form', true);
    await dialog.getByRole('button', { name: '提交签发' }).click();
    await page.getByRole('row').filter({ hasText: documentNo }).waitFor();
    await shot(page, 'court-waiting');
  });

  test('the approver signs with the password; it is delivered', async () => {
    const { page } = approver;
    await page.reload();
    await page.getByRole('row').filter({ hasText: documentNo }).getByRole('button', { name: '签发' }).click();
    await page.getByLabel('签名口令（本人登录口令）').fill(DEMO_PASSWORD);
    await page.getByRole('button', { name: '签发并送达' }).click();
    await page.getByText(/送达$/).first().waitFor();
  });

  test('the receipt is shown as a PDF, and the seizure with its remaining days', async () => {
    const { page } = officer;
    await page.reload();
    await page.getByRole('tab', { name: /已送达/ }).click();
    const row = page.getByRole('row').filter({ hasText: documentNo });
    await row.getByText('● 查封生效').waitFor({ timeout: 60_000 });
    await row.getByRole('button', { name: '回执' }).click({ timeout: 60_000 });
    await page.locator('.ant-drawer canvas').first().waitFor({ timeout: 30_000 });
    await shot(page, 'court-receipt');
    await page.locator('.ant-drawer-close').click();
    await page.getByRole('tab', { name: /我院在册查封/ }).click();
    await page
      .getByText(/● 正常，余 \d+ 天/)
      .first()
      .waitFor();
    await shot(page, 'court-seizures');
    await page.setViewportSize({ width: 390, height: 844 });
    await shot(page, 'court-phone', true);
    const lift = await page
      .getByRole('button', { name: /^解\s?除$/ })
      .first()
      .boundingBox();
    expect(lift !== null && lift.x >= 0 && lift.x + lift.width <= 390).toBe(true);
  });

  test('the officer files the disposal of its own seizure; it waits for the signature', async () => {
    const { page } = officer;
    await page.setViewportSize({ width: 1366, height: 768 });
    await page.goto('/court');
    await page.getByRole('tab', { name: /我院在册查封/ }).click();
    const seized = page.getByRole('row').filter({ hasText: documentNo });
    await seized.getByRole('button', { name: '处置过户' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('该份额的一部分').click();
    await dialog.getByText('被执行人保留其余份额').waitFor();
    await dialog.getByText('整个不动产', { exact: true }).click();
    const fill = (label: string, text: string) => dialog.getByLabel(label, { exact: true }).fill(text);
    await fill('裁定书文号', `${documentNo}之二`);
    await dialog.getByLabel('裁定送达（生效）日期').fill('2026-03-02');
    await dialog.getByLabel('裁定送达（生效）日期').press('Enter');
    await fill('协助执行通知书文号', `${documentNo}之三`);
    await fill('成交（抵债）价，元', '不详');
    await dialog.getByText('请填写大于0的金额').waitFor();
    await fill('成交（抵债）价，元', '1,300,000');
    const bidder = newcomer('沈思齐', '19790305', 985);
    await fill('买受人1', bidder.name);
    await fill('证件号', bidder.idNo);
    for (const i of [0, 1]) {
      await fill(`承办人${i + 1}`, `执行员${i + 1}`);
      await dialog
        .getByLabel('工作证号', { exact: true })
        .nth(i)
        .fill(`W${i + 1}`);
      await dialog
        .getByLabel('执行公务证号', { exact: true })
        .nth(i)
        .fill(`D${i + 1}`);
    }
    const scan = { name: 'scan.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n') };
    await dialog.getByLabel('成交（以物抵债）裁定书', { exact: true }).setInputFiles(scan);
    await dialog.getByLabel('协助执行通知书', { exact: true }).setInputFiles(scan);
    await shot(page, 'court-transfer-form', true);
    await dialog.getByRole('button', { name: '提交签发' }).click();
    await dialog.waitFor({ state: 'hidden' });
    // nothing is carried out before the signature
    await page.getByRole('tab', { name: '处置过户 0' }).waitFor();
  });

  test('the approver sees what is disposed of and signs; receipt and case of the transfer follow', async () => {
    const { page } = approver;
    await page.goto('/court');
    const disposal = (of: typeof page) =>
      of.getByRole('row').filter({ hasText: documentNo }).filter({ hasText: '司法处置过户' });
    await disposal(page).getByRole('button', { name: '签发' }).click();
    await page.getByRole('dialog').getByText('沈思齐').waitFor();
    await page.getByRole('dialog').getByText('1,300,000').waitFor();
    await shot(page, 'court-transfer-sign');
    await page.getByLabel('签名口令（本人登录口令）').fill(DEMO_PASSWORD);
    await page.getByRole('button', { name: '签发并送达' }).click();
    await page.getByText(/送达$/).first().waitFor();

    const own = officer.page;
    await own.goto('/court');
    await own.getByRole('tab', { name: /已送达/ }).click();
    await disposal(own).getByText('● 已处置，过户办理中').waitFor({ timeout: 60_000 });
    await disposal(own).getByRole('button', { name: '回执' }).click({ timeout: 60_000 });
    await own.locator('.ant-drawer canvas').first().waitFor({ timeout: 30_000 });
    await shot(own, 'court-disposal-receipt');
    await own.setViewportSize({ width: 390, height: 844 });
    await shot(own, 'court-disposal-phone');
    await own.setViewportSize({ width: 1366, height: 768 });
    await own.goto('/court');
    await own.getByRole('tab', { name: '处置过户 1' }).click();
    const row = own.locator('tbody tr').filter({ has: own.getByRole('link') });
    await row.first().waitFor();
    await shot(own, 'court-transfers');
    await row.first().getByRole('link').click();
    await own.getByRole('heading', { name: '当事人' }).waitFor();
    await shot(own, 'court-transfer-case', true);
  });

  test('the court and the archive download the package of the notice, which is whole', async () => {
    const { page } = officer;
    const saved = async (from: Page, row: Locator) => {
      const [download] = await Promise.all([from.waitForEvent('download'), row.getByText('下载归档包').click()]);
      return verifyPackage(await download.path());
    };
    await page.goto('/court');
    await page.getByRole('tab', { name: /已送达/ }).click();
    await page.getByRole('row').filter({ hasText: documentNo }).first().getByRole('button', { name: '回执' }).click();
    const own = await saved(page, page.getByRole('dialog'));
    expect(own).toMatchObject({ ok: true, kind: 'notice' });
    const archive = await signIn('archivist');
    try {
      await archive.page.goto('/cases');
      await archive.page.getByRole('link', { name: '法院通知书归档' }).click();
      await archive.page.getByLabel('查找通知书').fill(documentNo);
      await archive.page.keyboard.press('Enter');
      const row = archive.page.getByRole('row').filter({ hasText: own.number ?? '' });
      await row.waitFor();
      await shot(archive.page, 'archive-notices', true);
      await archive.page.setViewportSize(phoneScreen);
      await shot(archive.page, 'archive-notices-phone', true);
      await archive.page.setViewportSize(officeScreen);
      expect(await saved(archive.page, row)).toMatchObject({ ok: true, number: own.number });
    } catch (error) {
      await shotOnFailure([archive], 'the archive');
      throw error;
    } finally {
      await archive.close();
    }
  });
});
