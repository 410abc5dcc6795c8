import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { demoCity } from '../../registry/index.ts';
import { officeScreen, phoneScreen, type Window } from './chromium.ts';
import { shot, shotOnFailure, signIn } from './desk.ts';

/** The page of the book as it is, and as it was at a moment of the clerk's choice. */
describe('the register page', () => {
  let acceptor: Window;
  beforeAll(async () => {
    acceptor = await signIn('acceptor-330203');
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await shotOnFailure([acceptor], task.name);
  });
  afterAll(() => acceptor.close());

  test('shows a seized home as it was before the seizure', async () => {
    const { page } = acceptor;
    const { unitCode } = demoCity.units.seized;
    await page.goto(`/register/${unitCode}`);
    await page.getByRole('heading', { name: '当前状态' }).waitFor();
    await page.getByText('已查封').first().waitFor();
    // The first line of the history is the newest entry: the seizure.
    const seizedAt = (await page.locator('ol.history li .num').first().textContent()) ?? '';
    const before = new Date(`${seizedAt.replace(' ', 'T')}:00Z`);
    before.setUTCMinutes(before.getUTCMinutes() - 1);
    const moment = page.getByLabel('历史时点');
    await moment.fill(before.toISOString().slice(0, 19));
    await moment.press('Enter');
    await page.getByRole('heading', { name: '当时状态' }).waitFor();
    expect(await page.getByText('已查封').count()).toBe(0);
    expect(await page.getByRole('button', { name: '在此单元上受理' }).count()).toBe(0);
    await shot(page, 'register-then', true);
    await page.setViewportSize(phoneScreen);
    await shot(page, 'register-then-phone', true);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    await page.setViewportSize(officeScreen);
    expect(wider).toBe(0);
    await page.getByRole('link', { name: '回到现在' }).click();
    await page.getByText('已查封').first().waitFor();
    expect(await moment.inputValue()).toBe('');
  });
});
