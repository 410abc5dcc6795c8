import { randomUUID } from 'node:crypto';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { demoCity } from '../../registry/index.ts';
import { usualWork } from '../../scripts/demo/usual-work.ts';
import { signIn as signInOverHttp } from '../../scripts/play/desk-client.ts';
import type { Application, UnitPage } from '../../server/api/index.ts';
import { party, plainHome } from '../acceptance/applications.ts';
import { textOfPdf } from '../support/pdf-text.ts';
import { officeScreen, phoneScreen, type Window } from './chromium.ts';
import { decide, openTask, shot, shotOnFailure, signIn } from './desk.ts';

const DISTRICT = '330205';
const PATIENCE_MS = 60_000;
const { units } = demoCity;
const claim = '证书在本人处，没有遗失';

/** What others may still say against an entry: an objection to a public notice, and the suit that keeps an objection registration. */
describe('公告（公示）and 异议的起诉证明 in the browser', () => {
  let acceptor: Window;
  let supervisor: Window;
  let window203: Window;
  const windows = () => [acceptor, supervisor, window203].filter(Boolean);
  beforeAll(async () => {
    acceptor = await signIn(`acceptor-${DISTRICT}`);
    supervisor = await signIn(`supervisor-${DISTRICT}`);
    window203 = await signIn('acceptor-330203');
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await shotOnFailure(windows(), task.name);
  });
  afterAll(async () => {
    for (const window of windows()) await window.close();
  });

  /** The same page on a phone: nothing runs out of it at the side. */
  async function onPhone(page: Page, name: string): Promise<void> {
    await page.setViewportSize(phoneScreen);
    await shot(page, `${name}-phone`, true);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    await page.setViewportSize(officeScreen);
    expect({ name, wider }).toEqual({ name, wider: 0 });
  }

  /** Presses the button on the page of the case and takes the file that it then offers. */
  async function madeNotice(page: Page, caseNo: string, panel: Locator): Promise<Buffer> {
    await page.goto(`/cases/${caseNo}`);
    await panel.getByRole('button', { name: '制作公告（公示）文书' }).click();
    const open = panel.getByRole('link', { name: '打开公告（公示）文书' });
    await open.waitFor({ timeout: PATIENCE_MS });
    await shot(page, 'publicity-notice-made');
    const answer = await page.request.get((await open.getAttribute('href')) ?? '');
    expect([answer.status(), answer.headers()['content-type']]).toEqual([200, 'application/pdf']);
    return answer.body();
  }

  test('证书遗失补发: the notice runs on the case page, an objection goes to the supervisor', async () => {
    // given a lost certificate whose case has been accepted
    const unit = plainHome(DISTRICT, 7);
    const application: Application = {
      applicationKey: randomUUID(),
      itemCode: 'BDC-31',
      unitCodes: [unit.unitCode],
      parties: unit.owners.map((owner) => party('acquirer', owner)),
      targets: [{ certificateNo: unit.certificateNo as string }],
      reissue: { cause: 'lost', oldReturned: false, lossStatementNo: '遗失声明2026-7' },
      certMedium: 'electronic',
      delivery: 'none',
      inquiry: { trueIntention: true, leased: false, residenceRight: false },
      declareTruth: true,
    };
    const clerk = await signInOverHttp(inject('publicUrl'), `acceptor-${DISTRICT}`);
    const { caseNo } = await clerk.fileCase(application);
    const task = await clerk.waitForTask(caseNo, 'CollectMaterials', PATIENCE_MS);
    const detail = await clerk.openTask(task.taskKey);
    await clerk.perform(caseNo, usualWork('CollectMaterials', detail, application, new Map(), 1), PATIENCE_MS);
    const { page } = acceptor;
    await page.goto(`/cases/${caseNo}`);
    const panel = page.locator('section.panel').filter({ hasText: '证书遗失补发公告' });
    await panel.getByText('期间停表').waitFor({ timeout: PATIENCE_MS });
    await panel.getByText('没有人提出异议').waitFor();
    await shot(page, 'publicity', true);
    await onPhone(page, 'publicity');
    // and the window makes the notice that is posted and published: a sealed PDF, which stays in the case's file
    const pdf = await madeNotice(page, caseNo, panel);
    expect(pdf.includes('/ByteRange')).toBe(true);
    const text = await textOfPdf(pdf);
    for (const words of ['补发', unit.location, unit.certificateNo as string, '第二十二条'])
      expect(text).toContain(words.replace(/\s+/g, ''));
    expect((await madeNotice(page, caseNo, panel)).equals(pdf)).toBe(true);
    await page.goto(`/cases/${caseNo}`);
    await panel.waitFor();
    // when the objector comes to the window
    await panel.getByRole('button', { name: '登记异议' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('异议人').fill(demoCity.people.wang.name);
    await dialog.getByLabel('异议事项和理由').fill('有错');
    await dialog.getByRole('button', { name: '登记异议' }).click();
    await dialog.getByText('请写明异议事项和理由，至少4个字').waitFor();
    await dialog.getByLabel('异议事项和理由').fill(claim);
    await shot(page, 'publicity-objection');
    await dialog.getByRole('button', { name: '登记异议' }).click();
    // then it stands on the case until the supervisor has decided
    await dialog.waitFor({ state: 'hidden' });
    await panel.getByText('待会商处理，不能登簿').waitFor();
    expect(await panel.textContent()).toContain(claim);
    expect(await panel.textContent()).not.toContain(demoCity.people.wang.name);
    await shot(page, 'publicity-objected', true);
    const boss = await signInOverHttp(inject('publicUrl'), `supervisor-${DISTRICT}`);
    await boss.waitForTask(caseNo, 'DecideEscalation', PATIENCE_MS);
    const desk = supervisor.page;
    // the board asks what the task asks
    await desk.goto('/board');
    await desk.getByRole('row').filter({ hasText: caseNo }).getByRole('button', { name: '直接决定' }).click();
    const board = desk.getByRole('dialog');
    expect(await board.getByRole('radio').count()).toBe(2);
    await board.getByText('请会商异议是否成立').waitFor();
    await board.getByText('异议成立，不予登记').click();
    await board.getByLabel('不予登记的理由').waitFor();
    await shot(desk, 'publicity-board-decision');
    await onPhone(desk, 'publicity-board-decision');
    await openTask(desk, caseNo);
    await desk.getByText('请会商异议是否成立').waitFor();
    await desk.getByText(claim).waitFor();
    expect(await desk.locator('.decision-bar').getByRole('button', { name: '附条件同意' }).count()).toBe(0);
    await desk.getByRole('button', { name: '经会商，异议不成立，继续公告。' }).click();
    await desk.locator('.pdf-pane canvas').waitFor();
    await shot(desk, 'publicity-escalation', true);
    expect(await decide(desk, '异议不成立，继续公告')).toContain('期满后审核');
    // and the notice goes on
    await panel.getByText('会商已处理').waitFor({ timeout: PATIENCE_MS });
    await panel.getByText('期间停表').waitFor();
  });

  test('异议登记: the proof of a suit keeps it beyond its fifteen days', async () => {
    const { page } = window203;
    const { unitCode } = units.objected;
    const answer = await page.request.get(`/api/units/${unitCode}`);
    const [objection] = ((await answer.json()) as UnitPage).objections;
    if (!objection) throw new Error('the unit under objection has none');
    await page.goto(`/register/${unitCode}`);
    const panel = page.locator('section.panel').filter({ hasText: '异议登记的起诉证明' });
    await panel.waitFor();
    await shot(page, 'suit-proof', true);
    await onPhone(page, 'suit-proof');
    await panel.getByRole('button', { name: '登记起诉证明' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: /^登\s?记$/ }).click();
    await dialog.getByText('请填写受理通知书文号').waitFor();
    await dialog.getByLabel('法院或仲裁委员会').fill('宁波市海曙区人民法院');
    await dialog.getByLabel('受理通知书文号').fill('（2026）浙0203民初8号');
    await dialog.getByLabel('起诉（申请）日期').fill(objection.lapsesOn);
    await dialog.getByRole('button', { name: /^登\s?记$/ }).click();
    await dialog.getByText('起诉日期不能晚于今天').waitFor();
    await dialog.getByLabel('起诉（申请）日期').fill(objection.registeredAt.slice(0, 10));
    await shot(page, 'suit-proof-dialog');
    await dialog.getByRole('button', { name: /^登\s?记$/ }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.locator('.book').getByText('已起诉（（2026）浙0203民初8号），继续有效').waitFor();
    await panel.waitFor({ state: 'detached' });
    await shot(page, 'suit-proof-recorded', true);
  });

  test('no page logged an error', () => {
    expect(windows().flatMap((window) => window.errors)).toEqual([]);
  });
});
