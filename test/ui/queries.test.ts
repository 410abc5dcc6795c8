import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Window } from './chromium.ts';
import { findHome, type Home } from './city.ts';
import { shot, shotOnFailure, signIn } from './desk.ts';

/** 档案查询: an owner at the window, 以人查房 refused, the sheet checked by phone, the auditor who finds both. */
describe('queries of the register', () => {
  let broken = false;
  // Each test goes on where the one before stopped.
  beforeEach(({ skip }) => skip(broken, 'an earlier step failed'));
  let clerk: Window;
  let auditor: Window;
  let home: Home;
  beforeAll(async () => {
    home = await findHome('330211');
    clerk = await signIn('acceptor-330211');
    auditor = await signIn('auditor');
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    broken = true;
    await shotOnFailure([clerk, auditor], task.name);
  });
  afterAll(async () => {
    await clerk?.close();
    await auditor?.close();
  });
  const fill = (label: string, text: string) => clerk.page.getByLabel(label, { exact: true }).fill(text);

  test('the owner gets his sheet as a PDF with a code', async () => {
    const { page } = clerk;
    await page.getByRole('link', { name: '档案查询' }).click();
    await fill('申请人姓名', home.seller.name);
    await fill('申请人证件号码', home.seller.idNo);
    await fill('查询目的', '核对自己名下的房屋');
    await page.getByRole('button', { name: '核验并查询' }).click();
    await page.getByRole('heading', { name: /权利人查询 ● 已提供/ }).waitFor({ timeout: 30_000 });
    await page.locator('canvas').first().waitFor({ timeout: 30_000 });
    // No personal data in an address.
    expect(page.url()).not.toContain(encodeURIComponent(home.seller.name));
    expect(page.url()).not.toContain(home.seller.idNo);
    await shot(page, 'query-owner', true);
    await page.setViewportSize({ width: 390, height: 844 });
    await shot(page, 'query-owner-phone', true);
    await page.setViewportSize({ width: 1366, height: 768 });
  });

  test('以人查房 is refused with what to bring', async () => {
    const { page } = clerk;
    await page.getByRole('tab', { name: '利害关系人、律师查询' }).click();
    await fill('申请人姓名', home.seller.name);
    await fill('申请人证件号码', home.seller.idNo);
    await fill('申请人所述权利人（如需核对）', '某某某');
    await fill('查询目的', '了解他人房产');
    await page.getByRole('button', { name: '核验并查询' }).click();
    await page.getByRole('heading', { name: /■ 不予查询/ }).waitFor({ timeout: 30_000 });
    await page.getByText('不得仅凭姓名查询他人名下的不动产。').waitFor();
    await page.locator('canvas').first().waitFor({ timeout: 30_000 });
    await shot(page, 'query-refused', true);
  });

  test('the auditor finds the refused query, its purpose and who asked', async () => {
    const { page } = auditor;
    await page.getByLabel('目的、依据或文号', { exact: true }).fill('了解他人房产');
    await page.getByRole('button', { name: '检索' }).click();
    await page.getByRole('row').filter({ hasText: '■ 不予查询' }).first().waitFor();
    expect(new URL(page.url()).search).toBe('');
    await shot(page, 'query-audit', true);
  });
});
