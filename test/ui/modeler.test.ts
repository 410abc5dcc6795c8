import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { signIn as apiSignIn } from '../../scripts/play/desk-client.ts';
import type { CaseDetail, ProcessList } from '../../server/api/index.ts';
import { buyer, plainHome, saleOf } from '../acceptance/applications.ts';
import type { Window } from './chromium.ts';
import { shot, shotOnFailure, signIn } from './desk.ts';

const DISTRICT = '330213';
const TASK = 'ReReview';

/** An analyst changes a diagram: findings while editing, a new version, and running cases that stay on theirs. */
describe('the analyst', () => {
  let analyst: Window;
  let runningCase: string;

  beforeAll(async () => {
    // given a case under way on version 1
    const acceptor = await apiSignIn(inject('publicUrl'), `acceptor-${DISTRICT}`);
    runningCase = (await acceptor.fileCase(saleOf(plainHome(DISTRICT, 12), buyer(71)))).caseNo;
    await acceptor.waitForTask(runningCase, 'CollectMaterials', 60_000);
    analyst = await signIn('analyst');
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await shotOnFailure([analyst], task.name);
  });
  afterAll(() => analyst?.close());

  const element = (id: string) => analyst.page.locator(`.canvas g.djs-element[data-element-id="${id}"]`);
  const nameField = () => analyst.page.locator('#bio-properties-panel-name');

  async function select(id: string): Promise<void> {
    await analyst.page.goto('/modeler/', { waitUntil: 'domcontentloaded' });
    await element(id).waitFor({ timeout: 60_000 });
    await analyst.page.locator('.findings [role="status"]').filter({ hasText: '0 个错误' }).waitFor();
    await element(id).click({ force: true });
    await analyst.page.locator('.properties').getByText('复审（登记簿已变化）', { exact: true }).waitFor();
    await analyst.page.locator('.properties').getByText('基本', { exact: true }).click();
    await nameField().waitFor();
  }

  test('opens the live diagram with its versions, properties in Chinese and findings', async () => {
    await select(TASK);
    const { page } = analyst;
    await page.locator('.bar').getByText('第 1 版 在用').waitFor();
    expect(await page.locator('.bio-properties-panel-header-type').textContent()).toBe('用户任务');
    await page.locator('.properties').getByText('办理人', { exact: true }).waitFor();
    await page.locator('.findings [role="status"]').filter({ hasText: '0 个错误' }).waitFor();
    expect(await page.locator('.bjs-powered-by').isVisible()).toBe(true);
    await shot(page, 'modeler-open');
  });

  test('sees a finding while editing, and jumps to the element', async () => {
    const { page } = analyst;
    // when 复审, which several ways lead to, is removed from the diagram, its gateway hangs in the air
    await page.locator('.djs-context-pad [data-action="delete"]').click();
    await page.locator('.bar').getByText('有未部署的修改').waitFor();
    const finding = page.locator('.findings .finding-error').first();
    await finding.waitFor({ timeout: 30_000 });
    expect(await finding.locator('.finding-message').textContent()).toMatch(/[\u4e00-\u9fa5]{4,}/);
    await finding.locator('button').click();
    await page.locator('.canvas .djs-element.selected').first().waitFor();
    await page.locator('.finding-badge').first().waitFor();
    await shot(page, 'modeler-findings');
    await page.getByRole('button', { name: /^撤\s*销$/ }).click();
    await page.locator('.findings [role="status"]').filter({ hasText: '0 个错误' }).waitFor({ timeout: 30_000 });
  });

  test('deploys a new version; the running case stays on its own', async () => {
    const { page } = analyst;
    await element(TASK).click({ force: true });
    const field = nameField();
    await field.click();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('复审与核对');
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: '部署新版本' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/在办的 \d+ 件仍按各自的版本办完/).waitFor();
    await shot(page, 'modeler-deploy');
    await dialog.getByRole('button', { name: /^部\s*署$/ }).click();
    await page.getByText('已部署第 2 版').waitFor({ timeout: 30_000 });
    await page.locator('.bar').getByText('第 2 版 在用').waitFor();
    await shot(page, 'modeler-deployed');

    // then the list says which version runs how many cases, and the case is still on version 1
    const desk = await apiSignIn(inject('publicUrl'), 'analyst');
    const { items } = await desk.get<ProcessList>('/api/modeler/processes');
    const versions = items.find((one) => one.bpmnProcessId === 'bdc-registration')!.versions;
    expect(versions.map(({ version, live }) => ({ version, live }))).toEqual([
      { version: 2, live: true },
      { version: 1, live: false },
    ]);
    expect(versions[1]!.runningCases).toBeGreaterThan(0);
    const acceptor = await apiSignIn(inject('publicUrl'), `acceptor-${DISTRICT}`);
    expect((await acceptor.get<CaseDetail>(`/api/cases/${runningCase}`)).process?.version).toBe(1);
    // and a case filed now runs on the new one
    const { caseNo } = await acceptor.fileCase(saleOf(plainHome(DISTRICT, 13), buyer(72)));
    await acceptor.waitForTask(caseNo, 'CollectMaterials', 60_000);
    expect((await acceptor.get<CaseDetail>(`/api/cases/${caseNo}`)).process?.version).toBe(2);
  });

  test('can undo after a deployment, on the canvas as it was', async () => {
    const { page } = analyst;
    await page.getByRole('button', { name: /^撤\s*销$/ }).click();
    await page.locator('.bar').getByText('有未部署的修改').waitFor();
    await element(TASK).locator('text', { hasText: '复审与核对' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /^重\s*做$/ }).click();
  });

  test('is told which steps a deployment would drop, before it does', async () => {
    const { page } = analyst;
    await page.getByRole('button', { name: '全图' }).click();
    await element('CheckUnit').click({ force: true });
    await page.locator('.djs-context-pad [data-action="delete"]').click();
    await page.getByRole('button', { name: '部署新版本' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/比在用版本少 1 步：/).waitFor();
    await shot(page, 'modeler-dropped-step');
    await dialog.getByRole('button', { name: '再看看' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: /^撤\s*销$/ }).click();
  });

  test('brings a file along, and is told why another one cannot be', async () => {
    const { page } = analyst;
    const input = page.getByLabel('要导入的流程图');
    const file = (name: string, text: string) => ({ name, mimeType: 'text/xml', buffer: Buffer.from(text) });
    const dialog = page.getByRole('dialog');
    const live = await (await page.request.get('/api/modeler/processes/bdc-registration/versions/1/xml')).json();
    const seven = live.content.replace(
      '<bpmn:definitions ',
      '<bpmn:definitions xmlns:camunda="http://camunda.org/schema/1.0/bpmn" ',
    );
    for (const [text, told] of [
      [' '.repeat(10_000_000), /10\.0 MB/],
      ['<html></html>', /不是 BPMN 流程图/],
      [seven, /Camunda 7 的图/],
      [live.content.replaceAll('bdc-registration', '不动产登记'), /流程标识“不动产登记”不能部署/],
      [live.content.replace('id="ReReview"', 'id="Review"'), /同一个标识/],
    ] as const) {
      await input.setInputFiles(file('draft.bpmn', text));
      await dialog.getByText(told).waitFor();
      if (text === seven) await shot(page, 'modeler-import-refused');
      await dialog.getByRole('button', { name: '知道了' }).click();
      await dialog.waitFor({ state: 'hidden' });
      await element(TASK).waitFor(); // nothing is lost
    }
    await input.setInputFiles(file('draft.bpmn', live.content));
    const asked = page.getByRole('button', { name: '放弃修改并导入' });
    const brought = page.getByText(/已导入，部署后成为/);
    await asked.or(brought).first().waitFor();
    if (await asked.isVisible()) await asked.click();
    await brought.first().waitFor();
    await page.locator('.bar').getByText('有未部署的修改').waitFor();
    await element(TASK).waitFor();
  });

  test('is told of the version that a colleague has deployed meanwhile, and keeps the own diagram', async () => {
    const { page } = analyst;
    const list = (await (await page.request.get('/api/modeler/processes')).json()) as ProcessList;
    const { resourceName, versions } = list.items.find((one) => one.bpmnProcessId === 'bdc-registration')!;
    const newest = versions[0]!.version;
    const { content } = await (
      await page.request.get(`/api/modeler/processes/bdc-registration/versions/${newest}/xml`)
    ).json();
    const theirs = content.replace('name="复审与核对"', 'name="复审、核对"');
    expect(theirs).not.toBe(content);
    const deployed = await page.request.post('/api/modeler/deployments', {
      data: { resources: [{ resourceName, content: theirs }] },
    });
    expect(deployed.status()).toBe(200);
    await page.getByRole('button', { name: '部署新版本' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: /^部\s*署$/ }).click();
    await dialog.getByText(`同事部署了流程 bdc-registration 的第 ${newest + 1} 版`).waitFor();
    await shot(page, 'modeler-moved-on');
    await dialog.getByRole('button', { name: '回到图上' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.locator('.bar').getByText('有未部署的修改').waitFor();
    // once more: the dialog now says what would be replaced
    await page.getByRole('button', { name: '部署新版本' }).click();
    await dialog.getByText(`第 ${newest + 1} 版的修改不会带入`).waitFor();
    await dialog.getByRole('button', { name: '再看看' }).click();
    // the refused deployment is an answer of 409, which Chromium writes to the console
    analyst.errors.splice(0, analyst.errors.length, ...analyst.errors.filter((line) => !line.includes('/deployments')));
  });

  test('picks a job that a worker serves, by its Chinese name', async () => {
    const { page } = analyst;
    await element('CheckUnit').click({ force: true });
    await page.getByRole('button', { name: '选择作业' }).click();
    await page.locator('.element-template-chooser').getByText('加盖电子登记专用章', { exact: true }).click();
    // then the step asks for that job, and its inputs can be told by name
    await page.locator('.properties').getByText('已用模板', { exact: true }).waitFor();
    await page.locator('.properties').getByText('输入', { exact: true }).click();
    await page.locator('.properties').getByText('区县代码 district', { exact: true }).waitFor();
    await shot(page, 'modeler-template');
    await page.getByRole('button', { name: /^撤\s*销$/ }).click();
  });

  test('a supervisor may look but not deploy', async () => {
    const supervisor = await signIn('supervisor-330203');
    await supervisor.page.goto('/modeler/');
    const button = supervisor.page.getByRole('button', { name: '部署新版本' });
    await button.waitFor();
    await supervisor.page.locator('.bar').getByText('在用').first().waitFor();
    expect(await button.isDisabled()).toBe(true);
    expect(await button.getAttribute('title')).toContain('流程分析岗');
    await supervisor.close();
  });

  test('no page logged an error', () => {
    expect(analyst.errors).toEqual([]);
  });
});
