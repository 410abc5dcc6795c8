import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Window } from './chromium.ts';
import { findHome } from './city.ts';
import { choose, shot, shotOnFailure, signIn } from './desk.ts';
import { fileCase, fillSale, handInAndAccept, newcomer } from './intake.ts';

/** The tax office does not answer: the case waits, the board shows it, a retry finishes it. */
describe('the supervisor', () => {
  let broken = false;
  // Each test goes on where the one before stopped.
  beforeEach(({ skip }) => skip(broken, 'an earlier step failed'));
  let supervisor: Window;
  let acceptor: Window;
  let caseNo = '';
  beforeAll(async () => {
    supervisor = await signIn('supervisor-330205');
    acceptor = await signIn('acceptor-330205');
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    broken = true;
    await shotOnFailure([supervisor, acceptor], task.name);
  });
  afterAll(async () => {
    await acceptor.close();
    await supervisor.close();
  });

  test('switches the tax office off', async () => {
    const { page } = supervisor;
    await page.getByRole('link', { name: '外部门' }).click();
    await page.locator('tr').filter({ hasText: '税务' }).waitFor();
    await choose(page, '税务出错', '停机');
    await page.locator('tr').filter({ hasText: '税务' }).getByText('故障演练中').waitFor();
    await shot(page, 'simulators');
  });

  test('sees the incident of a case that needs the tax office', async () => {
    const window = acceptor.page;
    await fillSale(window, await findHome('330205'), newcomer('顾安然', '19850131', 976));
    caseNo = await fileCase(window);
    await handInAndAccept(window);
    const { page } = supervisor;
    await page.goto('/board');
    const row = page.locator('section[aria-label="异常"] tr').filter({ hasText: caseNo });
    await row.waitFor({ timeout: 150_000 });
    await page.locator('.diagram .djs-element.mark-busy, .diagram .djs-element.mark-incident').first().waitFor();
    await page.waitForTimeout(500);
    await shot(page, 'board-incident', true);
  });

  test('retries it when the tax office is back, and the case goes on', async () => {
    const { page } = supervisor;
    await page.goto('/simulators');
    await page.locator('tr').filter({ hasText: '税务' }).getByRole('button', { name: '恢复正常' }).click();
    await page.locator('tr').filter({ hasText: '税务' }).getByText('故障演练中').waitFor({ state: 'detached' });
    await page.goto('/board');
    const row = page.locator('section[aria-label="异常"] tr').filter({ hasText: caseNo });
    await row.getByRole('button', { name: '重试' }).click();
    await row.waitFor({ state: 'detached', timeout: 60_000 });
    await page.goto(`/cases/${caseNo}`);
    await page.getByText('完税凭证').first().waitFor({ timeout: 60_000 });
    await shot(page, 'case-after-retry', true);
  });

  test('no page logged an error', () => {
    expect([...supervisor.errors, ...acceptor.errors]).toEqual([]);
  });
});
