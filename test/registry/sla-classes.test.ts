import { describe, expect, it } from 'vitest';
import { loadCalendar } from '../../registry/calendar/load-calendar.ts';
import { addDays, at, dayOf, formatLocal, weekday } from '../../registry/calendar/local-time.ts';
import { isWorkingDay } from '../../registry/calendar/working-time.ts';
import { type DemoUnit, demoCity, type PauseCause, systemActor } from '../../registry/index.ts';
import type { SlaClass } from '../../registry/items/types.ts';
import { loadRuleBook } from '../../registry/rule-values/rule-book.ts';
import { endOfTerm } from '../../registry/seizure/term.ts';
import { limitsOf } from '../../registry/sla/limits.ts';
import { fileAndAccept, rename } from './support/play.ts';
import { openRegister } from './support/setup.ts';

// Domain §7 as it is printed, on the calendar and the rules that a new installation has.

const fixture = openRegister();

const homes = demoCity.saleUnits('330211');
let used = 0;
async function acceptedAt(day: string, time: string): Promise<string> {
  fixture.clock.set(at(day, time));
  return fileAndAccept(fixture.registry, rename(homes[used++] as DemoUnit, ['新名字']));
}

describe('the State Council’s notices', () => {
  it.each([
    [
      2019,
      'OFF 01-01; 02-04…10; 04-05…07; 05-01…04; 06-07…09; 09-13…15; 10-01…07',
      'WORK 02-02, 02-03, 04-28, 05-05, 09-29, 10-12',
      250,
    ],
    [
      2025,
      'OFF 01-01; 01-28…02-04; 04-04…06; 05-01…05; 05-31…06-02; 10-01…08',
      'WORK 01-26, 02-08, 04-27, 09-28, 10-11',
      248,
    ],
    [
      2026,
      'OFF 01-01…03; 02-15…23; 04-04…06; 05-01…05; 06-19…21; 09-25…27; 10-01…07',
      'WORK 01-04, 02-14, 02-28, 05-09, 09-20, 10-10',
      248,
    ],
  ])('§7 %i: every day of the year is what the notice says', async (year, off, work, workingDays) => {
    const calendar = await loadCalendar(fixture.pool, '330203');
    const worked = new Set(work.replace('WORK ', '').split(', '));
    const free = new Set<string>();
    for (const range of off.replace('OFF ', '').split('; ')) {
      const [first = '', end = first] = range.split('…');
      const last = end.length === 2 ? `${first.slice(0, 3)}${end}` : end;
      for (let day = `${year}-${first}`; day <= `${year}-${last}`; day = addDays(day, 1)) free.add(day.slice(5));
    }
    let count = 0;
    for (let day = `${year}-01-01`; day <= `${year}-12-31`; day = addDays(day, 1)) {
      const date = day.slice(5);
      const works = worked.has(date) || (!free.has(date) && weekday(day) >= 1 && weekday(day) <= 5);
      expect(isWorkingDay(calendar, day), day).toBe(works);
      count += works ? 1 : 0;
    }
    expect(count).toBe(workingDays);
  });
});

describe('classes', () => {
  it.each<[SlaClass, number, number]>([
    ['IMM', 10, 7.5],
    ['60m', 60, 45],
    ['1WD', 420 + 420, 0.8 * 840],
    ['5WD', 420 + 5 * 420, 0.8 * 6 * 420],
    ['15WD', 420 + 15 * 420, 0.8 * 16 * 420],
  ])('§7 %s: %d working minutes from the opening of the window, warned after %d', async (slaClass, limit, warn) => {
    const [calendar, rules] = [await loadCalendar(fixture.pool, '330203'), await loadRuleBook(fixture.pool)];
    // A day in days ends at the closing of its last day, so the rest of day 0 comes on top.
    expect(limitsOf(calendar, rules, slaClass, at('2026-03-02', '08:30'))).toEqual({
      limitMinutes: limit,
      warnMinutes: expect.closeTo(warn, 6),
    });
  });

  it('§7 the statutory 30 working days guard every case, whatever its class, and no pause moves them', async () => {
    const { registry } = fixture;
    const caseNo = await acceptedAt('2026-03-02', '10:00');
    const day = formatLocal((await registry.sla.statutory(caseNo)).dueAt as Date);
    // 2 March is day 0; 清明 takes 6 April (4 and 5 are a weekend)
    expect(day).toBe('2026-04-14T17:00:00+08:00');
    await registry.sla.pause({ caseNo, pauseKey: 's', cause: 'supplement', evidence: '补正通知书', by: systemActor });
    fixture.clock.set(at('2026-03-20', '10:00'));
    await registry.sla.resume({ caseNo, pauseKey: 's', by: systemActor });
    expect(formatLocal((await registry.sla.statutory(caseNo)).dueAt as Date)).toBe(day);
    fixture.clock.set(at('2026-04-14', '17:00'));
    expect(await registry.sla.statutory(caseNo)).toMatchObject({ reached: true });
  });
});

describe('pauses', () => {
  const causes: Record<string, PauseCause> = {
    补正: 'supplement',
    'tax paid by the citizen': 'tax_payment',
    'fee paid by the citizen': 'fee_payment',
    '公告、公示': 'publicity',
    '实地查看、核查': 'onsite',
    escalation: 'escalation',
    'third-party outage': 'outage',
  };
  it.each(Object.entries(causes))('§7 %s stops the clock with its cause; gross goes on', async (_why, cause) => {
    const { registry, clock } = fixture;
    const caseNo = await acceptedAt('2026-03-03', '09:00');
    clock.set(at('2026-03-03', '09:10'));
    await registry.sla.pause({ caseNo, pauseKey: 'k', cause, evidence: '凭证', by: systemActor });
    clock.set(at('2026-03-03', '11:00'));
    await registry.sla.resume({ caseNo, pauseKey: 'k', by: systemActor });
    clock.set(at('2026-03-03', '11:05'));
    const sla = await registry.sla.get(caseNo);
    expect(sla).toMatchObject({ state: 'running', remainingMinutes: 45, netMinutes: 15, grossMinutes: 125 });
    expect(sla?.pauses).toMatchObject([{ cause, evidence: '凭证' }]);
    expect(formatLocal(sla!.dueAt)).toBe('2026-03-03T11:50:00+08:00');
  });
});

describe('days that are counted by the calendar', () => {
  it('§7 a seizure ends on the same date, at most three years later, at 23:59:59', () => {
    expect(formatLocal(endOfTerm(at('2026-02-13', '10:30'), 36))).toBe('2029-02-13T23:59:59+08:00');
    // over 春节: no working day is skipped
    expect(dayOf(endOfTerm(at('2026-01-17', '10:30'), 1))).toBe('2026-02-17');
  });
});
