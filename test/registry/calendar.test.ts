import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMonths, at, dayOf, formatLocal } from '../../registry/calendar/local-time.ts';
import type { WorkingCalendar } from '../../registry/calendar/types.ts';
import {
  dueAt,
  dueAtWorkingDays,
  isWorkingDay,
  workingDaysOfYear,
  workingMinutesBetween,
} from '../../registry/calendar/working-time.ts';
import { exceptionsOf, yearTables } from '../../registry/calendar/year-tables.ts';

const calendar: WorkingCalendar = {
  years: new Set(yearTables.map((table) => table.year)),
  exceptions: new Map(yearTables.flatMap(exceptionsOf).map(({ day, kind }) => [day, kind])),
  periods: [
    { from: '08:30', to: '12:00' },
    { from: '13:30', to: '17:00' },
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
    expect(() => isWorkingDay(calendar, '2027-01-04')).toThrow(/2027年.*loadYear\(2027/);
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
