import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { demoCity } from '../../registry/index.ts';
import type { Window } from './chromium.ts';
import { choose, shot, shotOnFailure, signIn } from './desk.ts';
import { answerInquiry, fileCase } from './intake.ts';

/** From the surveyor's table to the application: land and a new building with all its homes at one window. */
let window: Window;
beforeAll(async () => {
  window = await signIn('acceptor-330203');
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await shotOnFailure([window], task.name);
});
afterAll(() => window.close());

const { company } = demoCity.institutions;
const parcel = '330203001002GB32001';
const homes = Array.from({ length: 6 }, (_, i) => `${parcel}F0001${String(i + 1).padStart(4, '0')}`);

async function head(page: Page, kind: string, surveyNo: string) {
  await page.goto('/surveys');
  await choose(page, '成果种类', kind);
  await page.getByLabel('成果编号').fill(surveyNo);
  await page.getByLabel('宗地代码（19位）').fill(parcel);
  await page.getByLabel('测绘单位').fill('演示测绘院');
  await page.getByLabel('测绘日期').fill('2026-11-10');
}

async function developer(page: Page, title: string) {
  await page.getByLabel(`${title}姓名`).fill(company.name);
  await page.getByLabel(`${title}证件号码`).fill(company.idNo);
}

test('土地首次登记: the parcel is taken in, then granted', async () => {
  const { page } = window;
  await head(page, '宗地', 'QJ-UI-1');
  await page.getByLabel('宗地坐落').fill('宁波市海曙区新桥路19号');
  await page.getByLabel('宗地面积（㎡）').fill('12000');
  await page.getByLabel('土地用途').fill('城镇住宅用地');
  await page.getByLabel('权利性质').fill('出让');
  await choose(page, '登记用途', '住宅');
  await shot(page, 'survey-parcel', true);
  await page.getByRole('button', { name: '入库' }).click();
  await page.getByRole('link', { name: /受理 330203/ }).click();
  await page.getByRole('button', { name: 'BDC-01' }).click();
  await page.getByText('可以申请').waitFor();
  await page.getByText('住宅 / 12000.00 ㎡').waitFor();
  await developer(page, '土地使用权人');
  await choose(page, '取得方式', '出让');
  await page.getByLabel('出让合同（划拨决定书）编号').fill('3302032026A1');
  await page.getByLabel('合同（决定书）日期').fill('2026-10-20');
  await page.keyboard.press('Enter');
  await page.getByLabel('土地出让金（划拨不填）').fill('500000000');
  await page.getByLabel('使用期限起（划拨不填）').fill('2026-10-20');
  await page.keyboard.press('Enter');
  await page.getByLabel('使用期限止（划拨不填）').fill('2096-10-19');
  await page.keyboard.press('Enter');
  await answerInquiry(page);
  await shot(page, 'intake-land', true);
  await fileCase(page);
});

test('房屋首次登记: the table is pasted, wrong lines are named, and the whole building is ticked', async () => {
  const { page } = window;
  await head(page, '房产实测绘', 'CH-UI-1');
  await page.getByLabel('幢号（4位）').fill('0001');
  await page.getByLabel('房屋结构').fill('钢筋混凝土');
  await page.getByLabel('总层数').fill('3');
  const rows = homes.map((code, i) =>
    [code, `宁波市海曙区新桥路19号1幢${i + 1}室`, '1', `${i + 1}`, '住宅', '100', '80', '20', '33'].join('\t'),
  );
  await page.getByRole('textbox', { name: '户表' }).fill([...rows, '330203\t坏行'].join('\n'));
  await page.getByText('第7行').waitFor();
  expect(await page.getByRole('button', { name: '入库' }).isDisabled()).toBe(true);
  await shot(page, 'survey-building', true);
  await page.getByRole('textbox', { name: '户表' }).fill(rows.join('\n'));
  await page.getByText('读取6户').waitFor();
  await page.getByRole('button', { name: '入库' }).click();
  await page.getByRole('link', { name: /受理 330203/ }).click();
  await page.getByRole('button', { name: 'BDC-05' }).click();
  await page.getByRole('button', { name: '全选 5 个' }).click();
  await page.getByText('已选 5 个').waitFor();
  await developer(page, '建设单位（权利人）');
  await page.getByLabel('房产实测绘成果编号').fill('CH-UI-1');
  await answerInquiry(page);
  await shot(page, 'intake-building', true);
  await fileCase(page);
});

test('the chooser and the survey page fit a phone', async () => {
  const { page } = window;
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/surveys');
  await page.getByRole('textbox', { name: '户表' }).waitFor();
  await shot(page, 'survey-phone', true);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1366, height: 768 });
});
