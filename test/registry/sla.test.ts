import { describe, expect, it } from 'vitest';
import { at, formatLocal } from '../../registry/calendar/local-time.ts';
import { type DemoUnit, demoCity, systemActor } from '../../registry/index.ts';
import { netMinutes } from '../../registry/sla/ledger.ts';
import { fileAndAccept, sale } from './support/play.ts';
import { openRegister } from './support/setup.ts';

const fixture = openRegister();

const homes = demoCity.saleUnits('330213');
let used = 0;
async function acceptedAt(day: string, time: string): Promise<string> {
  fixture.clock.set(at(day, time));
  used += 1;
  // the contract is of the year 2025, so that any acceptance day of 2026 is after it
  const application = sale(homes[used] as DemoUnit);
  return fileAndAccept(fixture.registry, {
    ...application,
    contract: { ...application.contract!, signedOn: '2025-12-01' },
  });
}
const pause = (caseNo: string, pauseKey: string, cause: 'supplement' | 'tax_payment' = 'supplement') =>
  fixture.registry.sla.pause({ caseNo, pauseKey, cause, evidence: '补正通知书', by: systemActor });
const resume = (caseNo: string, pauseKey: string) => fixture.registry.sla.resume({ caseNo, pauseKey, by: systemActor });

describe('the SLA ledger (domain §7)', () => {
  it.each([
    ['2026-02-13', '16:40', '2026-02-14T08:55:00+08:00', '2026-02-14T09:10:00+08:00'],
    ['2026-02-14', '16:30', '2026-02-24T08:45:00+08:00', '2026-02-24T09:00:00+08:00'],
    ['2026-11-23', '09:00', '2026-11-23T09:45:00+08:00', '2026-11-23T10:00:00+08:00'],
  ])('accepted %s %s → warn %s, due %s', async (day, time, warn, due) => {
    const sla = await fixture.registry.sla.get(await acceptedAt(day, time));
    expect(formatLocal(sla!.warnAt)).toBe(warn);
    expect(formatLocal(sla!.dueAt)).toBe(due);
    expect(sla).toMatchObject({
      slaClass: '60m',
      state: 'running',
      level: 'ok',
      epoch: 1,
      limitMinutes: 60,
      remainingMinutes: 60,
    });
  });

  it('re-arms after a pause with what is left, and stores gross and net', async () => {
    const { registry, clock } = fixture;
    const caseNo = await acceptedAt('2026-11-23', '09:00');
    clock.set(at('2026-11-23', '09:20'));
    expect(await pause(caseNo, 'p1')).toEqual({ pausedNow: true, epoch: 1 });
    clock.set(at('2026-11-24', '10:00'));
    expect(await registry.sla.get(caseNo)).toMatchObject({
      state: 'paused',
      netMinutes: 20,
      grossMinutes: 480,
      remainingMinutes: 40,
    });
    const resumed = await resume(caseNo, 'p1');
    expect(resumed).toEqual({
      resumedNow: true,
      epoch: 2,
      warnAt: at('2026-11-24', '10:25'),
      dueAt: at('2026-11-24', '10:40'),
    });
    clock.set(at('2026-11-24', '10:30'));
    expect(await registry.sla.stop({ caseNo })).toMatchObject({
      state: 'stopped',
      netMinutes: 50,
      grossMinutes: 510,
      level: 'warn',
      pauses: [{ cause: 'supplement', evidence: '补正通知书' }],
    });
    clock.set(at('2026-11-25', '10:30'));
    expect(await registry.sla.get(caseNo)).toMatchObject({ netMinutes: 50, grossMinutes: 510 });
  });

  it('repeats change nothing and answer the same', async () => {
    const { registry, clock } = fixture;
    const caseNo = await acceptedAt('2026-11-23', '09:00');
    const first = await pause(caseNo, 'p1');
    clock.advance(60_000);
    expect(await pause(caseNo, 'p1')).toEqual(first);
    const resumed = await resume(caseNo, 'p1');
    clock.advance(60_000);
    expect(await resume(caseNo, 'p1')).toEqual(resumed);
    expect((await registry.sla.get(caseNo))?.pauses).toHaveLength(1);
  });

  it('two causes at once: only the first stops the clock, only the last sets it going', async () => {
    const { registry, clock } = fixture;
    const caseNo = await acceptedAt('2026-11-23', '09:00');
    clock.set(at('2026-11-23', '09:10'));
    expect(await pause(caseNo, 'tax', 'tax_payment')).toMatchObject({ pausedNow: true });
    clock.set(at('2026-11-23', '09:20'));
    expect(await pause(caseNo, 'supplement')).toMatchObject({ pausedNow: false });
    clock.set(at('2026-11-23', '09:30'));
    expect(await resume(caseNo, 'tax')).toMatchObject({ resumedNow: false, epoch: 1 });
    clock.set(at('2026-11-23', '09:50'));
    expect(await resume(caseNo, 'supplement')).toMatchObject({
      resumedNow: true,
      epoch: 2,
      dueAt: at('2026-11-23', '10:40'),
    });
    expect(await registry.sla.get(caseNo)).toMatchObject({ netMinutes: 10, grossMinutes: 50 });
  });

  it('counts overlapping and nested pauses once', () => {
    const morning = { office: '*', name: '', validFrom: '0001-01-01', validTo: null, seasonFrom: null, seasonTo: null };
    const timetables = [{ ...morning, periods: [{ from: '08:30', to: '12:00' }] }];
    const calendar = { years: new Set([2026]), exceptions: new Map(), timetables };
    const t = (time: string) => at('2026-11-23', time);
    const pauses = [
      { pausedAt: t('09:30'), resumedAt: t('10:00') },
      { pausedAt: t('09:10'), resumedAt: t('09:40') },
      { pausedAt: t('09:15'), resumedAt: t('09:20') },
      { pausedAt: t('10:30'), resumedAt: null },
    ];
    expect(netMinutes(calendar, t('09:00'), t('11:00'), pauses)).toBe(40);
  });

  it('warns and breaches once, only for the clock that runs', async () => {
    const { registry, clock } = fixture;
    const caseNo = await acceptedAt('2026-11-23', '09:00');
    clock.set(at('2026-11-23', '09:45'));
    expect(await registry.sla.get(caseNo)).toMatchObject({ level: 'warn' });
    expect(await registry.sla.warn({ caseNo, epoch: 1 })).toEqual({ recorded: true });
    expect(await registry.sla.warn({ caseNo, epoch: 1 })).toEqual({ recorded: true });
    await pause(caseNo, 'p1');
    expect(await registry.sla.breach({ caseNo, epoch: 1 })).toEqual({ recorded: false });
    await resume(caseNo, 'p1');
    expect(await registry.sla.breach({ caseNo, epoch: 1 })).toEqual({ recorded: false });
    clock.set(at('2026-11-23', '10:05'));
    expect(await registry.sla.breach({ caseNo, epoch: 2 })).toEqual({ recorded: true });
    const topics = (await registry.cases.timeline(caseNo))
      .map((line) => line.topic)
      .filter((topic) => topic.startsWith('sla.'));
    expect(topics).toEqual(['sla.warned', 'sla.paused', 'sla.resumed', 'sla.breached']);
    const board = await registry.sla.board({ district: '330213' });
    expect(board.find((row) => row.caseNo === caseNo)).toMatchObject({
      level: 'breach',
      itemCode: 'BDC-10',
      location: expect.stringContaining('奉化'),
    });
  });

  it('never pauses silently', async () => {
    const caseNo = await acceptedAt('2026-11-23', '09:00');
    await expect(
      fixture.registry.sla.pause({ caseNo, pauseKey: 'x', cause: 'outage', evidence: '', by: systemActor }),
    ).rejects.toThrow();
    await expect(
      fixture.registry.sla.pause({
        caseNo: '20261123330213999999',
        pauseKey: 'x',
        cause: 'outage',
        evidence: 'e',
        by: systemActor,
      }),
    ).rejects.toMatchObject({ code: 'CASE_UNKNOWN' });
  });

  it('ends with a case that ends', async () => {
    const { registry } = fixture;
    const caseNo = await acceptedAt('2026-11-23', '09:00');
    await pause(caseNo, 'p1');
    await registry.cases.closeCase({ caseNo, outcome: 'REFUSED', by: systemActor });
    expect(await registry.sla.get(caseNo)).toMatchObject({ state: 'stopped' });
  });

  it('says from 1 December on that next year’s calendar is missing', async () => {
    const { registry, clock } = fixture;
    clock.set(at('2026-11-30', '23:59'));
    expect(await registry.calendar.missingYear()).toBeNull();
    clock.set(at('2026-12-01', '00:00'));
    expect(await registry.calendar.missingYear()).toContain('2027年');
    clock.set(at('2028-03-01', '00:00'));
    expect(await registry.calendar.missingYear()).toContain('2028年');
  });

  it('refuses an acceptance whose due date falls into a year without a calendar, and leaves the case as it was', async () => {
    const { registry } = fixture;
    await expect(acceptedAt('2026-12-31', '16:50')).rejects.toMatchObject({
      code: 'CALENDAR_YEAR_MISSING',
      message: expect.stringContaining('2027年'),
    });
    const [last] = await registry.cases.listCases({ district: '330213', limit: 1 });
    expect(last).toMatchObject({ status: 'FILED', acceptedAt: null });
    await registry.calendar.loadYear(
      2027,
      [{ day: '2027-01-01', kind: 'OFF', name: '元旦' }],
      '国务院办公厅通知（测试）',
    );
    const accepted = await registry.cases.acceptCase(last!.caseNo);
    expect(formatLocal(accepted.slaDueAt)).toBe('2027-01-04T09:20:00+08:00');
  });

  it('follows the hours of the outlet', async () => {
    const { registry, pool } = fixture;
    await pool.query(
      `INSERT INTO registry.office_timetables (office, name, valid_from, valid_to, periods)
       VALUES ('330213', '午间不打烊', '2026-11-23', '2026-11-23', '[{"from":"09:00","to":"17:00"}]')`,
    );
    expect(formatLocal(await registry.calendar.dueAt(at('2026-11-23', '11:50'), 60, '330213'))).toBe(
      '2026-11-23T12:50:00+08:00',
    );
    expect(formatLocal(await registry.calendar.dueAt(at('2026-11-23', '11:50'), 60))).toBe('2026-11-23T14:20:00+08:00');
    expect(await registry.calendar.workingMinutesBetween(at('2026-11-23', '11:50'), at('2026-11-23', '14:20'))).toBe(
      60,
    );
    expect(await registry.calendar.isWorkingDay('2026-02-14')).toBe(true);
  });
});
