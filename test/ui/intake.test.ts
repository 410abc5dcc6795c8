import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { demoCity } from '../../registry/index.ts';
import { officeScreen, phoneScreen, type Window } from './chromium.ts';
import { findHome } from './city.ts';
import { decide, shot, shotOnFailure, signIn } from './desk.ts';
import { answerInquiry, fileCase, handInAndAccept, openUnit } from './intake.ts';

/** The window asks only what an item needs, and every intake ends in one document. */
let window: Window;
beforeAll(async () => {
  window = await signIn('acceptor-330206');
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await shotOnFailure([window], task.name);
});
afterAll(() => window.close());

test('a change of name asks for old and new identity; missing papers end in one notice that lists them all', async () => {
  const { page } = window;
  const home = await findHome('330206');
  await openUnit(page, home, 'BDC-07');
  expect(await page.getByLabel('成交价格').count()).toBe(0);
  await page.getByLabel('变更后的权利人姓名').fill('章新名');
  await page.getByLabel('变更后的权利人证件号码').fill(home.seller.idNo);
  await page.getByLabel('变更后的权利人手机号').fill('13800000003');
  await page.getByLabel('变更前姓名').fill(home.seller.name);
  await page.getByLabel('变更前证件号码').fill(home.seller.idNo);
  await page.getByLabel('变更原因').fill('户口簿更名');
  await answerInquiry(page);
  await shot(page, 'intake-name-change', true);
  await fileCase(page, { identityInDoubt: true });

  const writes = await decide(page, '一次性告知');
  expect(writes).toContain('不动产权属证书');
  await page.getByRole('tab', { name: /一次性告知/ }).waitFor();
  await page.locator('.pdf-pane canvas').waitFor();
  await shot(page, 'intake-supplement-notice');
});

test('a mortgage asks for the table of the loan contract and is accepted', async () => {
  const { page } = window;
  const home = await findHome('330206', 1);
  await openUnit(page, home, 'BDC-17');
  await page.getByLabel('抵押人姓名').fill(home.seller.name);
  await page.getByLabel('抵押人证件号码').fill(home.seller.idNo);
  await page.getByLabel('抵押人手机号').fill('13800000004');
  await page.getByLabel('抵押权人姓名').fill(demoCity.institutions.bank.name);
  await page.getByLabel('抵押权人证件号码').fill(demoCity.institutions.bank.idNo);
  await page.getByLabel('被担保债权数额').fill('800000');
  await page.getByLabel('债务履行止日').fill('2046-11-01');
  await page.keyboard.press('Enter');
  await page.getByLabel('主债权合同编号').fill('JK-2026-001');
  await page.getByLabel('抵押合同编号', { exact: true }).fill('DY-2026-001');
  await answerInquiry(page);
  await shot(page, 'intake-mortgage', true);
  await fileCase(page);
  await handInAndAccept(page);
  await page.getByRole('tab', { name: '受理通知书' }).waitFor();
});

test('an old number of 江东 is taken only when it was compared with the certificate', async () => {
  const { page } = window;
  const [unitCode, legacyCode] = ['330212001002GB00012F00010045', '330204005002GB00012F00010045'];
  await page.goto('/intake');
  const finder = page.getByLabel('不动产单元代码、证书号或坐落');
  await finder.fill(legacyCode);
  const hit = page.getByRole('button', { name: /已与权属证书核对/ });
  await hit.waitFor();
  await finder.press('Enter');
  await shot(page, 'intake-legacy-found', true);
  await page.setViewportSize(phoneScreen);
  await shot(page, 'intake-legacy-found-phone', true);
  await page.setViewportSize(officeScreen);
  // Enter alone takes nothing: the clerk has to say so.
  expect(new URL(page.url()).searchParams.get('unit')).toBeNull();
  await hit.click();
  await page.getByText('已核对为本单元').waitFor();
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toMatchObject({ unit: unitCode, legacy: legacyCode });
  await shot(page, 'intake-legacy-confirmed', true);
});

test('no page logged an error', () => {
  expect(window.errors).toEqual([]);
});
