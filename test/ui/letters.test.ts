import { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { officeScreen, phoneScreen, type Window } from './chromium.ts';
import { findHome } from './city.ts';
import { shot, shotOnFailure, signIn } from './desk.ts';

/** 告知书: made, printed, posted and delivered at the certificate desk. */
let window: Window;
beforeAll(async () => {
  window = await signIn('certclerk-330213');
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await shotOnFailure([window], task.name);
});
afterAll(() => window.close());

/** A letter to the owner of a home, as a disposal by his co-owners would leave it: nobody can play one in a minute here. */
async function waitingLetter(): Promise<void> {
  const home = await findHome('330213');
  const pool = new Pool({ connectionString: inject('databaseUrl'), max: 1 });
  try {
    await pool.query(
      `INSERT INTO registry.printed_letters (kind, unit_code, right_id, holder_seq, reference, created_at)
       SELECT 'co_owner_disposed', unit_code, right_id, 1, '20261120330213000001', now() - interval '1 hour'
       FROM registry.rights WHERE unit_code = $1 AND kind = 'OWNERSHIP' AND status = 'CURRENT'`,
      [home.unitCode],
    );
  } finally {
    await pool.end();
  }
}

test('a letter is made and sealed, posted with its number, and delivered by its receipt', async () => {
  const { page } = window;
  await page.goto('/letters');
  await page.getByText('没有待制作的告知书').waitFor();
  await shot(page, 'letters-empty');
  await waitingLetter();
  await page.goto('/letters');
  const row = page.locator('tbody tr').filter({ hasText: '共有不动产处分' });
  await row.waitFor();
  await shot(page, 'letters-open');
  await row.getByRole('button', { name: '制作盖章' }).click();
  await page.getByText('没有待制作的告知书').waitFor();
  await page.getByRole('tab', { name: '待寄出 1' }).click();
  const href = await row.getByRole('link', { name: '打印' }).getAttribute('href');
  const paper = await page.request.get(href ?? '');
  expect(paper.headers()['content-type']).toBe('application/pdf');
  await row.getByRole('button', { name: '登记寄出' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('邮件号').fill('EMS330213001');
  await dialog.getByLabel('收件地址').fill('宁波市奉化区演示路1号');
  await shot(page, 'letters-post');
  await dialog.getByRole('button', { name: '登记寄出' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('tab', { name: '待送达 1' }).click();
  await row.getByRole('button', { name: '登记送达' }).click();
  const told = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
  await dialog.getByLabel('送达时间（按回执）').fill(told);
  await page.keyboard.press('Enter');
  await dialog.getByLabel('回执（送达回证）编号').fill('HZ1');
  await shot(page, 'letters-told');
  await dialog.getByRole('button', { name: '登记送达' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('tab', { name: '已送达' }).click();
  await row.getByText(/✓ 送达/).waitFor();
  await page.setViewportSize(phoneScreen);
  await shot(page, 'letters-told-phone', true);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await page.setViewportSize(officeScreen);
  expect(wider).toBe(0);
});
