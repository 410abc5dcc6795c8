import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type CityPerson, type DemoUnit, demoCity } from '../../registry/index.ts';
import { officeScreen, phoneScreen, type Window } from './chromium.ts';
import { choose, shot, shotOnFailure, signIn } from './desk.ts';
import { answerInquiry, fileCase, newcomer } from './intake.ts';

/** One form for every item: what is asked follows from the catalogue, and what the register knows is ticked, not typed. */
let window: Window;
beforeAll(async () => {
  window = await signIn('acceptor-330203');
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await shotOnFailure([window], task.name);
});
afterAll(() => window.close());

const { institutions, units } = demoCity;
const buyer = newcomer('顾新人', '19940305', 861);

async function open(page: Page, unit: DemoUnit, itemCode: string): Promise<void> {
  await page.goto(`/intake?unit=${unit.unitCode}`);
  await page.getByRole('button', { name: itemCode }).click();
}

async function person(page: Page, title: string, one: { name: string; idNo: string }, phone = '13800000009') {
  await page.getByLabel(`${title}姓名`).fill(one.name);
  await page.getByLabel(`${title}证件号码`).fill(one.idNo);
  await page.getByLabel(`${title}手机号`).fill(phone);
}

async function dayOf(page: Page, label: string, value: string) {
  await page.getByLabel(label).fill(value);
  await page.keyboard.press('Enter');
}

/** The same page on a phone: nothing runs out of it at the side. */
async function onPhone(page: Page, name: string): Promise<void> {
  await page.setViewportSize(phoneScreen);
  await shot(page, `${name}-phone`, true);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await page.setViewportSize(officeScreen);
  expect({ name, wider }).toEqual({ name, wider: 0 });
}

test('the items are offered by what happened, and the choice folds away', async () => {
  const { page } = window;
  await page.goto(`/intake?unit=${units.plainSale.unitCode}`);
  await page.getByRole('button', { name: '买卖二手房' }).waitFor();
  expect(await page.locator('.item-group .choice').count()).toBe(35);
  await shot(page, 'items-chooser', true);
  await page.getByRole('button', { name: '买卖二手房' }).click();
  await page.getByRole('button', { name: '换一个事项' }).waitFor();
});

test('商品房转移 with a new loan: the developer, the buyer, the lender; two items in one application', async () => {
  const { page } = window;
  const [unit] = demoCity.newHomes('330203') as [DemoUnit];
  await open(page, unit, 'BDC-09');
  await page.getByText('可以申请').waitFor();
  await page.getByRole('button', { name: 'BDC-17' }).click();
  await page.getByLabel('开发企业姓名').fill(institutions.company.name);
  await page.getByLabel('开发企业证件号码').fill(institutions.company.idNo);
  await person(page, '买方', buyer);
  await page.getByLabel('抵押权人姓名').fill(institutions.bank.name);
  await page.getByLabel('抵押权人证件号码').fill(institutions.bank.idNo);
  await page.getByLabel('成交价格').fill('2,600,000');
  await page.getByLabel('被担保债权数额').fill('1500000');
  await dayOf(page, '债务履行止日', '2046-11-01');
  await page.getByLabel('主债权合同编号').fill('JK-1');
  await page.getByLabel('抵押合同编号', { exact: true }).fill('DY-1');
  await answerInquiry(page);
  await shot(page, 'items-new-home', true);
  await fileCase(page);
});

test('继承并出售: the sellers are heirs, their shares and the deceased are asked for in the same form', async () => {
  const { page } = window;
  const unit = demoCity.saleUnits('330203').at(-4) as DemoUnit;
  const [dead] = unit.owners as [CityPerson];
  await open(page, unit, 'BDC-10');
  await page.getByRole('button', { name: 'BDC-11' }).click();
  await page.getByRole('button', { name: '＋ 继承人（卖方）' }).click();
  for (const [i, heir] of [newcomer('顾长子', '19680305', 871), newcomer('顾次女', '19710821', 872)].entries()) {
    await page.getByLabel('继承人（卖方）姓名').nth(i).fill(heir.name);
    await page.getByLabel('继承人（卖方）证件号码').nth(i).fill(heir.idNo);
    await page.getByLabel('继承人（卖方）手机号').nth(i).fill(`1380000002${i}`);
  }
  await person(page, '买方', buyer);
  await page.getByLabel('成交价格').fill('1,900,000');
  await page.keyboard.press('Alt+s');
  await page.getByRole('alert').getByText('请填写继承权公证书编号。').waitFor();
  await page.getByLabel('被继承人姓名').fill(dead.name);
  await page.getByLabel('被继承人证件号码').fill(dead.idNo);
  await page.getByLabel('继承依据编号').fill('（2026）浙甬天证民字第18号');
  await dayOf(page, '死亡日期', '2026-05-01');
  await page.getByRole('radiogroup', { name: '继承人共有方式' }).getByText('按份共有').click();
  await page.getByLabel('顾长子继承份额').fill('1/3');
  await page
    .getByRole('alert')
    .getByText(/继承份额/)
    .first()
    .waitFor();
  await page.getByLabel('顾次女继承份额').fill('2/3');
  await page.getByRole('button', { name: '＋ 放弃继承的人' }).click();
  const third = newcomer('顾三子', '19750101', 873);
  await page.getByLabel('放弃继承的人姓名').fill(third.name);
  await page.getByLabel('放弃继承的人证件号码').fill(third.idNo);
  await page.getByLabel('放弃声明1').fill('放弃声明1号');
  await answerInquiry(page);
  await shot(page, 'items-inherit-and-sell', true);
  await onPhone(page, 'items-inherit-and-sell');
  await fileCase(page);
  expect(await page.locator('table.checklist').textContent()).toMatch(/继承权公证书[\s\S]*死亡证明/);
});

test('赠与: donor, donee and the deed, no price and no sale contract', async () => {
  const { page } = window;
  const unit = units.rename;
  await open(page, unit, 'BDC-12');
  const [owner] = unit.owners as [CityPerson];
  await person(page, '赠与人', owner);
  await person(page, '受赠人', buyer);
  expect(await page.getByLabel('成交价格').count()).toBe(0);
  await page.getByLabel('公证书、合同、遗嘱、协议或文书编号').fill('赠字2026-1');
  await dayOf(page, '签订（生效、死亡）日期', '2026-11-18');
  await answerInquiry(page);
  await shot(page, 'items-gift', true);
  await fileCase(page);
});

test('抵押注销: the mortgage is ticked on the register’s own list', async () => {
  const { page } = window;
  await open(page, units.mortgaged, 'BDC-21');
  await page.getByLabel('抵押权人姓名').fill(institutions.bank.name);
  await page.getByLabel('抵押权人证件号码').fill(institutions.bank.idNo);
  await page.keyboard.press('Alt+s');
  await page.getByRole('alert').getByText('请勾选要办理的权利').waitFor();
  await page.getByText(/第1顺位抵押权/).click();
  await choose(page, '注销原因', '债权消灭');
  await dayOf(page, '权利消灭日期', '2026-11-20');
  await answerInquiry(page);
  await page.getByRole('radiogroup', { name: '是否已告知抵押权人？' }).getByText('是', { exact: true }).click();
  await shot(page, 'items-mortgage-cancel', true);
  await fileCase(page);
});

test('预告: two operations, each with its own sides', async () => {
  const { page } = window;
  const unit = units.mortgageable;
  await open(page, unit, 'BDC-26');
  await page.getByRole('button', { name: '抵押预告登记', exact: true }).click();
  await page.getByLabel('抵押预告权利人姓名').waitFor();
  await page.getByRole('button', { name: '转让预告登记', exact: true }).click();
  const [owner] = unit.owners as [CityPerson];
  await person(page, '卖方', owner);
  await person(page, '买方', buyer);
  await page.getByLabel('成交价格').fill('1800000');
  await page.getByLabel('预告登记约定编号').fill('YG-1');
  await dayOf(page, '约定日期', '2026-11-20');
  await answerInquiry(page);
  await shot(page, 'items-caution', true);
});

test('异议: the ground, what is wrong in the book and the proof', async () => {
  const { page } = window;
  const unit = demoCity.saleUnits('330203').at(-3) as DemoUnit;
  await open(page, unit, 'BDC-30');
  await person(page, '异议人', buyer);
  await choose(page, '异议事由', '份额或共有情况有错');
  await page.getByLabel('异议事项：登记簿哪里有错误').fill('主张为共有人，登记簿未记载');
  await page.getByLabel('证明材料编号').fill('证据1号');
  await answerInquiry(page);
  await shot(page, 'items-objection', true);
  await fileCase(page);
});

test('换发: the old certificate is ticked, and must have come back', async () => {
  const { page } = window;
  const unit = units.large;
  await open(page, unit, 'BDC-31');
  const [owner] = unit.owners as [CityPerson];
  await person(page, '权利人', owner);
  await page.getByRole('checkbox', { name: /^权属证书 浙/ }).check();
  await choose(page, '换发（补发）原因', '证书破损');
  await page.getByText('已收回原证书').click();
  await answerInquiry(page);
  await shot(page, 'items-reissue', true);
  await fileCase(page);
});

test('补发: a lost certificate asks for the statement of loss, and no longer for the old one', async () => {
  const { page } = window;
  const unit = units.heldOneYear;
  await open(page, unit, 'BDC-31');
  const [owner] = unit.owners as [CityPerson];
  await person(page, '权利人', owner);
  await page.getByRole('checkbox', { name: /^权属证书 浙/ }).check();
  await choose(page, '换发（补发）原因', '证书遗失');
  expect(await page.getByText('已收回原证书').count()).toBe(0);
  await page.getByLabel('权利人遗失声明的编号或日期').fill('遗失声明2026-9');
  await answerInquiry(page);
  await shot(page, 'items-reissue-lost', true);
  await fileCase(page);
});

test('依职权更正: the holder’s consent is no longer asked for', async () => {
  const { page } = window;
  const unit = demoCity.saleUnits('330203').at(-4) as DemoUnit;
  await open(page, unit, 'BDC-29');
  await page.getByText('登记簿权利人书面同意更正').waitFor();
  await page.getByText('依职权更正（通知权利人').click();
  expect(await page.getByText('登记簿权利人书面同意更正').count()).toBe(0);
  await page.getByLabel('登记簿哪里写错、应当是什么').fill('坐落门牌录入有误，应为正确门牌');
  await shot(page, 'items-ex-officio', true);
  await onPhone(page, 'items-ex-officio');
});

test('非公证继承: the box says that it will be made public', async () => {
  const { page } = window;
  const unit = demoCity.saleUnits('330203').at(-5) as DemoUnit;
  await open(page, unit, 'BDC-11');
  await choose(page, '转移原因', '继承');
  await page.getByText('没有公证（公示期满后审核登簿）').click();
  await shot(page, 'items-inheritance', true);
  await onPhone(page, 'items-inheritance');
});

test('变更 and 在建建筑物抵押: the forms open, at the office and on a phone', async () => {
  const { page } = window;
  const site = demoCity.presaleHomes('330203')[5] as DemoUnit;
  for (const [item, unit, field] of [
    ['BDC-08', demoCity.saleUnits('330203').at(-6) as DemoUnit, '变更（更正）原因'],
    ['BDC-22', site, '被担保债权数额'],
  ] as const) {
    await open(page, unit, item);
    await page.getByLabel(field).waitFor();
    await shot(page, `items-${item}`, true);
    await onPhone(page, `items-${item}`);
  }
});

test('the page of the book says of a caution what was agreed and until when it holds', async () => {
  const { page } = window;
  await page.goto(`/register/${units.cautioned.unitCode}`);
  const cautions = page.locator('.book table').filter({ hasText: '预告登记' });
  await cautions.getByRole('columnheader', { name: '约定与期限' }).waitFor();
  await cautions.getByText(/起可以登记|可以登记之日尚未确定/).waitFor();
  await page.getByText('没有居住权').waitFor();
  await page.getByText('没有地役权').waitFor();
  await shot(page, 'register-caution', true);
});

test('no page logged an error', () => {
  expect(window.errors).toEqual([]);
});
