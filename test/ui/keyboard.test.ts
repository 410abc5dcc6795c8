import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Window } from './chromium.ts';
import { signIn } from './desk.ts';

let window: Window;
beforeAll(async () => {
  window = await signIn('reviewer-330212');
});
afterAll(() => window.close());

test('? explains the keys, / goes to the search box', async () => {
  const { page } = window;
  await page.goto('/tasks');
  await page.getByRole('heading', { name: '我的待办' }).waitFor();
  await page.keyboard.press('?');
  await page.getByText('输入法正在组字时').waitFor();
  await page.keyboard.press('Escape');
  // its frame goes a moment after its content, and keys are the dialog's until then
  await page.locator('.ant-modal-wrap').waitFor({ state: 'hidden' });
  await page.keyboard.press('/');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('查找待办');
  await page.keyboard.press('Escape');
});

test('no key fires while an input method is composing', async () => {
  const { page } = window;
  await page.goto('/tasks');
  await page.getByRole('heading', { name: '我的待办' }).waitFor();
  const press = (key: string, isComposing: boolean) =>
    page.evaluate(`document.body.dispatchEvent(new KeyboardEvent('keydown',
      { bubbles: true, cancelable: true, key: ${JSON.stringify(key)}, isComposing: ${isComposing} }))`);
  // given a key that the input method swallows
  await press('?', true);
  await page.waitForTimeout(300);
  // then no help opens; and the same key without composition does open it
  expect(await page.getByText('输入法正在组字时').count()).toBe(0);
  await press('?', false);
  await page.getByText('输入法正在组字时').waitFor();
  await page.keyboard.press('Escape');
});

test('an address of a page leads there after signing in', async () => {
  const { page } = window;
  await page.getByRole('button', { name: '退出' }).click();
  await page.waitForURL(/\/login/);
  window.errors.length = 0;
  await page.goto('/register?q=330212');
  await page.waitForURL(/\/login\?next=/);
  await page.locator('button[title="reviewer-330212"]').click();
  await page.waitForURL(/\/register\?q=330212/);
  await page.locator('tbody tr').first().waitFor();
  expect(window.errors).toEqual([]);
});
