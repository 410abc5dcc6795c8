import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { inject } from 'vitest';
import { openWindow, type Window } from './chromium.ts';

/** Signs in by clicking a demo account, as the sign-in page offers it. */
export async function signIn(account: string): Promise<Window> {
  const window = await openWindow(inject('publicUrl'));
  await window.page.goto('/login');
  await window.page.locator(`button[title="${account}"]`).click();
  await window.page.waitForURL((url) => url.pathname !== '/login');
  return window;
}

/** When a test fails, keeps what every window shows. For `afterEach`. */
export async function shotOnFailure(windows: Window[], name: string): Promise<void> {
  for (const [index, { page }] of windows.entries()) {
    await shot(page, `failed-${name.replace(/[^\p{L}\d]+/gu, '-')}-${index}`).catch(() => undefined);
  }
}

/** Keeps what the page looks like, for people to see. */
export async function shot(page: Page, name: string, fullPage = false): Promise<void> {
  const path = join(inject('artifacts'), `desk-${name}.png`);
  const screen = page.viewportSize();
  if (!fullPage || !screen) {
    await page.screenshot({ path });
    return;
  }
  // A taller window instead of a stitched picture: bars that stick to its edges stay where they belong.
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: screen.width, height: Math.max(screen.height, height) });
  await page.waitForTimeout(300);
  await page.screenshot({ path });
  await page.setViewportSize(screen);
}

/** Chooses an option of an antd select by its label. A popup that still turns to where it has room lets a click go past. */
export async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).click();
  const item = page.locator('.ant-select-dropdown:visible .ant-select-item-option').filter({ hasText: option }).first();
  const taken = page.locator('.ant-select-item-option-selected').filter({ hasText: option, visible: true });
  for (let tries = 1; tries <= 3; tries += 1) {
    await item.click();
    if (await taken.count()) return;
    const closed = await item.waitFor({ state: 'hidden', timeout: 2_000 }).then(
      () => true,
      () => false,
    );
    if (closed || (await taken.count())) return;
  }
  throw new Error(`the option ${option} of ${label} could not be chosen`);
}

/** Presses a decision button of the bar at the bottom and confirms what it says it will write. */
export async function decide(page: Page, label: string): Promise<string> {
  await page
    .locator('.decision-bar')
    .getByRole('button', { name: new RegExp(`^${label}`) })
    .click();
  const dialog = page.getByRole('dialog');
  const writes = (await dialog.locator('.note').first().textContent()) ?? '';
  await dialog.getByRole('button', { name: label, exact: true }).click();
  await dialog.waitFor({ state: 'hidden' }); // closes when the server has committed
  return writes;
}

/** Waits for a task of this case in the inbox, claims it by key and opens it by key. */
export async function openTask(page: Page, caseNo: string): Promise<void> {
  await page.goto(`/tasks?q=${caseNo}`);
  const row = page.locator('tbody tr').filter({ hasText: caseNo });
  await row.waitFor({ timeout: 60_000 });
  await page.keyboard.press('c');
  await row.getByRole('button', { name: '签收' }).waitFor({ state: 'detached' });
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/tasks\/\d+/);
  await page.locator('.decision-bar').waitFor();
}
