import { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { demoCity } from '../../registry/index.ts';
import { saleOf } from '../../scripts/play/applications.ts';
import { signIn as client } from '../../scripts/play/desk-client.ts';
import { homesOf } from '../../scripts/play/homes.ts';
import { violationsOf } from './axe.ts';
import { officeScreen, openWindow, phoneScreen, type Window } from './chromium.ts';
import { shotOnFailure, signIn } from './desk.ts';
import { newcomer } from './intake.ts';
import { smallTargets } from './targets.ts';

/** Every page of the desk, of the public and of the modeler, as the account that uses it: WCAG 2.2 AA, targets, phone width, name. */

/** What a case needs to have pages of its own. */
const made = { caseNo: '', taskKey: '' };

/** An address without a page: its window has no name but the product's. */
const NOWHERE = '/no/such/page';
const NAMED = /. · 一通 · 不动产登记$|^一通 · 流程建模$/;

const PAGES: Record<string, string[]> = {
  // Nobody signs in.
  public: [
    '/login',
    '/verify',
    '/verify/unknown',
    '/verify/q/unknown',
    '/s/unknown',
    '/p/unknown',
    '/hall/display/unknown',
    '/hall/kiosk/unknown',
  ],
  'acceptor-330213': [
    '/tasks',
    '/tasks?q=nothing-like-it',
    '/tasks/:taskKey',
    '/tickets',
    '/intake',
    `/intake?unit=${demoCity.units.seized.unitCode}`,
    '/intake/:caseNo',
    '/cases',
    '/cases/:caseNo',
    '/cases/:caseNo?tab=timeline',
    '/cases/:caseNo?tab=documents',
    '/cases/:caseNo?tab=diagram',
    '/surveys',
    '/register',
    `/register?q=${encodeURIComponent('新村')}`,
    `/register/${demoCity.units.seized.unitCode}`,
    '/queries',
    NOWHERE,
  ],
  'certclerk-330213': ['/papers', '/letters'],
  'supervisor-330213': [
    '/hall-devices',
    '/board',
    '/calendar',
    '/rules',
    '/quality',
    '/quality?tab=units',
    '/quality?tab=houses',
    '/quality?tab=daily',
    '/quality?tab=import',
    '/queries/log',
  ],
  'bankclerk-01': ['/bank', '/bank/new', '/bank/new?kind=purchase', '/bank/payoff'],
  'courtofficer-0203': ['/court'],
  sysadmin: ['/simulators', '/rules'],
  analyst: ['/modeler/'],
};

beforeAll(async () => {
  const pool = new Pool({ connectionString: inject('databaseUrl'), max: 1 });
  try {
    const home = (await homesOf(pool, 'plain', 400)).findLast(({ district }) => district === '330213');
    if (!home) throw new Error('the city has no plain home left in 330213');
    const acceptor = await client(inject('publicUrl'), 'acceptor-330213');
    const buyer = { ...newcomer('欧阳慕容晓岚', '19910203', 977), phone: '13800009977' };
    const sale = saleOf(home, { ...buyer, nature: 'person', idType: 'citizen' }, '2026-01-12');
    const { caseNo } = await acceptor.fileCase(sale);
    const { taskKey } = await acceptor.waitForTask(caseNo, 'CollectMaterials', 60_000);
    await acceptor.post(`/api/tasks/${taskKey}/claim`);
    Object.assign(made, { caseNo, taskKey });
  } finally {
    await pool.end();
  }
});

const visits = Object.entries(PAGES).flatMap(([account, paths]) => paths.map((path) => ({ account, path })));

describe('every page', () => {
  const windows = new Map<string, Window>();
  const windowOf = async (account: string): Promise<Window> => {
    const there = windows.get(account);
    if (there) return there;
    const opened = account === 'public' ? await openWindow(inject('publicUrl')) : await signIn(account);
    windows.set(account, opened);
    return opened;
  };
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await shotOnFailure([...windows.values()], task.name);
  });
  afterAll(() => Promise.all([...windows.values()].map((window) => window.close())));

  test.each(visits)('$account $path', async ({ account, path: pattern }) => {
    const { page } = await windowOf(account);
    const path = pattern.replace(':caseNo', made.caseNo).replace(':taskKey', made.taskKey);
    for (const screen of [officeScreen, phoneScreen]) {
      // when the page has come to rest
      await page.setViewportSize(screen);
      await page.goto(path);
      await page.locator('h1, .empty-state, .djs-container, .loading').first().waitFor();
      await page.locator('.loading').first().waitFor({ state: 'detached' });
      await page.locator('h1, .empty-state, .djs-container').first().waitFor();
      // then
      const size = `${screen.width} wide`;
      expect(await violationsOf(page), size).toEqual([]);
      expect(await smallTargets(page, screen === phoneScreen), size).toEqual([]);
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
        size,
      ).toBeLessThanOrEqual(0);
      expect(await page.title(), size).toMatch(path === NOWHERE ? /^一通 · 不动产登记$/ : NAMED);
    }
  });
});
