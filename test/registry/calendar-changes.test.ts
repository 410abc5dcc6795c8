import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at, formatLocal } from '../../registry/calendar/local-time.ts';
import { type CalendarContent, type DemoUnit, demoCity, systemActor } from '../../registry/index.ts';
import { application, fileAndAccept, register, rename, sale } from './support/play.ts';
import { admin, changeRule, otherAdmin } from './support/rules.ts';
import { createRegistryFixture, type RegistryFixture } from './support/setup.ts';

// Each test changes the calendar of the whole city, and has a register of its own.
let fixture: RegistryFixture;
beforeEach(async () => {
  fixture = await createRegistryFixture();
});
afterEach(() => fixture.drop());

const homes = [...demoCity.saleUnits('330213'), ...demoCity.saleUnits('330211')];
let used = 0;
const freshHome = () => homes[used++] as DemoUnit;
async function acceptedAt(day: string, time: string, unit = freshHome()): Promise<string> {
  fixture.clock.set(at(day, time));
  return fileAndAccept(fixture.registry, rename(unit, ['新名字']));
}

const basis = { source: '国务院办公厅通知', reason: '测试' };
const propose = (proposal: CalendarContent) =>
  fixture.registry.calendar.proposeChange({ changeKey: randomUUID(), ...basis, ...proposal }, admin);
async function approve(proposal: CalendarContent) {
  const { changeId } = await propose(proposal);
  return fixture.registry.calendar.decideChange({ changeId, decision: 'approved', by: otherAdmin });
}

/** 2026 as it is, with these days changed. */
async function year2026(changes: { day: string; kind: 'WORK' | 'OFF'; name: string }[]) {
  const { days } = await fixture.registry.calendar.year(2026);
  const changed = new Set(changes.map((one) => one.day));
  return { kind: 'year' as const, year: 2026, days: [...days.filter((one) => !changed.has(one.day)), ...changes] };
}
const hours = (office: string, validFrom: string, ...periods: [string, string][]) => ({
  kind: 'hours' as const,
  office,
  name: '测试时间',
  validFrom,
  validTo: null,
  seasonFrom: null,
  seasonTo: null,
  periods: periods.map(([from, to]) => ({ from, to })),
});
/** What the outbox tells the process about a case since it was asked last. */
async function told(caseNo: string) {
  const { rows } = await fixture.pool.query<{ topic: string; correlation_key: string; payload: object }>(
    `UPDATE registry.outbox SET done_at = now() WHERE case_no = $1 AND done_at IS NULL AND topic ~ '^(sla|statutory)[.]' RETURNING topic, correlation_key, payload, position`,
    [caseNo],
  );
  return rows.map(({ topic, correlation_key, payload }) => ({ topic, key: correlation_key, payload }));
}

describe('a changed holiday table (domain §7)', () => {
  it('moves the deadlines of the open cases it touches, has their watches armed anew and says which moved', async () => {
    const { registry, clock } = fixture;
    const early = await acceptedAt('2026-11-23', '09:00');
    const late = await acceptedAt('2026-11-23', '16:40');
    await told(late);
    clock.set(at('2026-11-23', '16:45'));
    const table = await year2026([{ day: '2026-11-24', kind: 'OFF', name: '测试停业' }]);
    const change = await propose(table);
    const expected = [
      {
        caseNo: late,
        what: 'sla',
        oldDue: at('2026-11-24', '09:10'),
        newDue: at('2026-11-25', '09:10'),
        rearmed: true,
      },
    ];
    // before the approval: the same list, and nothing has changed
    expect(await registry.calendar.changeEffect(change.changeId)).toMatchObject(expected);
    expect((await registry.sla.get(late))?.dueAt).toEqual(at('2026-11-24', '09:10'));
    const decided = await registry.calendar.decideChange({
      changeId: change.changeId,
      decision: 'approved',
      by: otherAdmin,
    });
    expect(decided.moves).toMatchObject(expected);
    expect(await registry.calendar.moves(change.changeId)).toEqual(decided.moves);
    expect(await registry.sla.get(late)).toMatchObject({
      warnAt: at('2026-11-25', '08:55'),
      dueAt: at('2026-11-25', '09:10'),
      epoch: 2,
    });
    expect(await told(late)).toEqual([
      { topic: 'sla.paused', key: `${late}:1`, payload: {} },
      {
        topic: 'sla.armed',
        key: late,
        payload: { slaEpoch: 2, slaWarnAt: '2026-11-25T00:55:00.000Z', slaDueAt: '2026-11-25T01:10:00.000Z' },
      },
    ]);
    expect(await told(early)).toEqual([]);
    expect(await registry.cases.timeline(late)).toContainEqual(
      expect.objectContaining({ topic: 'sla.moved', text: '工作日历变更，办理时限改为2026-11-25 09:10' }),
    );
    // the old watch, should it still fire, is stale
    clock.set(at('2026-11-25', '08:55'));
    expect(await registry.sla.warn({ caseNo: late, epoch: 1 })).toEqual({ recorded: false });
    expect(await registry.sla.warn({ caseNo: late, epoch: 2 })).toEqual({ recorded: true });
  });

  it('approved twice it moves once', async () => {
    const { calendar } = fixture.registry;
    const caseNo = await acceptedAt('2026-11-26', '16:40');
    const { changeId } = await propose(await year2026([{ day: '2026-11-27', kind: 'OFF', name: '测试停业' }]));
    const first = await calendar.decideChange({ changeId, decision: 'approved', by: otherAdmin });
    expect(await calendar.decideChange({ changeId, decision: 'approved', by: otherAdmin })).toEqual(first);
    expect((await fixture.registry.sla.get(caseNo))?.epoch).toBe(2);
  });

  it('a paused clock is armed with the new calendar at its resume', async () => {
    const { registry, clock } = fixture;
    const caseNo = await acceptedAt('2026-11-30', '16:40');
    clock.set(at('2026-11-30', '16:50'));
    const pause = { caseNo, pauseKey: 'p', cause: 'supplement' as const, evidence: '补正通知书', by: systemActor };
    await registry.sla.pause(pause);
    const { moves } = await approve(await year2026([{ day: '2026-12-01', kind: 'OFF', name: '测试停业' }]));
    expect(moves.find((move) => move.caseNo === caseNo && move.what === 'sla')).toMatchObject({ rearmed: false });
    expect(await told(caseNo)).toEqual([]);
    clock.set(at('2026-12-01', '10:00'));
    const resumed = await registry.sla.resume({ caseNo, pauseKey: 'p', by: systemActor });
    expect(resumed).toMatchObject({ resumedNow: true, epoch: 2, dueAt: at('2026-12-02', '09:20') });
    expect(await registry.sla.get(caseNo)).toMatchObject({ netMinutes: 10, grossMinutes: 20 });
  });

  it('the legal 30 working days move with it; what a stopped clock took never changes', async () => {
    const { registry, clock } = fixture;
    const caseNo = await acceptedAt('2026-12-03', '16:40');
    clock.set(at('2026-12-04', '09:00'));
    const stopped = await registry.sla.stop({ caseNo });
    expect(stopped).toMatchObject({ netMinutes: 50, grossMinutes: 50 });
    await approve(await year2026([{ day: '2026-12-04', kind: 'OFF', name: '测试停业' }]));
    expect(await registry.sla.get(caseNo)).toMatchObject({ netMinutes: 50, grossMinutes: 50 });
    const early = await acceptedAt('2026-01-05', '10:00');
    expect(formatLocal((await registry.sla.statutory(early)).dueAt!)).toBe('2026-02-14T17:00:00+08:00');
    const { moves } = await approve(await year2026([{ day: '2026-01-06', kind: 'OFF', name: '测试停业' }]));
    expect(moves.filter((move) => move.caseNo === early)).toMatchObject([
      { what: 'statutory', oldDue: at('2026-02-14', '17:00'), newDue: at('2026-02-24', '17:00'), rearmed: true },
    ]);
    expect(formatLocal((await registry.sla.statutory(early)).dueAt!)).toBe('2026-02-24T17:00:00+08:00');
    // its watch is told to look, and told again when the day comes forward, as a timer alone would look too late
    const moved = [{ topic: 'statutory.moved', key: early, payload: {} }];
    expect(await told(early)).toEqual(moved);
    const { days } = await registry.calendar.year(2026);
    await approve({ kind: 'year', year: 2026, days: days.filter(({ day }) => day !== '2026-01-06') });
    expect(formatLocal((await registry.sla.statutory(early)).dueAt!)).toBe('2026-02-14T17:00:00+08:00');
    expect(await told(early)).toEqual(moved);
  });

  it('a year that comes gives deadlines to the cases that had none', async () => {
    const { registry } = fixture;
    const caseNo = await acceptedAt('2026-12-08', '10:00');
    expect(await registry.sla.statutory(caseNo)).toMatchObject({ dueAt: null });
    expect(await registry.calendar.missingYear()).toContain('2027年');
    const days = [{ day: '2027-01-01', kind: 'OFF' as const, name: '元旦' }];
    const { moves } = await approve({ kind: 'year', year: 2027, days });
    const move = moves.find((one) => one.caseNo === caseNo);
    expect(move).toMatchObject({ what: 'statutory', oldDue: null, newDue: expect.any(Date) });
    expect(await registry.calendar.missingYear()).toBeNull();
    expect(await registry.calendar.year(2027)).toMatchObject({ source: basis.source, days, workingDays: 260 });
  });
});

describe('changed window hours', () => {
  it('move the cases of their own outlet only, from their day on', async () => {
    const { registry } = fixture;
    const there = await acceptedAt('2026-12-10', '16:40', demoCity.saleUnits('330211')[5] as DemoUnit);
    const here = await acceptedAt('2026-12-10', '16:40', demoCity.saleUnits('330213')[20] as DemoUnit);
    const { moves } = await approve(hours('330211', '2026-12-11', ['09:00', '16:00']));
    expect(moves.filter((move) => move.what === 'sla')).toMatchObject([
      { caseNo: there, oldDue: at('2026-12-11', '09:10'), newDue: at('2026-12-11', '09:40') },
    ]);
    expect((await registry.sla.get(here))?.dueAt).toEqual(at('2026-12-11', '09:10'));
    expect(
      await registry.calendar.workingMinutesBetween(at('2026-12-10', '00:00'), at('2026-12-12', '00:00'), '330211'),
    ).toBe(420 + 420);
    expect((await registry.calendar.timetables()).map((one) => one.office)).toEqual(['*', '330211']);
  });

  it('may stay open at noon, and lengthen a class in days', async () => {
    const { registry, clock } = fixture;
    const caseNo = await acceptedAt('2026-12-14', '10:00', demoCity.saleUnits('330211')[6] as DemoUnit);
    await registry.sla.reclassify({ caseNo, slaClass: '1WD', reason: '实地查看' });
    expect((await registry.sla.get(caseNo))?.dueAt).toEqual(at('2026-12-15', '17:00'));
    clock.set(at('2026-12-14', '11:00'));
    await approve(hours('330211', '2026-12-15', ['09:00', '18:30']));
    // to closing time of the same day, though the window is open longer now
    expect(await registry.sla.get(caseNo)).toMatchObject({ dueAt: at('2026-12-15', '18:30'), epoch: 3 });
  });
});

describe('who may change a calendar, and what is refused', () => {
  it('two people, enforced by the database; decided once', async () => {
    const { registry, pool } = fixture;
    const { changeId } = await propose(hours('*', '2027-01-04', ['09:00', '17:00']));
    const decide = (decision: 'approved' | 'withdrawn', by: typeof admin) =>
      registry.calendar.decideChange({ changeId, decision, by });
    await expect(decide('approved', admin)).rejects.toMatchObject({ code: 'CALENDAR_SAME_PERSON' });
    await expect(decide('withdrawn', otherAdmin)).rejects.toMatchObject({ code: 'CALENDAR_SAME_PERSON' });
    const forged = `UPDATE registry.calendar_changes SET decision = 'approved', decided_by = proposed_by, decided_at = now() WHERE change_id = $1`;
    await expect(pool.query(forged, [changeId])).rejects.toMatchObject({ constraint: 'calendar_two_people' });
    expect(await registry.calendar.listChanges({ open: true })).toMatchObject([{ changeId }]);
    await decide('withdrawn', admin);
    await expect(decide('approved', otherAdmin)).rejects.toMatchObject({ code: 'CALENDAR_CHANGE_DECIDED' });
    const rewritten = "UPDATE registry.calendar_changes SET reason = 'x' WHERE change_id = $1";
    await expect(pool.query(rewritten, [changeId])).rejects.toMatchObject({ constraint: 'calendar_history' });
  });

  it('names everything that is wrong with a year or with hours', async () => {
    fixture.clock.set(at('2026-12-16', '10:00'));
    const days = [
      { day: '2028-05-01', kind: 'OFF' as const, name: '劳动节' },
      { day: '2026-11-01', kind: 'OFF' as const, name: '别的年' },
      { day: '2028-05-01', kind: 'OFF' as const, name: '劳动节' },
      { day: '2028-05-03', kind: 'WORK' as const, name: '星期三' },
    ];
    await expect(propose({ kind: 'year', year: 2028, days })).rejects.toMatchObject({
      code: 'CALENDAR_INVALID',
      problems: [{ field: 'days[1].day' }, { field: 'days[2].day' }, { field: 'days[3].kind' }],
    });
    const wrong = { ...hours('330299', '2026-12-15', ['12:00', '08:30'], ['08:00', '09:00']), seasonFrom: '13-01' };
    await expect(propose(wrong)).rejects.toMatchObject({
      problems: ['office', 'validFrom', 'seasonFrom', 'seasonFrom', 'periods[0]', 'periods[1]'].map((field) => ({
        field,
      })),
    });
    const overlapping = hours('*', '2027-01-04', ['08:30', '12:00'], ['12:00', '17:00']);
    await expect(propose(overlapping)).rejects.toMatchObject({ problems: [{ field: 'periods[1]' }] });
    await expect(
      fixture.pool.query(
        `INSERT INTO registry.office_timetables (office, name, valid_from, periods) VALUES ('*', 'x', '2026-01-01', '[{"from":"12:00","to":"08:00"}]')`,
      ),
    ).rejects.toThrow(/check constraint/);
  });

  it('a notice that moves a day of the December before it counts there', async () => {
    fixture.clock.set(at('2026-12-17', '10:00'));
    const days = [
      { day: '2026-12-31', kind: 'OFF' as const, name: '元旦' },
      { day: '2027-01-01', kind: 'OFF' as const, name: '元旦' },
      { day: '2026-12-26', kind: 'WORK' as const, name: '元旦调休上班' },
    ];
    await approve({ kind: 'year', year: 2027, days });
    expect(await fixture.registry.calendar.isWorkingDay('2026-12-31')).toBe(false);
    expect(await fixture.registry.calendar.isWorkingDay('2026-12-26')).toBe(true);
    expect(await fixture.registry.calendar.isWorkingDay('2026-12-30')).toBe(true);
  });
});

describe('登簿 and 发证, two times of one case', () => {
  it('are both kept; which of them the counter shows is a rule', async () => {
    const { registry, clock } = fixture;
    clock.set(at('2026-12-21', '09:00'));
    const what = application(
      'BDC-30',
      freshHome(),
      { acquirers: [demoCity.people.chen] },
      { objection: { ground: 'share', matter: '主张为共有人', evidenceNo: '证据1号' } },
    );
    const { caseNo } = await register(registry, what);
    clock.set(at('2026-12-21', '09:05'));
    await registry.sla.stop({ caseNo });
    expect(await registry.sla.get(caseNo)).toMatchObject({ state: 'stopped', netMinutes: 5, issued: null });
    clock.set(at('2026-12-21', '09:25'));
    await registry.certificates.recordDelivery({ caseNo, way: 'window', by: 'certclerk-330213' });
    expect(await registry.sla.get(caseNo)).toMatchObject({
      slaClass: 'IMM',
      netMinutes: 5,
      level: 'ok',
      registered: { at: at('2026-12-21', '09:05'), grossMinutes: 5, netMinutes: 5 },
      issued: { at: at('2026-12-21', '09:25'), grossMinutes: 25, netMinutes: 25 },
    });
    await changeRule(fixture, { name: 'sla.counter_stop', value: 'issued' });
    expect(await registry.sla.get(caseNo)).toMatchObject({ counterStop: 'issued', netMinutes: 25, level: 'breach' });
    const open = await fileAndAccept(registry, sale(freshHome()));
    clock.advance(600_000);
    await registry.sla.stop({ caseNo: open });
    clock.advance(600_000);
    expect(await registry.sla.get(open)).toMatchObject({ state: 'running', netMinutes: 20 });
    expect((await registry.sla.board()).find((row) => row.caseNo === open)).toMatchObject({ state: 'running' });
  });

  it('limits and warning points are those of the day of acceptance', async () => {
    const { registry } = fixture;
    await changeRule(fixture, { name: 'sla.warn_minutes_percent', value: 50 });
    const caseNo = await fileAndAccept(registry, sale(freshHome()));
    const sla = (await registry.sla.get(caseNo))!;
    expect(sla.warnAt.getTime() - sla.startedAt.getTime()).toBe(30 * 60_000);
    await changeRule(fixture, { name: 'sla.warn_minutes_percent', value: 60 });
    expect((await registry.sla.get(caseNo))?.warnAt).toEqual(sla.warnAt);
  });
});
