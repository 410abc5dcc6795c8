import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { officeScreen, phoneScreen, type Window } from './chromium.ts';
import { findHome } from './city.ts';
import { choose, shot, shotOnFailure, signIn } from './desk.ts';

/** What one administrator proposes another approves: rules, holidays and window hours, at the desk and on a phone. */
describe('rules and calendar', () => {
  let broken = false;
  beforeEach(({ skip }) => skip(broken, 'an earlier step failed'));
  let one: Window;
  let other: Window;
  let supervisor: Window;
  let folder: string;
  beforeAll(async () => {
    [one, other, supervisor] = (await Promise.all(['sysadmin', 'sysadmin-2', 'supervisor-330206'].map(signIn))) as [
      Window,
      Window,
      Window,
    ];
    folder = await mkdtemp(join(tmpdir(), 'yitong-holiday-'));
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    broken = true;
    await shotOnFailure([one, other, supervisor], task.name);
  });
  afterAll(async () => {
    await Promise.all([one, other, supervisor].map((window) => window.close()));
    await rm(folder, { recursive: true });
  });

  test('an administrator proposes another value for a rule, and cannot approve it', async () => {
    const { page } = one;
    await page.getByRole('link', { name: '规则配置' }).click();
    const rule = page.getByRole('article', { name: '补正期限', exact: true });
    await rule.getByText('15 日', { exact: true }).first().waitFor();
    await shot(page, 'rules', true);
    await rule.getByRole('button', { name: '提出变更' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('新的值').fill('20');
    await dialog.getByLabel('依据').fill('甬自然资发〔2026〕1号');
    await dialog.getByLabel('变更理由').fill('与省厅口径一致');
    await shot(page, 'rule-proposal');
    await dialog.getByRole('button', { name: '提出变更' }).click();
    const open = page.getByRole('article', { name: '待审批：补正期限' });
    await open.getByRole('button', { name: '撤回' }).waitFor();
    expect(await open.getByRole('button', { name: '批准', exact: true }).count()).toBe(0);
  });

  test('the other sees old and new value and the effect, on a phone, and approves', async () => {
    const { page } = other;
    await page.setViewportSize(phoneScreen);
    await page.goto('/rules');
    const open = page.getByRole('article', { name: '待审批：补正期限' });
    await open.locator('del').getByText('15 日').waitFor();
    await open.locator('ins').getByText('20 日').waitFor();
    await open.getByText('在办业务的登记结论都不受影响').waitFor();
    await shot(page, 'rules-phone', true);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phoneScreen.width);
    await open.getByRole('button', { name: '批准', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: '批准', exact: true }).click();
    await open.waitFor({ state: 'detached' });
    const rule = page.getByRole('article', { name: '补正期限', exact: true });
    await rule.getByText(/起：20 日/).waitFor();
    await rule.getByText('沿革（2）').click();
    await rule.getByText('甬自然资发〔2026〕1号').waitFor();
    await page.setViewportSize(officeScreen);
    await shot(page, 'rule-history', true);
  });

  test('how homes are counted for taxes is proposed part by part and approved as one version', async () => {
    const { page } = one;
    const rule = page.getByRole('article', { name: '住房套次统计口径', exact: true });
    await page.goto('/rules');
    await rule
      .getByText(/范围：全市；用途：住宅；预告：计预售商品房/)
      .first()
      .waitFor();
    await rule.getByRole('button', { name: '提出变更' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radiogroup', { name: '统计范围' }).getByText('按区（成组的区合并）').click();
    await dialog.getByRole('button', { name: '增加一组合并统计的区' }).click();
    await dialog.getByLabel('依据').fill('市税务局、住建局会商纪要2026-3');
    await dialog.getByLabel('变更理由').fill('中心城区合并计算');
    await dialog.getByRole('button', { name: '提出变更' }).click();
    await dialog.getByText('每组两个以上').first().waitFor();
    for (const district of ['海曙区', '江北区']) await choose(page, '合并统计的区 第1组', district);
    await dialog.getByLabel('依据').click();
    await dialog.getByRole('radiogroup', { name: '只有未成年子女份额的住房' }).getByText('由税务人员核定').click();
    await shot(page, 'housing-rule-proposal');
    await dialog.getByRole('button', { name: '提出变更' }).click();
    await page
      .getByRole('article', { name: '待审批：住房套次统计口径' })
      .getByRole('button', { name: '撤回' })
      .waitFor();
    // the other administrator sees both versions in words
    const second = other.page;
    await second.setViewportSize(phoneScreen);
    await second.goto('/rules');
    const open = second.getByRole('article', { name: '待审批：住房套次统计口径' });
    await open
      .locator('del')
      .getByText(/范围：全市/)
      .waitFor();
    await open
      .locator('ins')
      .getByText(/范围：按区（成组的区合并）（海曙区＋江北区）/)
      .waitFor();
    await shot(second, 'housing-rule-phone');
    expect(await second.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phoneScreen.width);
    await open.getByRole('button', { name: '批准', exact: true }).click();
    await second.getByRole('dialog').getByRole('button', { name: '批准', exact: true }).click();
    await open.waitFor({ state: 'detached' });
    await second.setViewportSize(officeScreen);
    const changed = second.getByRole('article', { name: '住房套次统计口径', exact: true });
    await changed.getByText(/起：范围：按区/).waitFor();
    await changed.getByText('沿革（3）').click();
    await changed.scrollIntoViewIfNeeded();
    await shot(second, 'housing-rule-history');
  });

  test('an expropriated home is proposed by one administrator and approved by the other', async () => {
    const home = await findHome('330205', 3);
    const { page } = one;
    await page.goto('/rules');
    const section = page.getByRole('region', { name: '征收住房' });
    await section.getByText('没有征收住房').waitFor();
    await section.getByRole('button', { name: '提出不计入' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('不动产单元代码').fill(home.unitCode);
    await dialog.getByLabel('征收决定文号').fill('江北征字〔2026〕8号');
    await dialog.getByLabel('依据').fill('征收决定公告');
    expect(await dialog.getByRole('button', { name: '提出不计入' }).isDisabled()).toBe(true);
    await dialog.getByLabel('变更理由').fill('已作出征收决定，尚未注销登记');
    await shot(page, 'exclusion-proposal');
    await dialog.getByRole('button', { name: '提出不计入' }).click();
    await section.getByRole('button', { name: '撤回' }).waitFor();
    const second = other.page;
    await second.setViewportSize(phoneScreen);
    await second.goto('/rules');
    const open = second.getByRole('article', { name: `待审批：征收住房 ${home.unitCode}` });
    await open.getByRole('button', { name: '批准', exact: true }).click();
    await second.getByText('核定缴税套次时不计这套住房').waitFor();
    await second.getByRole('dialog').getByRole('button', { name: '批准', exact: true }).click();
    await open.waitFor({ state: 'detached' });
    const row = second.locator('tr').filter({ hasText: '江北征字〔2026〕8号' });
    await row.getByText('✓ 不计入').waitFor();
    await row.scrollIntoViewIfNeeded();
    await shot(second, 'exclusions-phone');
    expect(await second.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phoneScreen.width);
    await second.setViewportSize(officeScreen);
    await row.scrollIntoViewIfNeeded();
    await shot(second, 'exclusions');
  });

  test('a supervisor reads the year and proposes window hours for the own outlet', async () => {
    const { page } = supervisor;
    await page.getByRole('link', { name: '工作日历' }).click();
    await page.getByText('休＝放假').waitFor();
    expect(await page.locator('table.month').count()).toBe(12);
    await shot(page, 'calendar', true);
    await page.getByRole('button', { name: '变更窗口时间' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('名称').fill('延时服务');
    await dialog.getByLabel('第2个时段结束').fill('18:00');
    await dialog.getByLabel('依据').fill('北仑分中心通知');
    await dialog.getByLabel('变更理由').fill('方便上班族');
    await shot(page, 'calendar-hours');
    await dialog.getByRole('button', { name: '提出变更' }).click();
    await page
      .getByRole('article', { name: '北仑区窗口时间：延时服务' })
      .getByRole('button', { name: '撤回' })
      .waitFor();
  });

  test('an administrator approves them and brings next year’s holidays as a file', async () => {
    const { page } = one;
    await page.getByRole('link', { name: '工作日历' }).click();
    const hours = page.getByRole('article', { name: '北仑区窗口时间：延时服务' });
    await hours.getByRole('button', { name: '批准', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: '批准', exact: true }).click();
    await page.getByRole('region', { name: '窗口时间' }).getByText('08:30–12:00，13:30–18:00').waitFor();
    await page.getByRole('button', { name: '下一年' }).click();
    await page.getByText('的日历还没有装入').waitFor();
    const year = Number((await page.locator('.page-head strong').textContent())?.slice(0, 4));
    await shot(page, 'calendar-missing');
    const file = join(folder, `${year}.json`);
    const days = [
      { name: '元旦', date: `${year}-01-01`, isOffDay: true },
      { name: '国庆节', date: `${year}-10-01`, isOffDay: true },
    ];
    await writeFile(file, JSON.stringify({ year, papers: [], days }));
    await page.getByRole('button', { name: '变更节假日安排' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('年度文件').setInputFiles(file);
    await dialog.getByText(`将按 ${year}.json 替换整年的安排`).waitFor();
    await dialog.getByLabel('依据').fill(`国务院办公厅关于${year}年部分节假日安排的通知`);
    await dialog.getByLabel('变更理由').fill('年度日历');
    await dialog.getByRole('button', { name: '提出变更' }).click();
    await page
      .getByRole('article', { name: `${year} 年节假日与调休` })
      .getByRole('button', { name: '撤回' })
      .waitFor();
  });

  test('the other approves the year, on a phone', async () => {
    const { page } = other;
    await page.setViewportSize(phoneScreen);
    await page.goto('/calendar');
    const change = page.getByRole('article', { name: /年节假日与调休/ });
    await change.getByRole('button', { name: '批准', exact: true }).click();
    await shot(page, 'calendar-approve-phone');
    await page.getByRole('dialog').getByRole('button', { name: '批准', exact: true }).click();
    await change.getByText('已批准').waitFor();
    await page.getByRole('button', { name: '下一年' }).click();
    await page.locator('td.off').first().waitFor();
    await shot(page, 'calendar-phone', true);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phoneScreen.width);
  });

  test('no page logged an error', () => {
    // a proposal that is refused answers 422, which the browser notes
    const errors = [...one.errors, ...other.errors, ...supervisor.errors];
    expect(errors.filter((error) => !error.includes('/api/rules/proposals'))).toEqual([]);
  });
});
