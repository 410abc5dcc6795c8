import { afterAll, beforeAll, expect, test } from 'vitest';
import type {
  Board,
  CalendarWarning,
  CaseDetail,
  CaseDiagram,
  IncidentList,
  TakenTicket,
  TicketDesk,
  TicketView,
} from '../../server/api/index.ts';
import { type Harness, startHarness, type User } from './support/harness.ts';

let harness: Harness;
let acceptor: User;
let reviewer: User;
let supervisor: User;

beforeAll(async () => {
  harness = await startHarness();
  acceptor = await harness.signIn('acceptor-330203');
  reviewer = await harness.signIn('reviewer-330203');
  supervisor = await harness.signIn('supervisor-330203');
});
afterAll(() => harness.stop());

async function approve(caseNo: string): Promise<void> {
  const { taskKey } = await harness.taskOf(reviewer, caseNo, 'Review');
  const body = { elementId: 'Review', reviewDecision: 'approve', checklist: [], opinion: '同意' };
  expect((await reviewer.send('POST', `/api/tasks/${taskKey}/complete`, body)).status).toBe(200);
}

test('a department that fails becomes an incident; retry lets the case go on', async () => {
  let down = true;
  const worker = harness.engine.createWorker({
    type: 'test.department',
    worker: 'department',
    timeoutMs: 10_000,
    maxActive: 5,
    run: async () =>
      down ? { kind: 'fail', message: '税务系统没有应答', retries: 0, backOffMs: 0 } : { kind: 'complete' },
  });
  const caseNo = await harness.fileAndAccept(acceptor);
  await approve(caseNo);
  const incident = await harness.until('the incident', async () => {
    const { body } = await supervisor.get<IncidentList>('/api/incidents');
    return body.items.find((one) => one.caseNo === caseNo);
  });
  expect(incident).toMatchObject({
    elementId: 'AskDepartment',
    elementName: '询问部门',
    district: '330203',
    retries: 0,
  });
  expect(incident.message).toContain('税务系统没有应答');
  expect(incident.advice).toContain('重试');
  const board = await supervisor.get<Board>('/api/board');
  expect(board.body.incidents.map((one) => one.incidentKey)).toContain(incident.incidentKey);
  expect(board.body.load.find((one) => one.elementId === 'AskDepartment')?.incidents).toBe(1);
  const { diagrams } = (await supervisor.get<CaseDiagram>(`/api/cases/${caseNo}/diagram`)).body;
  expect(diagrams[0]?.incidents[0]?.elementId).toBe('AskDepartment');
  const elsewhere = await harness.signIn('supervisor-330205');
  expect((await elsewhere.get<IncidentList>('/api/incidents')).body.items).toEqual([]);
  const foreign = await elsewhere.send('POST', `/api/incidents/${incident.incidentKey}/retry`);
  expect(foreign.problem.code).toBe('FORBIDDEN_DISTRICT');

  down = false;
  expect((await supervisor.send('POST', `/api/incidents/${incident.incidentKey}/retry`)).status).toBe(200);
  const registrar = await harness.signIn('registrar-330203');
  await harness.taskOf(registrar, caseNo, 'SignBook');
  expect((await supervisor.get<IncidentList>('/api/incidents')).body.items).toEqual([]);
  expect((await supervisor.send('POST', `/api/incidents/${incident.incidentKey}/retry`)).problem.code).toBe(
    'INCIDENT_NOT_FOUND',
  );
  await worker.stop();
});

test('the strip, the urgent list and the pauses follow the clocks', async () => {
  const caseNo = await harness.fileAndAccept(acceptor);
  await harness.taskOf(reviewer, caseNo, 'Review');
  const before = (await supervisor.get<Board>('/api/board')).body;
  expect(before.strip.open).toBeGreaterThan(0);
  expect(before.strip.expectedBreachesBy17).toBe(before.strip.open);
  expect(before.urgent.map((row) => row.caseNo)).not.toContain(caseNo);

  harness.clock.advance(50 * 60_000);
  const near = (await supervisor.get<Board>('/api/board')).body;
  expect(near.urgent.find((row) => row.caseNo === caseNo)).toMatchObject({ step: '审核', sla: { state: 'near' } });

  const by = { userId: 'reviewer-330203', role: 'reviewer', district: '330203' } as const;
  await harness.registry.sla.pause({ caseNo, pauseKey: 'p1', cause: 'tax_payment', evidence: '等待缴税', by });
  const paused = (await supervisor.get<Board>('/api/board')).body;
  expect(paused.pauses.find((one) => one.caseNo === caseNo)).toMatchObject({
    cause: 'tax_payment',
    causeText: '等待申请人缴税',
  });
  expect(paused.pauseCauses).toContainEqual({ cause: 'tax_payment', causeText: '等待申请人缴税', count: 1 });
  expect(paused.strip.paused).toBe(1);

  await harness.registry.sla.resume({ caseNo, pauseKey: 'p1', by });
  harness.clock.advance(20 * 60_000);
  const over = (await supervisor.get<Board>('/api/board')).body;
  expect(over.urgent.find((row) => row.caseNo === caseNo)?.sla).toMatchObject({ state: 'over' });
  expect(over.strip.over).toBeGreaterThan(0);
});

test('the wait before 受理 is on the board and on the case, and not in its clock', async () => {
  const number = async () =>
    (await acceptor.send<TakenTicket>('POST', '/api/tickets', { errand: 'registration' })).body;
  const first = await number();
  await number();
  harness.clock.advance(6 * 60_000);
  const next = { counter: '3 号窗口' };
  expect((await acceptor.send('POST', '/api/tickets/next', next)).body).toEqual({ ticketId: expect.any(String) });
  // a second call without a result is refused with what to do
  const early = await acceptor.send('POST', '/api/tickets/next', next);
  expect([early.status, early.problem.detail]).toEqual([409, expect.stringContaining('过号')]);
  const caseNo = await harness.fileAndAccept(acceptor);
  const desk = (await acceptor.get<TicketDesk>('/api/tickets')).body;
  expect(desk.open).toMatchObject({ number: first.number, caseNos: [caseNo] });
  expect(desk.waiting).toHaveLength(1);
  harness.clock.advance(4 * 60_000);

  const { waits } = (await supervisor.get<Board>('/api/board')).body;
  expect(waits).toMatchObject({
    taken: 2,
    waiting: 1,
    called: 1,
    missed: 0,
    longestNow: { grossMinutes: 10, netMinutes: 10 },
    median: { grossMinutes: 6, netMinutes: 6 },
    longest: { grossMinutes: 6, netMinutes: 6 },
    medianAtWindow: { grossMinutes: 0, netMinutes: 0 },
  });
  expect(waits.rows.map((one) => one.waited?.grossMinutes)).toEqual([10, 6]);
  const detail = (await supervisor.get<CaseDetail>(`/api/cases/${caseNo}`)).body;
  expect(detail).toMatchObject({ ticket: { number: first.number, counter: next.counter }, sla: { grossMinutes: 4 } });
  const elsewhere = await harness.signIn('supervisor-330205');
  expect((await elsewhere.get<Board>('/api/board')).body.waits.taken).toBe(0);

  const end = `/api/tickets/${desk.open?.ticketId}/end`;
  const other = await harness.signIn('acceptor-330205');
  expect((await other.send('POST', end, { outcome: 'SERVED' })).status).toBe(404);
  expect((await acceptor.send<TicketView>('POST', end, { outcome: 'SERVED' })).body.state).toBe('served');
});

test('metrics tell the inbox, the clocks and the engine', async () => {
  const text = await (await fetch(`${harness.url}/metrics`)).text();
  expect(text).toMatch(/yitong_tasks_open\{district="330203",step="Review"\} [1-9]/);
  expect(text).toMatch(/yitong_sla_cases\{state="over"\} [1-9]/);
  expect(text).toMatch(/yitong_outbox_pending 0/);
  expect(text).toMatch(/zeebe|engine/);
});

test('ready means database, engine, diagrams and a fresh inbox', async () => {
  const answer = await fetch(`${harness.url}/readyz`);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({
    status: 'ready',
    checks: { database: 'ok', engine: 'ok', diagrams: 'ok', inbox: 'ok', calendar: 'ok' },
    warnings: [],
  });
});

test('from 1 December on, a missing calendar of next year is said; without this year’s nothing is ready', async () => {
  const ready = async () => {
    const answer = await fetch(`${harness.url}/readyz`);
    const body = (await answer.json()) as { status: string; checks: { calendar: string }; warnings: string[] };
    return { ...body, code: answer.status };
  };
  const onBoard = async () => (await supervisor.get<Board>('/api/board')).body.calendarWarning;

  harness.clock.set('2026-11-30T15:59:00Z');
  expect(await ready()).toMatchObject({ code: 200, warnings: [] });
  expect(await onBoard()).toBeNull();

  // Midnight in Ningbo.
  harness.clock.set('2026-11-30T16:00:00Z');
  const warned = await ready();
  expect(warned).toMatchObject({ code: 200, checks: { calendar: 'ok' } });
  expect(warned.warnings).toEqual([expect.stringContaining('2027年')]);
  expect(await onBoard()).toBe(warned.warnings[0]);
  // Work goes on, but nothing new is installed on a calendar that ends.
  expect((await fetch(`${harness.url}/readyz?deploy=1`)).status).toBe(503);
  expect((await supervisor.get<CalendarWarning>('/api/calendar/warning')).body.warning).toBe(warned.warnings[0]);

  harness.clock.set('2026-12-31T16:00:00Z');
  const uncovered = await ready();
  expect(uncovered).toMatchObject({ code: 503, warnings: [] });
  expect(uncovered.checks.calendar).toContain('2027年');

  await harness.registry.calendar.loadYear(2027, [], 'notice of the test');
  expect(await ready()).toMatchObject({ code: 200, checks: { calendar: 'ok' }, warnings: [] });
});
