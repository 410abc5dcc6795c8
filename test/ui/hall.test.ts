import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { officeScreen, openWindow, phoneScreen, type Window } from './chromium.ts';
import { choose, shot, shotOnFailure, signIn } from './desk.ts';
import { setCallGap } from './hall-rules.ts';

const DISTRICT = '330212';

/** What the browser was asked to say, and the printing it was asked for. */
const LISTEN = `
  window.said = []; window.printed = 0;
  window.print = () => { window.printed += 1; };
  speechSynthesis.speak = (one) => window.said.push(one.text);`;

/** 大厅: supervisor lets devices in, the kiosk gives numbers, the clerk calls, the display shows and speaks. */
describe('the waiting hall', () => {
  let clerk: Window;
  let supervisor: Window;
  let display: Window;
  let kiosk: Window;
  beforeAll(async () => {
    clerk = await signIn(`acceptor-${DISTRICT}`);
    supervisor = await signIn(`supervisor-${DISTRICT}`);
    display = await openWindow(inject('publicUrl'));
    kiosk = await openWindow(inject('publicUrl'));
    for (const { page } of [display, kiosk, clerk]) await page.addInitScript(LISTEN);
  });
  const all = () => [clerk, supervisor, display, kiosk];
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await shotOnFailure(all(), task.name);
  });
  afterAll(async () => {
    for (const window of all()) await window.close();
  });

  test('the supervisor lets in a display and a kiosk by addresses of their own', async () => {
    const { page } = supervisor;
    await page.goto('/board');
    await page.getByRole('link', { name: '大厅设备' }).click();
    await page.getByText('还没有大厅设备').waitFor();
    for (const [kind, name, window] of [
      ['显示屏', '一楼东侧屏', display],
      ['自助取号机', '门口取号机', kiosk],
    ] as const) {
      await choose(page, '设备种类', kind);
      await page.getByLabel('设备名称').fill(name);
      await page.getByRole('button', { name: '启用设备' }).click();
      const note = page.getByRole('status').filter({ hasText: `已启用“${name}”` });
      const path = await note.getByRole('link').getAttribute('href');
      await window.page.goto(path ?? '');
    }
    await shot(page, 'hall-devices');
    await display.page.getByText('请取号后在此等候叫号').waitFor();
    await display.page.getByRole('button', { name: '语音关' }).click();
  });

  test('the kiosk gives a number and prints a slip of 80 mm', async () => {
    const { page } = kiosk;
    await page.getByText('请选择要办的业务').waitFor();
    await shot(page, 'kiosk');
    for (const errand of ['登记申请', '登记申请', '领取证书', '登记申请', '登记资料查询']) {
      await page.getByRole('button', { name: errand }).click();
      await page.getByRole('region', { name: '您的号码' }).waitFor();
      if (errand !== '登记资料查询') await page.getByRole('button', { name: '完成' }).click();
    }
    await page.getByText('前面等候 4 人').first().waitFor();
    expect(await page.evaluate('window.printed')).toBe(5);
    await shot(page, 'kiosk-taken');
    await page.emulateMedia({ media: 'print' });
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    // 80 mm in points, and one page
    expect(Number(/\/MediaBox\s*\[0 0 ([\d.]+)/.exec(pdf)?.[1])).toBeCloseTo((80 / 25.4) * 72, 0);
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
    await page.setViewportSize({ width: 302, height: 416 });
    await shot(page, 'kiosk-slip');
    await page.emulateMedia({ media: 'screen' });
    await page.setViewportSize(phoneScreen);
    await page.getByRole('button', { name: '完成' }).click();
    await shot(page, 'kiosk-phone');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phoneScreen.width);
    await page.setViewportSize(officeScreen);
    await display.page.getByText('等候 5 人').waitFor();
  });

  test('calls are shown and spoken, again at the second call; 过号 leaves the line and comes back', async () => {
    const { page } = clerk;
    await setCallGap(1);
    await page.goto('/tickets');
    await page.getByLabel('窗口', { exact: true }).fill('3 号窗口');
    await page.getByLabel('窗口', { exact: true }).press('Enter');
    const open = page.getByRole('region', { name: '正在接待' });
    await open.getByRole('heading', { name: '正在接待 001 号' }).waitFor();
    const calls = display.page.getByRole('region', { name: '正在叫号' });
    await calls.getByText('001').waitFor();
    await calls.getByText('3 号窗口').waitFor();
    const said = () => display.page.evaluate<string[]>('window.said');
    await expect.poll(said).toEqual(['请，1号，到3号窗口', '请，1号，到3号窗口']);
    expect(await open.getByRole('button', { name: /^过\s?号$/ }).isDisabled()).toBe(true);
    await page.locator('h1').click();
    for (const times of [2, 3]) {
      await open.getByRole('button', { name: /^重\s?呼/, disabled: false }).waitFor();
      await page.keyboard.press('r');
      await open.getByText(`已呼 ${times} 次`).waitFor();
    }
    await expect.poll(async () => (await said()).length).toBe(6);
    await open.getByRole('button', { name: /^过\s?号$/ }).click();
    const missed = page.getByRole('region', { name: '过号' });
    await missed.getByText('001').waitFor();
    await display.page.getByRole('region', { name: '过号' }).getByText('001').waitFor();

    // the next one is sent on, the passed one comes back behind three
    await page.locator('h1').click();
    await page.keyboard.press('n');
    await open.getByRole('heading', { name: '正在接待 002 号' }).waitFor();
    for (const screen of [officeScreen, { width: 1920, height: 1080 }]) {
      await display.page.setViewportSize(screen);
      await shot(display.page, `hall-display-${screen.width}`);
    }
    await shot(page, 'tickets-hall', true);
    await page.setViewportSize(phoneScreen);
    await shot(page, 'tickets-hall-phone', true);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phoneScreen.width);
    await page.setViewportSize(officeScreen);
    await missed.getByRole('button', { name: '恢复排队' }).click();
    await page.getByText('001 号已恢复排队').waitFor();
    await open.getByRole('button', { name: /^转\s?号$/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('窗口（可不填）').fill('5 号窗口');
    await dialog.getByLabel('原因').fill('需要先查询档案');
    await shot(page, 'tickets-move');
    await dialog.getByRole('button', { name: /^转\s?号$/ }).click();
    await page.getByText('002 号已转出').waitFor();
    const line = page.locator('section.panel').filter({ has: page.getByRole('heading', { name: '候号' }) });
    await line.getByText('（转5 号窗口）').waitFor();
    // the reason for one number is not the reason for the next
    await line.getByRole('row').filter({ hasText: '003' }).getByRole('button', { name: '转号' }).click();
    await dialog.getByText('转号 003').waitFor();
    expect(await dialog.getByLabel('窗口（可不填）').inputValue()).toBe('');
    expect(await dialog.getByLabel('原因').inputValue()).toBe('');
    await dialog.getByRole('button', { name: '取消' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await line.locator('tbody tr td:first-child').allTextContents()).toEqual([
      '002',
      '003',
      '004',
      '005',
      '001',
    ]);

    // a number for somebody at the desk, with its slip
    await choose(page, '取号事项', '业务咨询');
    await page.getByRole('button', { name: /^取\s?号$/ }).click();
    await page.getByText('已取号：006 号。前面等候 5 人').waitFor();
    await page.getByRole('button', { name: '打印小票' }).click();
    expect(await page.evaluate('window.printed')).toBe(1);
  });

  test('the display survives a lost connection and says so meanwhile', async () => {
    const { page } = display;
    await page.route('**/api/public/hall/**', (route) => route.abort());
    // what it asks for at the next number does not arrive
    await kiosk.page.getByRole('button', { name: '业务咨询' }).click();
    await page.getByText('连接中断，正在重新连接').waitFor({ timeout: 90_000 });
    await shot(page, 'hall-display-lost');
    await page.unroute('**/api/public/hall/**');
    await page.getByText('连接中断，正在重新连接').waitFor({ state: 'detached', timeout: 90_000 });
    await page.getByText('等候 7 人').waitFor();
  });

  test('no page logged an error of its own', () => {
    const errors = all()
      .flatMap((one) => one.errors)
      .filter((one) => !/ERR_INTERNET_DISCONNECTED|ERR_FAILED/.test(one));
    expect(errors).toEqual([]);
  });
});
