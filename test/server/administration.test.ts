import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CalendarChange, CalendarMoves, CalendarPage, RuleList, RuleRow } from '../../server/api/index.ts';
import { type Harness, startHarness, type User } from './support/harness.ts';

let harness: Harness;
let admin: User;
let other: User;
let supervisor: User;
beforeAll(async () => {
  harness = await startHarness();
  admin = await harness.signIn('sysadmin');
  other = await harness.signIn('sysadmin-2');
  supervisor = await harness.signIn('supervisor-330203');
});
afterAll(() => harness.stop());

const basis = { source: '甬自然资发〔2026〕1号', reason: '统一口径' };

describe('规则配置', () => {
  const proposal = () => ({
    proposalKey: randomUUID(),
    name: 'supplement.days',
    profile: '*',
    value: 20,
    validFrom: '2026-03-03',
    validTo: null,
    ...basis,
  });
  const rule = async () =>
    (await admin.get<RuleList>('/api/rules')).body.rules.find((r) => r.name === 'supplement.days')!;

  test('says of every rule what it does, its value of today and where it comes from', async () => {
    const { body } = await supervisor.get<RuleList>('/api/rules');
    expect(body.today).toBe('2026-03-02');
    for (const one of body.rules) {
      expect(one.inForce.length, one.name).toBe(one.perProfile ? 2 : 1);
      expect(one.inForce[0]?.source, one.name).not.toBe('');
    }
    expect(await rule()).toMatchObject({
      governedBy: '发生当日',
      inForce: [{ value: 15, proposedBy: { name: '随产品发布' } }],
    });
  });

  test('one administrator proposes, the other sees the effect and approves; it counts from its day on', async () => {
    const body = proposal();
    const sent = await admin.send<RuleRow>('POST', '/api/rules/proposals', body);
    expect(sent).toMatchObject({
      status: 200,
      body: { value: 20, decision: null, proposedBy: { userId: 'sysadmin' } },
    });
    // the button pressed twice is one proposal
    const again = await admin.send<RuleRow>('POST', '/api/rules/proposals', body);
    expect(again.body.ruleValueId).toBe(sent.body.ruleValueId);
    const address = `/api/rules/proposals/${sent.body.ruleValueId}`;
    expect((await other.get(`${address}/effect`)).body).toMatchObject({ affected: [], asOf: '2026-03-03' });
    const own = await admin.send('POST', `${address}/decision`, { decision: 'approved' });
    expect([own.status, own.problem.code]).toEqual([403, 'SAME_PERSON']);
    const approved = await other.send<RuleRow>('POST', `${address}/decision`, { decision: 'approved', note: '同意' });
    expect(approved.body).toMatchObject({
      decision: 'approved',
      decisionNote: '同意',
      decidedBy: { userId: 'sysadmin-2' },
    });
    expect((await rule()).inForce[0]?.value).toBe(15);
    harness.clock.set('2026-03-03T01:00:00Z');
    expect((await rule()).inForce[0]?.value).toBe(20);
    expect((await other.send('POST', `${address}/decision`, { decision: 'rejected' })).problem.code).toBe(
      'CONFLICTING_RESULT',
    );
    harness.clock.set('2026-03-02T01:00:00Z');
  });

  test('what is wrong comes back by field', async () => {
    const wrong = { ...proposal(), value: 99, validFrom: '2026-03-02' };
    const { status, problem } = await admin.send('POST', '/api/rules/proposals', wrong);
    expect(status).toBe(422);
    expect(problem.errors?.map((error) => error.path)).toEqual(['/value', '/validFrom']);
    expect((await admin.get('/api/rules/proposals/999999/effect')).status).toBe(404);
  });
});

describe('工作日历', () => {
  const page = async (year: number) => (await supervisor.get<CalendarPage>(`/api/calendar?year=${year}`)).body;

  test('a year arrives as the file of holiday-cn and is there when the other administrator has approved it', async () => {
    expect((await page(2027)).year).toMatchObject({ source: null, workingDays: null });
    const file = { year: 2027, papers: [], days: [{ name: '元旦', date: '2027-01-01', isOffDay: true }] };
    const body = { changeKey: randomUUID(), content: { kind: 'holiday-cn', file }, ...basis };
    const { body: change } = await admin.send<CalendarChange>('POST', '/api/calendar/changes', body);
    expect(change.content).toEqual({
      kind: 'year',
      year: 2027,
      days: [{ day: '2027-01-01', kind: 'OFF', name: '元旦' }],
    });
    const address = `/api/calendar/changes/${change.changeId}/decision`;
    expect((await other.send('POST', address, { decision: 'approved' })).status).toBe(200);
    expect((await page(2027)).year).toMatchObject({ source: basis.source, workingDays: 260 });
    const broken = { ...body, changeKey: randomUUID(), content: { kind: 'holiday-cn', file: { year: 2027 } } };
    expect((await admin.send('POST', '/api/calendar/changes', broken)).problem.detail).toContain('holiday-cn');
  });

  test('a supervisor proposes for the own outlet only', async () => {
    const hours = {
      kind: 'hours',
      office: '330205',
      name: '午间不打烊',
      validFrom: '2026-03-03',
      validTo: null,
      seasonFrom: null,
      seasonTo: null,
      periods: [{ from: '08:30', to: '17:00' }],
    };
    const send = (office: string) =>
      supervisor.send<CalendarChange>('POST', '/api/calendar/changes', {
        changeKey: randomUUID(),
        content: { ...hours, office },
        ...basis,
      });
    expect((await send('330205')).problem.code).toBe('FORBIDDEN_DISTRICT');
    expect((await send('330203')).body).toMatchObject({ content: { office: '330203' }, decision: null });
  });

  test('an approval moves the open case, and the relay carries both messages of its watch to the engine', async () => {
    harness.clock.set('2026-03-02T08:40:00Z'); // 16:40
    const caseNo = await harness.fileAndAccept(await harness.signIn('acceptor-330203'));
    const { body: before } = await supervisor.get<CalendarPage>('/api/calendar?year=2026');
    const days = [...before.year.days, { day: '2026-03-03', kind: 'OFF', name: '测试停业' }];
    const { body: change } = await admin.send<CalendarChange>('POST', '/api/calendar/changes', {
      changeKey: randomUUID(),
      content: { kind: 'year', year: 2026, days },
      ...basis,
    });
    const moves = async () =>
      (await other.get<CalendarMoves>(`/api/calendar/changes/${change.changeId}/moves`)).body.moves.filter(
        (move) => move.caseNo === caseNo && move.what === 'sla',
      );
    const expected = [
      { caseNo, oldDue: '2026-03-03T01:10:00.000Z', newDue: '2026-03-04T01:10:00.000Z', rearmed: true },
    ];
    expect(await moves()).toMatchObject(expected);
    const decision = await other.send('POST', `/api/calendar/changes/${change.changeId}/decision`, {
      decision: 'approved',
    });
    expect(decision.status).toBe(200);
    expect(await moves()).toMatchObject(expected);
    expect((await supervisor.get(`/api/cases/${caseNo}`)).body).toMatchObject({
      sla: { dueAt: '2026-03-04T01:10:00.000Z' },
    });
    const carried = await harness.until('both messages', async () => {
      const { rows } = await harness.db.pool.query(
        "SELECT topic FROM registry.outbox WHERE case_no = $1 AND topic LIKE 'sla.%' AND done_at IS NOT NULL ORDER BY position",
        [caseNo],
      );
      return rows.length === 2 && rows;
    });
    expect(carried.map((row) => row.topic)).toEqual(['sla.paused', 'sla.armed']);
  });
});
