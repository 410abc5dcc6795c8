import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Window } from './chromium.ts';
import { choose, shot, shotOnFailure, signIn } from './desk.ts';

describe('the page of the departments', () => {
  let supervisor: Window;
  beforeAll(async () => {
    supervisor = await signIn('supervisor-330206');
    await supervisor.page.goto('/simulators');
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await shotOnFailure([supervisor], task.name);
  });
  afterAll(() => supervisor.close());

  test('shows every department in one row', async () => {
    const { page } = supervisor;
    await page.getByText('21 个部门').waitFor();
    expect(await page.locator('tbody tr').count()).toBe(21);
    await shot(page, 'simulators-all', true);
  });

  test('switches one bank alone, and gives it back to the department', async () => {
    const { page } = supervisor;
    await page.getByRole('button', { name: '展开 16 家' }).click();
    const bank = page.locator('tr.sub-row').filter({ hasText: 'BANK-03' });
    await bank.getByText('随部门', { exact: true }).waitFor();
    await choose(page, '演示银行03出错', '返回 500');
    await bank.getByText('单独设置', { exact: true }).waitFor();
    await page.getByText('1 家单独设置').waitFor();
    await shot(page, 'simulators-banks', true);
    await bank.getByRole('button', { name: '随部门设置' }).click();
    await bank.getByText('随部门', { exact: true }).waitFor();
    await page.getByRole('button', { name: '收起 16 家' }).click();
    await page.getByRole('button', { name: '展开 12 家' }).click();
    expect(await page.locator('tr.sub-row').count()).toBe(12);
  });

  test('lets callbacks of one department come out of order, and puts it right again', async () => {
    const { page } = supervisor;
    await page.getByRole('switch', { name: '资金监管银行回调乱序' }).click();
    const row = page.locator('tr').filter({ hasText: '资金监管银行' });
    await row.getByText('故障演练中').waitFor();
    await row.getByRole('button', { name: '恢复正常' }).click();
    await row.getByText('故障演练中').waitFor({ state: 'detached' });
    // A department that never calls back has no such switch.
    expect(await page.getByRole('switch', { name: '民政回调乱序' }).count()).toBe(0);
    expect(supervisor.errors).toEqual([]);
  });
});
