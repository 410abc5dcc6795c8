import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Window as Browser } from './chromium.ts';
import { findHome } from './city.ts';
import { shot, shotOnFailure, signIn } from './desk.ts';
import { fileCase, fillSale, newcomer, scan } from './intake.ts';

let window: Browser;
let taskUrl = '';
beforeAll(async () => {
  window = await signIn('acceptor-330206');
  const { page } = window;
  await fillSale(page, await findHome('330206'), newcomer('陆一页', '19900308', 990));
  const caseNo = await fileCase(page);
  taskUrl = page.url();
  for (const { name, buffer } of [await scan('whole'), withoutSecondPage(await scan('broken'))]) {
    const file = { name, mimeType: 'application/pdf', buffer };
    const answer = await page.request.post(`/api/cases/${caseNo}/documents`, { multipart: { title: name, file } });
    expect(answer.status()).toBe(201);
  }
});
beforeEach(() => {
  window.errors.length = 0;
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await shotOnFailure([window], task.name);
});
afterAll(() => window?.close());

/** The list of pages names an object that is not in the file: what a scanner leaves whose disk was full. */
function withoutSecondPage({ name, buffer }: { name: string; buffer: Buffer }) {
  const kids = /(\/Kids \[\d+ 0 R )(\d+)(?= 0 R\])/;
  const text = buffer.toString('latin1');
  expect(text).toMatch(kids);
  const broken = text.replace(kids, (_all, before: string, no: string) => before + '9'.repeat(no.length));
  return { name, buffer: Buffer.from(broken, 'latin1') };
}

declare global {
  interface Window {
    /** Answers to GetPage that wait, and how many have been delivered. */
    pageAnswers: { held: number; delivered: number };
  }
}

/**
 * From the next address on, the worker's answers to GetPage arrive only when their document is being left: between
 * pdf.js' request to end and the worker's word that it has, the moment at which a busy machine delivers them by chance.
 */
const answerPagesWhenLeft = (page: Page) =>
  page.addInitScript(() => {
    const answers = { held: 0, delivered: 0 };
    globalThis.window.pageAnswers = answers;
    // by document and number of the request, which its answer repeats
    const asked = new Set<string>();
    const held = new Map<string, (() => void)[]>();
    const { postMessage, addEventListener } = Worker.prototype;
    Worker.prototype.postMessage = function (message, ...rest) {
      const { action, sourceName, callbackId } = message ?? {};
      if (action === 'GetPage') asked.add(`${sourceName} ${callbackId}`);
      Reflect.apply(postMessage, this, [message, ...rest]);
      if (action !== 'Terminate') return;
      for (const [answer, deliveries] of held) {
        if (!answer.startsWith(`${sourceName} `)) continue;
        held.delete(answer);
        for (const deliver of deliveries) deliver();
        answers.delivered += 1;
      }
      answers.held = held.size;
    };
    Worker.prototype.addEventListener = function (type: string, listener: unknown, ...rest: unknown[]) {
      const hear = listener as (event: Event) => void;
      const hold = (event: Event) => {
        const { callback, targetName, callbackId } = (event as MessageEvent).data;
        const answer = `${targetName} ${callbackId}`;
        if (!callback || !asked.has(answer)) return hear.call(this, event);
        held.set(answer, [...(held.get(answer) ?? []), () => hear.call(this, event)]);
        answers.held = held.size;
      };
      Reflect.apply(addEventListener, this, [type, type === 'message' ? hold : hear, ...rest]);
    };
  });

/** Opens the document of two pages; returns how many answers were delivered before, now that both pages' are held. */
async function fetchPages(page: Page): Promise<number> {
  await page.goto(taskUrl);
  await page.getByRole('tab', { name: 'whole.pdf' }).click();
  await page.getByRole('toolbar', { name: 'whole.pdf 的查看工具' }).waitFor();
  await page.waitForFunction(() => globalThis.window.pageAnswers.held === 2);
  return page.evaluate(() => globalThis.window.pageAnswers.delivered);
}

const bothDelivered = (page: Page, before: number) =>
  page.waitForFunction((count) => globalThis.window.pageAnswers.delivered >= count + 2, before);

test('a page that cannot be shown says so, and the others are shown', async () => {
  const { page } = window;
  await page.goto(taskUrl);
  await page.getByRole('tab', { name: 'broken.pdf' }).click();
  const opened = page.getByLabel('文件内容');
  await opened.locator('canvas').waitFor();
  await page.getByRole('button', { name: '下一页' }).click();
  await opened.getByRole('alert').getByText('第 2 页显示不了').waitFor();
  await opened.locator('canvas').waitFor({ state: 'hidden' });
  await shot(page, 'pdf-broken-page');
  await page.getByRole('button', { name: '上一页' }).click();
  await opened.getByRole('alert').waitFor({ state: 'detached' });
  await opened.locator('canvas').waitFor();
});

test('a document is left for another one while its pages are fetched', async () => {
  const { page } = window;
  await answerPagesWhenLeft(page);
  const before = await fetchPages(page);
  await page.getByRole('tab', { name: '登记申请书' }).click();
  await bothDelivered(page, before);
  // the next document is open: what the one before had to say has been said
  await page.getByRole('toolbar', { name: '登记申请书' }).waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  expect(window.errors).toEqual([]);
});

test('the task is left while the pages of its document are fetched', async () => {
  const { page } = window;
  const before = await fetchPages(page);
  await page.keyboard.press('Escape');
  await bothDelivered(page, before);
  await page.getByRole('heading', { name: '我的待办' }).waitFor();
  expect(window.errors).toEqual([]);
});
