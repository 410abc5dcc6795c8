import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHolidayCn } from '../../registry/calendar/holiday-cn.ts';
import { addDays, addMonths, at, dayOf, formatLocal } from '../../registry/calendar/local-time.ts';
import type { Timetable, WindowPeriod, WorkingCalendar } from '../../registry/calendar/types.ts';
import {
  dueAt,
  dueAtWorkingDays,
  hoursOn,
  isWorkingDay,
  workingDaysOfYear,
  workingMinutesBetween,
} from '../../registry/calendar/working-time.ts';
import { exceptionsOf, yearTables } from '../../registry/calendar/year-tables.ts';

const hours = (periods: WindowPeriod[], more: Partial<Timetable> = {}): Timetable => ({
  office: '*',
  name: '全年',
  validFrom: '0001-01-01',
  validTo: null,
  seasonFrom: null,
  seasonTo: null,
  periods,
  ...more,
});

const calendar: WorkingCalendar = {
  years: new Set(yearTables.map((table) => table.year)),
  exceptions: new Map(yearTables.flatMap(exceptionsOf).map(({ day, kind }) => [day, kind])),
  timetables: [
    hours([
      { from: '08:30', to: '12:00' },
      { from: '13:30', to: '17:00' },
    ]),
  ],
};

describe('working days (domain §7)', () => {
  it.each([
    [2019, 250],
    [2025, 248],
    [2026, 248],
  ])('%i has %i working days', (year, days) => {
    expect(workingDaysOfYear(calendar, year)).toBe(days);
  });

  it('knows moved weekends', () => {
    expect(isWorkingDay(calendar, '2026-02-14')).toBe(true); // Saturday, worked
    expect(isWorkingDay(calendar, '2026-02-16')).toBe(false); // Monday, 春节
    expect(isWorkingDay(calendar, '2026-02-24')).toBe(true);
  });

  it('refuses an uncovered year by name and says what to load', () => {
    expect(() => isWorkingDay(calendar, '2027-01-04')).toThrow(/2027年.*“工作日历”.*2027\.json/);
    // a due date that runs into the uncovered year
    expect(() => dueAt(calendar, at('2026-12-31', '16:30'), 60)).toThrow(/2027年/);
  });
});

describe('due dates in working minutes', () => {
  it.each([
    ['2026-02-13', '16:40', 60, '2026-02-14T09:10:00+08:00'],
    ['2026-02-14', '16:30', 60, '2026-02-24T09:00:00+08:00'],
    ['2026-11-23', '09:00', 60, '2026-11-23T10:00:00+08:00'],
    ['2026-11-23', '11:30', 60, '2026-11-23T14:00:00+08:00'],
    ['2026-11-23', '16:00', 60, '2026-11-23T17:00:00+08:00'],
    ['2026-11-23', '17:00', 60, '2026-11-24T09:30:00+08:00'],
    ['2026-11-23', '05:00', 60, '2026-11-23T09:30:00+08:00'],
    ['2026-11-23', '09:00', 0, '2026-11-23T09:00:00+08:00'],
  ])('%s %s + %i min → %s', (day, time, minutes, expected) => {
    expect(formatLocal(dueAt(calendar, at(day, time), minutes))).toBe(expected);
  });

  it('counts working days from the day after, to closing time', () => {
    expect(formatLocal(dueAtWorkingDays(calendar, at('2026-02-13', '10:00'), 1))).toBe('2026-02-14T17:00:00+08:00');
    expect(formatLocal(dueAtWorkingDays(calendar, at('2026-02-13', '10:00'), 5))).toBe('2026-02-27T17:00:00+08:00');
    // after closing: the next working day is day 0
    expect(formatLocal(dueAtWorkingDays(calendar, at('2026-02-13', '18:00'), 1))).toBe('2026-02-24T17:00:00+08:00');
  });

  const instants = fc.date({ min: at('2026-01-01', '00:00'), max: at('2026-11-30', '23:59'), noInvalidDate: true });
  const minutes = fc.integer({ min: 0, max: 420 * 3 });

  it('between start and due lie exactly the minutes asked for, and due is the earliest such instant', () => {
    fc.assert(
      fc.property(instants, minutes, (start, asked) => {
        const due = dueAt(calendar, start, asked);
        expect(workingMinutesBetween(calendar, start, due)).toBeCloseTo(asked, 6);
        if (asked > 0) expect(workingMinutesBetween(calendar, start, new Date(due.getTime() - 1))).toBeLessThan(asked);
      }),
    );
  });

  it('adds up over any cut of the time, whatever the time zone of the machine', () => {
    fc.assert(
      fc.property(fc.tuple(instants, instants, instants), (three) => {
        const [a, b, c] = three.toSorted((x, y) => x.getTime() - y.getTime()) as [Date, Date, Date];
        const parts = workingMinutesBetween(calendar, a, b) + workingMinutesBetween(calendar, b, c);
        expect(workingMinutesBetween(calendar, a, c)).toBeCloseTo(parts, 6);
      }),
      { numRuns: 40 },
    );
  });
});

describe('local time', () => {
  it('changes day at 16:00 UTC', () => {
    expect(dayOf(new Date('2026-11-23T15:59:59Z'))).toBe('2026-11-23');
    expect(dayOf(new Date('2026-11-23T16:00:00Z'))).toBe('2026-11-24');
  });
  it('adds months to the same day, or the last of a shorter month', () => {
    expect(formatLocal(addMonths(at('2026-01-31', '09:00'), 1))).toBe('2026-02-28T09:00:00+08:00');
    expect(formatLocal(addMonths(at('2026-11-23', '09:00'), 36))).toBe('2029-11-23T09:00:00+08:00');
  });
});

describe('window hours by day and season', () => {
  const summer = [
    { from: '08:30', to: '12:00' },
    { from: '14:00', to: '17:30' },
  ];
  const noon = [{ from: '08:30', to: '17:00' }];
  const seasonal: WorkingCalendar = {
    ...calendar,
    timetables: [
      hours(noon, { office: '330203', validFrom: '2026-11-23', validTo: '2026-11-27' }),
      hours(summer, { name: '夏令', validFrom: '2026-01-01', seasonFrom: '07-01', seasonTo: '09-30' }),
      hours([{ from: '09:00', to: '16:00' }], {
        name: '冬令',
        validFrom: '2026-01-01',
        seasonFrom: '12-15',
        seasonTo: '02-15',
      }),
      ...calendar.timetables,
    ],
  };

  it.each([
    ['2026-06-30', '13:45', '2026-06-30T14:45:00+08:00', 'the whole year'],
    ['2026-07-01', '13:45', '2026-07-01T15:00:00+08:00', 'from the first day of summer'],
    ['2026-09-30', '17:00', '2026-10-08T09:00:00+08:00', 'to its last day, then over the holiday'],
    ['2026-12-15', '15:30', '2026-12-16T09:30:00+08:00', 'a season that reaches over New Year'],
    ['2026-02-13', '15:30', '2026-02-14T09:30:00+08:00', 'before and after it'],
    ['2026-11-23', '11:30', '2026-11-23T12:30:00+08:00', 'a window that stays open at noon'],
    ['2026-11-30', '11:30', '2026-11-30T14:00:00+08:00', 'only while it is valid'],
  ])('%s %s + 60 min → %s: %s', (day, time, expected) => {
    expect(formatLocal(dueAt(seasonal, at(day, time), 60))).toBe(expected);
  });

  it('a deadline in days is the closing time of its own last day', () => {
    expect(formatLocal(dueAtWorkingDays(seasonal, at('2026-06-30', '10:00'), 1))).toBe('2026-07-01T17:30:00+08:00');
  });

  /** The same asked minute by minute: is this one inside a window? */
  const open = (from: Date) => {
    const day = dayOf(from);
    const time = formatLocal(from).slice(11, 16);
    return isWorkingDay(seasonal, day) && hoursOn(seasonal, day).some((p) => time >= p.from && time < p.to);
  };
  const minute = 60_000;
  const wholeMinutes = fc
    .integer({ min: 0, max: (at('2026-12-20', '00:00').getTime() - at('2026-01-05', '00:00').getTime()) / minute })
    .map((n) => new Date(at('2026-01-05', '00:00').getTime() + n * minute));

  it('agrees with counting minute by minute, over seasons, weekends worked and holidays', () => {
    fc.assert(
      fc.property(wholeMinutes, fc.integer({ min: 1, max: 900 }), (start, asked) => {
        let [now, left] = [start.getTime(), asked];
        for (; left > 0; now += minute) if (open(new Date(now))) left -= 1;
        expect(formatLocal(dueAt(seasonal, start, asked))).toBe(formatLocal(new Date(now)));
        expect(workingMinutesBetween(seasonal, start, new Date(now))).toBeCloseTo(asked, 6);
      }),
      { numRuns: 150 },
    );
  });

  it('working days: day 0 is the day of acceptance, after closing the next working day, by the naive count', () => {
    fc.assert(
      fc.property(wholeMinutes, fc.integer({ min: 1, max: 30 }), (start, days) => {
        fc.pre(dayOf(start) < '2026-10-01');
        let zero = start.getTime();
        while (!open(new Date(zero)) && !closes(new Date(zero))) zero += minute;
        let [day, left] = [dayOf(new Date(zero)), days];
        while (left > 0) {
          day = addDays(day, 1);
          if (isWorkingDay(seasonal, day)) left -= 1;
        }
        const last = hoursOn(seasonal, day).at(-1)?.to;
        expect(formatLocal(dueAtWorkingDays(seasonal, start, days)).slice(0, 16)).toBe(`${day}T${last}`);
      }),
      { numRuns: 150 },
    );
  });
  /** The very minute of closing still belongs to the day. */
  const closes = (from: Date) => {
    const day = dayOf(from);
    return isWorkingDay(seasonal, day) && hoursOn(seasonal, day).some((p) => p.to === formatLocal(from).slice(11, 16));
  };
});

describe('a year in the format of holiday-cn', () => {
  const file = {
    $schema: 'https://raw.githubusercontent.com/NateScarlet/holiday-cn/master/schema.json',
    year: 2027,
    papers: ['https://www.gov.cn/notice'],
    days: [
      { name: '元旦', date: '2027-01-01', isOffDay: true },
      { name: '春节', date: '2027-02-06', isOffDay: true },
      { name: '春节', date: '2027-02-20', isOffDay: false },
    ],
  };
  it('says which days are off and which weekend days are worked', () => {
    expect(parseHolidayCn(file)).toEqual({
      year: 2027,
      papers: ['https://www.gov.cn/notice'],
      days: [
        { day: '2027-01-01', kind: 'OFF', name: '元旦' },
        { day: '2027-02-06', kind: 'OFF', name: '春节' },
        { day: '2027-02-20', kind: 'WORK', name: '春节调休上班' },
      ],
    });
  });
  it.each([
    null,
    [],
    { year: '2027', days: [] },
    { ...file, days: [{ name: '元旦', date: '2027-13-01', isOffDay: true }] },
  ])('refuses what is not one: %j', (json) => {
    expect(() => parseHolidayCn(json)).toThrow(/holiday-cn 格式/);
  });
});
