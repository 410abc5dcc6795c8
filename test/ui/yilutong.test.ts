import { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { systemClock } from '../../platform/clock.ts';
import { createRegistry } from '../../registry/index.ts';
import { openWindow, type Window } from './chromium.ts';
import { findHome } from './city.ts';
import { shot, shotOnFailure, signIn } from './desk.ts';
import { fileCase, fillSale, handInAndAccept, newcomer } from './intake.ts';

/** 一路通: one form at the window, the citizen's progress on a phone (domain §5.4, V04). */
let window: Window;
let phone: Window;
beforeAll(async () => {
  window = await signIn('acceptor-330212');
  phone = await openWindow(inject('publicUrl'));
  await phone.page.setViewportSize({ width: 390, height: 844 });
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await shotOnFailure([window, phone], task.name);
});
afterAll(async () => {
  await window.close();
  await phone.close();
});

test('sale and utilities on one page; a missing account number does not block', async () => {
  const { page } = window;
  const home = await findHome('330212', 2);
  await fillSale(page, home, newcomer('章路通', '19900101', 951));
  await page.getByText('一路通办理').click();
  await page.getByLabel('水过户').check();
  await page.getByLabel('水户号').fill('W-330212-77');
  await page.getByLabel('水表底数').fill('381.5');
  await page.getByLabel('燃气过户').check();
  await page.getByText('告知户籍部门', { exact: true }).click();
  await shot(page, 'yilutong-form', true);
  await page.locator('#utilities').scrollIntoViewIfNeeded();
  await shot(page, 'yilutong-form-screen');
  await fileCase(page);
  await handInAndAccept(page);
});

test('the phone shows what is done and what waits, and acts only with the code of the message', async () => {
  // given the link and the code as they come to the buyer's phone
  const pool = new Pool({ connectionString: inject('databaseUrl'), max: 1 });
  const registry = createRegistry({ pool, clock: systemClock });
  const { rows } = await pool.query(
    `SELECT case_no FROM registry.cases WHERE process_id = 'bdc-secondhand-yilutong' ORDER BY filed_at DESC LIMIT 1`,
  );
  const caseNo = rows[0].case_no as string;
  const buyer = (await registry.people.getParties(caseNo)).find(({ role }) => role === 'acquirer');
  const token = await registry.yilutong.makeProgressLink({
    caseNo,
    partyNo: buyer?.partyNo ?? 0,
    phone: buyer?.phone ?? '',
  });
  const { page } = phone;

  // when
  await page.goto(`/p/${token}`);
  await page.getByText('一次申请、收件').waitFor();

  // then nothing personal is on the page without the code
  const open = (await page.textContent('main')) ?? '';
  expect(open).not.toContain(buyer?.name ?? '?');
  expect(open).not.toContain('W-330212-77');
  await shot(page, 'yilutong-progress-phone', true);

  // and with the code the own figures are
  const { code } = await registry.bank.drawCode(token);
  await page.getByLabel('短信验证码').fill(code);
  await page.getByRole('button', { name: '查看金额与户号' }).click();
  await page.getByText('W-330212-77').waitFor();
  await shot(page, 'yilutong-progress-phone-open', true);

  // and the tax is confirmed here, by nobody else
  await page.getByRole('button', { name: '确认税款' }).click();
  await page.getByRole('button', { name: '确认税款' }).waitFor({ state: 'detached' });
  await pool.end();
});
