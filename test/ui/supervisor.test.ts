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

  test('sees where a case begins while none is on its way', async () => {
    const { page } = supervisor;
    await page.goto('/board');
    const start = page.locator('.diagram [data-element-id="StartFiled"] .djs-visual').first();
    await start.waitFor();
    const view = (await page.locator('.diagram').boundingBox())!;
    const shape = (await start.boundingBox())!;
    expect(shape.x).toBeGreaterThan(view.x);
    expect(shape.x).toBeLessThan(view.x + view.width / 2);
    expect(shape.y).toBeGreaterThan(view.y);
    expect(shape.y + shape.height).toBeLessThan(view.y + view.height);
    await shot(page, 'board-empty', true);
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
    // what happened and what to do, in Chinese; the technical text is folded
    await row.getByText('连接不上税务系统。').waitFor();
    await row.getByText('恢复后点“重试”').waitFor();
    expect(await row.getByText('tax.').isVisible()).toBe(false);
    await row.getByText('技术详情').click();
    await row.locator('code').getByText('cannot reach').waitFor();
    // the diagram opens where somebody has to act, at a size that can be read, with the whole in small beside it
    await page.reload();
    const stuck = page.locator('.diagram .djs-element.mark-incident').first();
    await stuck.waitFor();
    const view = (await page.locator('.diagram').boundingBox())!;
    const shape = (await stuck.locator('.djs-visual').first().boundingBox())!;
    expect(shape.x).toBeGreaterThanOrEqual(view.x);
    expect(shape.x + shape.width).toBeLessThanOrEqual(view.x + view.width);
    expect(shape.height).toBeGreaterThanOrEqual(75);
    await page.locator('.diagram-overview .overview-seen').waitFor();
    expect(await page.locator('.diagram-overview .overview-incident').count()).toBe(1);
    const overview = page.locator('.diagram-overview');
    await overview.click({ position: { x: 5, y: 5 } });
    await expect.poll(async () => (await stuck.locator('.djs-visual').first().boundingBox())?.x).not.toBe(shape.x);
    await page.getByRole('button', { name: '当前位置' }).click();
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
