import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Harness, startHarness, type User } from './support/harness.ts';
import { addColleague } from './support/staff.ts';

let harness: Harness;
const users = new Map<string, User>();
const ACCOUNTS = [
  'acceptor-330203',
  'reviewer-330203',
  'registrar-330203',
  'certclerk-330203',
  'taxofficer-330203',
  'tradeofficer-330203',
  'archivist',
  'supervisor-330203',
  'sysadmin',
  'analyst',
];

beforeAll(async () => {
  harness = await startHarness();
  for (const account of [...ACCOUNTS, 'acceptor-330205', 'reviewer-330205', 'supervisor-330205']) {
    users.set(account, await harness.signIn(account));
  }
});
afterAll(() => harness.stop());

const as = (account: string): User => users.get(account)!;
const SEIZURE = { noticeNo: 'X', unitCodes: [], seizureKind: 'seizure' };
const BASIS = { source: '', reason: '' };
const RULE = {
  proposalKey: 'scopes-test-rule',
  name: 'supplement.days',
  profile: '*',
  value: 0,
  validFrom: '',
  validTo: null,
  ...BASIS,
};
const EXCLUSION = { changeKey: 'scopes-test-home', kind: 'add', unitCode: 'X', basisNo: '', day: '', ...BASIS };
const YEAR = { changeKey: 'scopes-test-year', content: { kind: 'year', year: 2028, days: [] }, ...BASIS };
const DRAFT = '/api/intake-drafts/330203001002GB00012F00010023/BDC-10';
const XML = '<?xml version="1.0"?><x/>';

/** Who gets past the permission check: 403 FORBIDDEN_ROLE for everybody else, whatever comes after it for these. */
const TABLE: [route: string, method: 'GET' | 'POST' | 'PUT', path: string, body: unknown, allowed: string[]][] = [
  ['file a case', 'POST', '/api/cases', undefined, ['acceptor-330203']],
  ['keep a draft of an application', 'PUT', DRAFT, { content: {} }, ['acceptor-330203']],
  ['read a draft of an application', 'GET', DRAFT, undefined, ['acceptor-330203']],
  ['tickets', 'GET', '/api/tickets', undefined, ['acceptor-330203']],
  ['whom a clerk serves', 'GET', '/api/tickets/open', undefined, ['acceptor-330203']],
  ['take a ticket', 'POST', '/api/tickets', { errand: 'query' }, ['acceptor-330203']],
  ['call a ticket', 'POST', '/api/tickets/next', { counter: '1' }, ['acceptor-330203']],
  ['end a ticket', 'POST', '/api/tickets/1/end', { outcome: 'SERVED' }, ['acceptor-330203']],
  ['call a ticket again', 'POST', '/api/tickets/1/recall', {}, ['acceptor-330203']],
  ['take a ticket back', 'POST', '/api/tickets/1/restore', {}, ['acceptor-330203']],
  [
    'send a ticket on',
    'POST',
    '/api/tickets/1/move',
    { errand: 'query', counter: null, reason: '转' },
    ['acceptor-330203'],
  ],
  ['devices of the hall', 'GET', '/api/hall/devices', undefined, ['supervisor-330203']],
  ['add a device', 'POST', '/api/hall/devices', { kind: 'display', name: '屏' }, ['supervisor-330203']],
  ['end a device', 'POST', '/api/hall/devices/999/end', {}, ['supervisor-330203']],
  ['board', 'GET', '/api/board', undefined, ['supervisor-330203', 'sysadmin']],
  ['incidents', 'GET', '/api/incidents', undefined, ['supervisor-330203', 'sysadmin']],
  ['retry', 'POST', '/api/incidents/1/retry', undefined, ['supervisor-330203', 'sysadmin']],
  ['diagrams', 'GET', '/api/modeler/processes', undefined, ['supervisor-330203', 'sysadmin', 'analyst']],
  ['lint', 'POST', '/api/modeler/lint', { xml: XML }, ['supervisor-330203', 'sysadmin', 'analyst']],
  [
    'deploy',
    'POST',
    '/api/modeler/deployments',
    { resources: [{ resourceName: 'a.bpmn', content: XML }] },
    ['analyst'],
  ],
  ['faults', 'PUT', '/api/simulators/tax/faults', { latencyMs: 0 }, ['supervisor-330203', 'sysadmin']],
  ['rules', 'GET', '/api/rules', undefined, ['supervisor-330203', 'sysadmin']],
  ['letters', 'GET', '/api/letters', undefined, ['certclerk-330203', 'supervisor-330203']],
  ['expropriated homes', 'GET', '/api/exclusions', undefined, ['supervisor-330203', 'sysadmin']],
  ['propose an exclusion', 'POST', '/api/exclusions/proposals', EXCLUSION, ['sysadmin']],
  ['decide an exclusion', 'POST', '/api/exclusions/proposals/1/decision', { decision: 'approved' }, ['sysadmin']],
  ['propose a rule', 'POST', '/api/rules/proposals', RULE, ['sysadmin']],
  ['decide on a rule', 'POST', '/api/rules/proposals/1/decision', { decision: 'approved' }, ['sysadmin']],
  ['calendar', 'GET', '/api/calendar?year=2026', undefined, ['supervisor-330203', 'sysadmin']],
  ['change the calendar', 'POST', '/api/calendar/changes', YEAR, ['supervisor-330203', 'sysadmin']],
  ['decide on a calendar', 'POST', '/api/calendar/changes/999/decision', { decision: 'approved' }, ['sysadmin']],
  ['stock of paper', 'GET', '/api/papers', undefined, ['certclerk-330203', 'supervisor-330203']],
  [
    'reprint',
    'POST',
    '/api/papers/reprints',
    { serial: 'X1', newSerial: 'X2', reason: '套印偏移' },
    ['certclerk-330203', 'supervisor-330203'],
  ],
  ['takers', 'GET', '/api/tasks/1/takers', undefined, ['supervisor-330203']],
  ['reassign', 'POST', '/api/tasks/1/reassign', { account: null }, ['supervisor-330203']],
  ['cases', 'GET', '/api/cases', undefined, ACCOUNTS.filter((account) => account !== 'analyst')],
  [
    'register page',
    'GET',
    '/api/units/330203001002GB00012F00010023',
    undefined,
    ACCOUNTS.filter((account) => account !== 'analyst'),
  ],
];

describe('what each role may do', () => {
  test.each(TABLE)('%s', async (_name, method, path, body, allowed) => {
    const passed: string[] = [];
    for (const account of ACCOUNTS) {
      const answer =
        method === 'GET'
          ? await as(account).get(path)
          : await as(account).send(method, path, body ?? seizureOrForm(path));
      expect(answer.status).not.toBe(401);
      if (answer.problem.code !== 'FORBIDDEN_ROLE') passed.push(account);
    }
    expect(passed).toEqual(allowed);
  });

  const seizureOrForm = (path: string) => (path === '/api/cases' ? VALID_SHAPE : SEIZURE);

  test('nobody gets anything without signing in', async () => {
    for (const path of ['/api/tasks', '/api/cases', '/api/board', '/api/session', '/api/events', '/api/items']) {
      const answer = await fetch(`${harness.url}${path}`);
      expect([path, answer.status]).toEqual([path, 401]);
      expect(await answer.json()).toMatchObject({ code: 'NOT_SIGNED_IN' });
    }
  });
});

/** A form with the right shape and nothing true in it: the permission is checked before the content. */
const VALID_SHAPE = {
  applicationKey: 'scopes-test-0001',
  itemCode: 'BDC-17',
  unitCodes: ['330203001002GB00012F00019999'],
  parties: [{ role: 'acquirer', nature: 'person', name: '某某', idType: 'citizen', idNo: '1' }],
  certMedium: 'electronic',
  delivery: 'none',
  declareTruth: true,
};

describe('districts', () => {
  test('a case is seen by its own district only', async () => {
    const caseNo = await harness.file(as('acceptor-330203'));
    expect((await as('reviewer-330203').get(`/api/cases/${caseNo}`)).status).toBe(200);
    expect((await as('sysadmin').get(`/api/cases/${caseNo}`)).status).toBe(200);
    for (const account of ['acceptor-330205', 'reviewer-330205', 'supervisor-330205']) {
      for (const path of ['', '/timeline', '/documents', '/diagram']) {
        const answer = await as(account).get(`/api/cases/${caseNo}${path}`);
        expect(answer.problem).toMatchObject({ status: 403, code: 'FORBIDDEN_DISTRICT' });
      }
      const list = await as(account).get<{ items: { caseNo: string }[] }>('/api/cases');
      expect(list.body.items.map((one) => one.caseNo)).not.toContain(caseNo);
    }
  });

  test('a task is seen by its own district and role only', async () => {
    const caseNo = await harness.file(as('acceptor-330203'));
    const { taskKey } = await harness.taskOf(as('acceptor-330203'), caseNo, 'CollectMaterials');
    expect((await as('acceptor-330205').get(`/api/tasks/${taskKey}`)).problem.code).toBe('FORBIDDEN_DISTRICT');
    expect((await as('registrar-330203').get(`/api/tasks/${taskKey}`)).problem.code).toBe('FORBIDDEN_ROLE');
    // The supervisor looks, and still does not decide.
    expect((await as('supervisor-330203').get(`/api/tasks/${taskKey}`)).status).toBe(200);
    const body = { elementId: 'CollectMaterials', intakeDecision: 'accept', materials: [] };
    const answer = await as('supervisor-330203').send('POST', `/api/tasks/${taskKey}/complete`, body);
    expect(answer.problem).toMatchObject({ status: 403, code: 'FORBIDDEN_ROLE' });
  });

  test('a window takes applications for its own district only', async () => {
    const form = { ...VALID_SHAPE, unitCodes: ['330205001002GB00012F00010023'] };
    const answer = await as('acceptor-330203').send('POST', '/api/cases', form);
    expect(answer.problem).toMatchObject({ status: 403, code: 'FORBIDDEN_DISTRICT' });
  });
});

describe('受办分离', () => {
  test('the acceptor cannot open, claim or complete the review: 403, and the database refuses beneath', async () => {
    const caseNo = await harness.fileAndAccept(as('acceptor-330203'));
    const { taskKey } = await harness.taskOf(as('reviewer-330203'), caseNo, 'Review');
    // The same person with both roles: what a role check alone would let through.
    await harness.db.pool.query("UPDATE registry.users SET role = 'reviewer' WHERE user_id = 'acceptor-330203'");
    try {
      const acceptor = as('acceptor-330203');
      const review = { elementId: 'Review', reviewDecision: 'approve', checklist: [], opinion: '同意' };
      for (const answer of [
        await acceptor.get(`/api/tasks/${taskKey}`),
        await acceptor.send('POST', `/api/tasks/${taskKey}/claim`),
        await acceptor.send('POST', `/api/tasks/${taskKey}/complete`, review),
      ]) {
        expect(answer.problem).toMatchObject({ status: 403, code: 'ACCEPTOR_CANNOT_REVIEW' });
        expect(answer.problem.detail).toContain('受办分离');
      }
      const beneath = harness.db.pool.query(
        `INSERT INTO registry.reviews (case_no, task_key, step, decision, user_id, role, at)
         VALUES ($1, 'by-hand', 'review', 'approve', 'acceptor-330203', 'reviewer', now())`,
        [caseNo],
      );
      await expect(beneath).rejects.toMatchObject({ code: 'YT029' });
    } finally {
      await harness.db.pool.query(
        "UPDATE registry.users SET role = 'window_acceptor' WHERE user_id = 'acceptor-330203'",
      );
    }
  });

  test('the inbox says why a row cannot be opened', async () => {
    await addColleague(harness.db.pool, 'both-330203', 'acceptor-330203');
    const both = await harness.signIn('both-330203');
    const caseNo = await harness.fileAndAccept(both);
    await harness.taskOf(as('reviewer-330203'), caseNo, 'Review');
    await harness.db.pool.query("UPDATE registry.users SET role = 'reviewer' WHERE user_id = 'both-330203'");
    const row = await harness.taskOf(both, caseNo, 'Review');
    expect(row.blockedReason).toContain('受办分离');
  });
});

describe('sessions', () => {
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${harness.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });

  test('the cookie is for this site and not for scripts', async () => {
    const answer = await post({ account: 'sysadmin', password: 'yitong-demo' });
    expect(answer.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax/);
  });

  test('wrong passwords lock the account from this address for a while', async () => {
    for (let attempt = 0; attempt < 8; attempt++) {
      expect((await post({ account: 'reviewer-330206', password: 'wrong' })).status).toBe(401);
    }
    const locked = await post({ account: 'reviewer-330206', password: 'yitong-demo' });
    expect(locked.status).toBe(429);
    expect(await locked.json()).toMatchObject({ code: 'TOO_MANY_REQUESTS' });
  });

  test('a request from another site is refused', async () => {
    const foreign = await post({ account: 'sysadmin', password: 'yitong-demo' }, { origin: 'https://evil.example' });
    expect(foreign.status).toBe(403);
    expect(await foreign.json()).toMatchObject({ code: 'FORBIDDEN_ORIGIN' });
    const own = await post({ account: 'sysadmin', password: 'yitong-demo' }, { origin: 'http://127.0.0.1:3000' });
    expect(own.status).toBe(200);
  });

  test('signing out ends the session', async () => {
    const user = await harness.signIn('certclerk-330206');
    expect((await user.send('DELETE', '/api/session')).status).toBe(204);
    expect((await user.get('/api/session')).status).toBe(401);
  });
});
