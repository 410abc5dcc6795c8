import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Actor, type DemoUnit, demoCity } from '../../registry/index.ts';
import type { ChangeEvent, CourtItemList, Session, TaskDetail } from '../../server/api/index.ts';
import { mortgageOf } from './support/applications.ts';
import { type Harness, startHarness, type User } from './support/harness.ts';

let harness: Harness;
const users = new Map<string, User>();
const PARTNERS = [
  'bankclerk-03',
  'bankchecker-03',
  'courtofficer-0203',
  'courtapprover-0203',
  'hukou',
  'water',
  'power',
  'gas',
  'tv',
  'broadband',
];
const as = (account: string): User => users.get(account)!;

const home = demoCity.saleUnits('330203').at(-1)!;
const otherHome = demoCity.saleUnits('330203').at(-2)!;
/** A case that BANK-03 has filed, and its tasks two called processes further down. */
let ofBank3: { caseNo: string; bankTask: string; waterTask: string; documentId: string };
/** The same bank cancels its own mortgage: for that no owner is asked. */
const paidHome = demoCity.units.mortgaged;
let ofPaidLoan: { caseNo: string; bankTask: string; waterTask: string };
const bankClerk: Actor = { userId: 'bankclerk-03', role: 'bank_clerk', district: null };

/** Asked of the owner and given behind his link. */
async function consentOf(unit: DemoUnit): Promise<string> {
  const { bank } = harness.registry;
  const owner = { ...unit.owners[0]!, phone: '13800000001' };
  const ask = { organisationId: 'BANK-03', unitCode: unit.unitCode, purpose: 'mortgage', owner } as const;
  const { consentNo, token } = await bank.askConsent(ask, bankClerk);
  const { code } = await bank.drawCode(token);
  await bank.answerConsent(token, code, true);
  return consentNo;
}

/** A case of the centre's own window. */
let ofWindow: string;

beforeAll(async () => {
  harness = await startHarness();
  const fixture = join(import.meta.dirname, 'fixtures/mortgage.bpmn');
  await harness.engine.deploy([{ name: 'mortgage.bpmn', content: await readFile(fixture, 'utf8') }]);
  for (const account of [...PARTNERS, 'bankclerk-04', 'bankchecker-04', 'acceptor-330203', 'supervisor-330203']) {
    users.set(account, await harness.signIn(account));
  }
  const { caseNo } = await harness.registry.cases.fileCase(
    {
      ...mortgageOf(home, 'partner-case-1'),
      channel: 'bank',
      process: 'bdc-bank-mortgage',
      organisationId: 'BANK-03',
      loan: { loanNo: 'LN-2026-1', consentNo: await consentOf(home) },
    },
    bankClerk,
  );
  const { documentId } = await harness.registry.documents.put({
    caseNo,
    key: 'contract',
    kind: 'other',
    title: '抵押合同',
    mediaType: 'application/pdf',
    bytes: Buffer.from('%PDF-1.7'),
    by: bankClerk,
  });
  const page = await harness.registry.units.unitPage(paidHome.unitCode);
  const cancelling = await harness.registry.cases.fileCase(
    {
      applicationKey: 'partner-case-paid',
      itemCode: 'BDC-21',
      channel: 'bank',
      process: 'bdc-bank-mortgage',
      organisationId: 'BANK-03',
      unitCodes: [paidHome.unitCode],
      parties: mortgageOf(paidHome, '').parties.slice(0, 1),
      targets: [{ rightId: page!.mortgages[0]!.rightId }],
      cancellation: { cause: 'claim_ended', endedOn: '2026-02-27' },
      certMedium: 'electronic',
      delivery: 'none',
      declareTruth: true,
      loan: { loanNo: 'LN-2020-1' },
    },
    bankClerk,
  );
  const { taskKey: cancellingTask } = await harness.taskOf(as('bankchecker-03'), cancelling.caseNo, 'TestBankTask');
  const { taskKey: cancellingWater } = await harness.taskOf(as('water'), cancelling.caseNo, 'TestWaterTask');
  ofPaidLoan = { caseNo: cancelling.caseNo, bankTask: cancellingTask, waterTask: cancellingWater };
  const { taskKey: bankTask } = await harness.taskOf(as('bankchecker-03'), caseNo, 'TestBankTask');
  const { taskKey: waterTask } = await harness.taskOf(as('water'), caseNo, 'TestWaterTask');
  ofBank3 = { caseNo, bankTask, waterTask, documentId };
  ofWindow = await harness.file(as('acceptor-330203'));
});
afterAll(() => harness.stop());

/** What a route answers to a partner: its status and the code of the problem. */
async function answers(account: string, path: string): Promise<string> {
  const { status, problem } = await as(account).get(path);
  if (status >= 400) expect(problem.detail).toMatch(/[\u4e00-\u9fa5]{4,}/);
  return status < 400 ? String(status) : `${status} ${problem.code}`;
}

const NO_ROLE = '403 FORBIDDEN_ROLE';
const NO_CASE = '404 CASE_NOT_FOUND';
const NO_TASK = '404 TASK_NOT_FOUND';
const NO_CONSENT = '403 CONSENT_INVALID';
const NO_UNIT = '404 UNIT_NOT_FOUND';

describe('what exists for each partner', () => {
  /** Answers to: BANK-03's own people · every other bank or court · those who only do tasks. */
  const TABLE: [route: string, path: () => string, own: string, other: string, tasksOnly: string][] = [
    ['case of BANK-03', () => `/api/cases/${ofBank3.caseNo}`, '200', NO_CASE, NO_ROLE],
    ['its story', () => `/api/cases/${ofBank3.caseNo}/timeline`, '200', NO_CASE, NO_ROLE],
    ['its papers', () => `/api/cases/${ofBank3.caseNo}/documents`, '200', NO_CASE, NO_ROLE],
    [
      'one of its papers',
      () => `/api/cases/${ofBank3.caseNo}/documents/${ofBank3.documentId}`,
      '200',
      NO_CASE,
      NO_ROLE,
    ],
    ['its diagram', () => `/api/cases/${ofBank3.caseNo}/diagram`, '200', NO_CASE, NO_ROLE],
    ['case of the window', () => `/api/cases/${ofWindow}`, NO_CASE, NO_CASE, NO_ROLE],
    ['papers of the window', () => `/api/cases/${ofWindow}/documents`, NO_CASE, NO_CASE, NO_ROLE],
    ['a number that nobody has', () => '/api/cases/20260302330203999999', NO_CASE, NO_CASE, NO_ROLE],
    ['page of the unit in its case', () => `/api/units/${home.unitCode}`, '200', NO_UNIT, NO_ROLE],
    ['what blocks it', () => `/api/units/${home.unitCode}/check?itemCode=BDC-17`, '200', NO_UNIT, NO_ROLE],
    ['page without the owner’s consent', () => `/api/units/${paidHome.unitCode}`, NO_CONSENT, NO_UNIT, NO_ROLE],
    ['as it was', () => `/api/units/${paidHome.unitCode}?at=2026-03-02T00:00:00Z`, NO_CONSENT, NO_UNIT, NO_ROLE],
    [
      'what would burden it',
      () => `/api/units/${paidHome.unitCode}/check?itemCode=BDC-21`,
      NO_CONSENT,
      NO_UNIT,
      NO_ROLE,
    ],
    ['page of another unit', () => `/api/units/${otherHome.unitCode}`, NO_UNIT, NO_UNIT, NO_ROLE],
    ['what blocks another', () => `/api/units/${otherHome.unitCode}/check?itemCode=BDC-17`, NO_UNIT, NO_UNIT, NO_ROLE],
    ['search in the register', () => '/api/units?q=3302', NO_ROLE, NO_ROLE, NO_ROLE],
    ['board', () => '/api/board', NO_ROLE, NO_ROLE, NO_ROLE],
    ['incidents', () => '/api/incidents', NO_ROLE, NO_ROLE, NO_ROLE],
    ['simulators', () => '/api/simulators', NO_ROLE, NO_ROLE, NO_ROLE],
    ['diagrams', () => '/api/modeler/processes', NO_ROLE, NO_ROLE, NO_ROLE],
  ];
  const own = (account: string) => account.startsWith('bank') && account.endsWith('-03');
  const tasksOnly = (account: string) => !/^(bank|court)/.test(account);

  test.each(TABLE)('%s', async (_route, path, mine, other, limited) => {
    for (const account of [...PARTNERS, 'bankclerk-04', 'bankchecker-04']) {
      const expected = own(account) ? mine : tasksOnly(account) ? limited : other;
      expect([account, await answers(account, path())]).toEqual([account, expected]);
    }
  });

  test('a task shows the register to a bank where the owner consented, and nowhere else', async () => {
    const shown = async (taskKey: string) =>
      (await as('bankchecker-03').get<TaskDetail>(`/api/tasks/${taskKey}`)).body.register.pages.length;
    expect([await shown(ofBank3.bankTask), await shown(ofPaidLoan.bankTask)]).toEqual([1, 0]);
  });

  test('the list of cases holds the own organisation’s and no other', async () => {
    const listed = async (account: string) =>
      (await as(account).get<{ items: { caseNo: string }[] }>('/api/cases')).body.items.map((one) => one.caseNo);
    expect((await listed('bankclerk-03')).sort()).toEqual([ofBank3.caseNo, ofPaidLoan.caseNo].sort());
    expect((await listed('bankchecker-03')).sort()).toEqual([ofBank3.caseNo, ofPaidLoan.caseNo].sort());
    for (const account of ['bankclerk-04', 'courtofficer-0203', 'courtapprover-0203'])
      expect(await listed(account)).toEqual([]);
    expect(await answers('water', '/api/cases')).toBe(NO_ROLE);
    // The centre sees what partners have filed in its district.
    expect(await listed('supervisor-330203')).toEqual(expect.arrayContaining([ofBank3.caseNo, ofWindow]));
  });

  test('no partner files at the window, withdraws, supplements, unmasks, enters or lifts a seizure, sets faults', async () => {
    const { caseNo } = ofBank3;
    const form = mortgageOf(otherHome, 'partner-case-2');
    const seizure = {
      noticeNo: '（2026）浙0203执1号',
      unitCodes: [home.unitCode],
      seizureKind: 'seizure',
      authority: '海曙区人民法院',
      documentNo: '（2026）浙0203执1号之一',
      termMonths: 36,
      respondent: { name: '某某', idNo: '1' },
      officers: [
        { name: '某甲', workNo: '1', dutyNo: '1' },
        { name: '某乙', workNo: '2', dutyNo: '2' },
      ],
    };
    const lifting = { noticeNo: 'JC-1', authority: '海曙区人民法院', documentNo: '（2026）浙0203执1号之二' };
    for (const account of PARTNERS) {
      const closed: [string, unknown][] = [
        ['/api/cases', form],
        [`/api/cases/${caseNo}/withdraw`, { reason: '撤回' }],
        [`/api/cases/${caseNo}/supplement`, { materials: [{ materialId: 'x' }] }],
        [`/api/cases/${caseNo}/parties/1/unmask`, { purpose: '核对' }],
        [`/api/tasks/${ofBank3.bankTask}/reassign`, { account: null }],
        [`/api/tasks/${ofBank3.bankTask}/urge`, {}],
        ['/api/seizures', seizure],
        ['/api/seizures/1/lift', lifting],
      ];
      for (const [path, body] of closed) {
        const { problem } = await as(account).send('POST', path, body);
        expect([account, path, problem.code]).toEqual([account, path, 'FORBIDDEN_ROLE']);
      }
      const faults = await as(account).send('PUT', '/api/simulators/tax/faults', { latencyMs: 0 });
      expect(faults.problem.code).toBe('FORBIDDEN_ROLE');
    }
  });
});

describe('tasks', () => {
  const inbox = async (account: string) =>
    (await as(account).get<{ items: { taskKey: string }[] }>('/api/tasks')).body.items.map((one) => one.taskKey);

  test('of called processes, at any depth, are in the inbox of the right organisation and in no other', async () => {
    expect((await inbox('bankchecker-03')).sort()).toEqual([ofBank3.bankTask, ofPaidLoan.bankTask].sort());
    expect((await inbox('water')).sort()).toEqual([ofBank3.waterTask, ofPaidLoan.waterTask].sort());
    for (const account of [...PARTNERS, 'bankclerk-04', 'bankchecker-04'])
      if (account !== 'bankchecker-03' && account !== 'water')
        expect([account, await inbox(account)]).toEqual([account, []]);
  });

  test('open, are claimed and drafted only there', async () => {
    for (const account of ['bankchecker-04', 'courtapprover-0203', 'hukou', 'water', 'gas']) {
      expect([account, await answers(account, `/api/tasks/${ofBank3.bankTask}`)]).toEqual([account, NO_TASK]);
      const claimed = await as(account).send('POST', `/api/tasks/${ofBank3.bankTask}/claim`, {});
      expect(claimed.problem.code).toBe('TASK_NOT_FOUND');
      const draft = await as(account).send('PUT', `/api/tasks/${ofBank3.bankTask}/draft`, { draft: {} });
      expect(draft.problem.code).toBe('TASK_NOT_FOUND');
    }
    // The same bank's other desk knows of the task and does not do it.
    const clerk = await as('bankclerk-03').get(`/api/tasks/${ofBank3.bankTask}`);
    expect(clerk.problem).toMatchObject({ status: 403, code: 'FORBIDDEN_ROLE' });
    expect((await as('bankchecker-03').get(`/api/tasks/${ofBank3.bankTask}`)).status).toBe(200);
    expect((await as('bankchecker-03').send('POST', `/api/tasks/${ofBank3.bankTask}/claim`, {})).status).toBe(200);
  });

  test('show a utility the house and, masked, the people, and nothing else of the case', async () => {
    const { body } = await as('water').get<TaskDetail>(`/api/tasks/${ofBank3.waterTask}`);
    expect(body.case).toMatchObject({
      location: home.location,
      contract: null,
      mortgage: null,
      tax: null,
      documents: [],
      materials: [],
      reviews: [],
    });
    expect(body.register).toEqual({ pages: [], before: [], after: [], blocks: [] });
    expect(body.case.partyList.every((party) => party.masked)).toBe(true);
    // Whoever files sees it: it is the bank's own contract.
    const bank = await as('bankchecker-03').get<TaskDetail>(`/api/tasks/${ofBank3.bankTask}`);
    expect(bank.body.case.mortgage).toMatchObject({ amountFen: 100_000_000 });
  });
});

describe('live updates', () => {
  test('banks hear of their own cases, utilities that there is something new', async () => {
    const heard = new Map<string, ChangeEvent[]>();
    const abort = new AbortController();
    for (const account of ['bankclerk-03', 'bankclerk-04', 'courtofficer-0203', 'water', 'gas']) {
      heard.set(account, []);
      const answer = await fetch(`${harness.url}/api/events`, {
        headers: { cookie: as(account).cookie },
        signal: abort.signal,
      });
      const decoder = new TextDecoder();
      let text = '';
      void (async () => {
        for await (const chunk of answer.body!) {
          text += decoder.decode(chunk, { stream: true });
          heard.set(
            account,
            [...text.matchAll(/event: change\ndata: (.+)\n/g)].map((match) => JSON.parse(match[1]!)),
          );
        }
      })().catch(() => undefined);
    }
    await as('water').send('POST', `/api/tasks/${ofBank3.waterTask}/claim`, {});
    await harness.until(
      'the news',
      async () => heard.get('water')!.length > 0 && heard.get('bankclerk-03')!.length > 0,
    );
    await harness.file(as('acceptor-330203'));
    abort.abort();
    const own = [ofBank3.caseNo, ofPaidLoan.caseNo];
    expect(heard.get('bankclerk-03')!.every((event) => own.includes(event.caseNo ?? ''))).toBe(true);
    expect(
      heard.get('water')!.every((event) => event.topic === 'task' && event.id === null && event.caseNo === null),
    ).toBe(true);
    for (const account of ['bankclerk-04', 'courtofficer-0203', 'gas']) expect(heard.get(account)).toEqual([]);
  });
});

test('a court hears what it can ask for and with which papers; nobody else does', async () => {
  const { body } = await as('courtofficer-0203').get<CourtItemList>('/api/court/items');
  expect(body.items.map((item) => item.code)).toEqual(Array.from({ length: 7 }, (_, i) => `CT-0${i + 1}`));
  expect(body.items.find((item) => item.notice === 'lift')?.papers).toContainEqual({
    kind: 'order',
    name: '解除查封裁定书',
    required: true,
  });
  for (const account of ['bankclerk-03', 'water', 'acceptor-330203'])
    expect(await answers(account, '/api/court/items')).toBe(NO_ROLE);
});

test('a session says whom somebody works for', async () => {
  const { body } = await as('courtapprover-0203').get<Session>('/api/session');
  expect(body).toMatchObject({
    roles: ['court_approver'],
    district: null,
    organisation: { orgId: 'COURT-0203', kind: 'court', name: '海曙区人民法院（演示）' },
  });
  expect((await as('acceptor-330203').get<Session>('/api/session')).body.organisation).toBeNull();
});
