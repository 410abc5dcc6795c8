import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { officeScreen, phoneScreen, type Window } from './chromium.ts';
import { findHome } from './city.ts';
import { shot, shotOnFailure, signIn } from './desk.ts';
import { fileCase, fillSale, newcomer, openUnit } from './intake.ts';

/** What a clerk has typed of an application is there again after a reload and on returning, until it is filed or given up. */
let window: Window;
beforeAll(async () => {
  window = await signIn('acceptor-330206');
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await shotOnFailure([window], task.name);
});
afterAll(() => window?.close());

test('an application is restored after a reload and after another page, and filed', async () => {
  const { page } = window;
  const buyer = newcomer('傅草稿', '19910512', 961);
  await fillSale(page, await findHome('330206', 6), buyer);
  await page.getByText('草稿已保存').waitFor();

  await page.reload();
  await page.getByText('已恢复草稿').waitFor();
  expect(await page.getByLabel('买方姓名').inputValue()).toBe(buyer.name);
  expect(await page.getByLabel('买方证件号码').inputValue()).toBe(buyer.idNo);
  expect(await page.getByLabel('成交价格').inputValue()).toBe('2,000,000');
  // the truth is declared anew
  expect(await page.getByLabel('申请人确认：').isChecked()).toBe(false);
  await shot(page, 'intake-restored');
  await page.setViewportSize(phoneScreen);
  await shot(page, 'intake-restored-phone');
  await page.setViewportSize(officeScreen);

  // left at once after typing, without waiting for the draft
  await page.getByLabel('买方手机号').fill('13800000099');
  await page.getByRole('link', { name: '业务', exact: true }).click();
  await page.getByRole('heading', { name: '业务' }).waitFor();
  await page.goBack();
  await page.getByText('已恢复草稿').waitFor();
  expect(await page.getByLabel('买方手机号').inputValue()).toBe('13800000099');
  await page.getByText('申请人确认：').click();
  await fileCase(page);
});

test('a draft is given up: the form is empty, also after a reload', async () => {
  const { page } = window;
  await openUnit(page, await findHome('330206', 7), 'BDC-10');
  await page.getByLabel('买方姓名').fill('傅草稿');
  await page.getByText('草稿已保存').waitFor();
  await page.reload();
  await page.getByRole('button', { name: '放弃草稿，重新填写' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '放弃草稿', exact: true }).click();
  await page.getByText('已恢复草稿').waitFor({ state: 'detached' });
  expect(await page.getByLabel('买方姓名').inputValue()).toBe('');
  await page.reload();
  await page.getByLabel('买方姓名').waitFor();
  expect(await page.getByText('已恢复草稿').count()).toBe(0);
  expect(await page.getByLabel('买方姓名').inputValue()).toBe('');
});
