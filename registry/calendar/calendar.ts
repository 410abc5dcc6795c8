import type { Deps } from '../db/transaction.ts';
import { inTransaction } from '../db/transaction.ts';
import { changesApi } from './changes.ts';
import { loadCalendar } from './load-calendar.ts';
import { dayOf } from './local-time.ts';
import { storeYear } from './store-year.ts';
import type { CalendarApi, CalendarDay, CalendarYear, Timetable } from './types.ts';
import {
  dueAt,
  dueAtWorkingDays,
  isWorkingDay,
  workingDaysOfYear,
  workingMinutesBetween,
  yearMissing,
} from './working-time.ts';
import { exceptionsOf, yearTables } from './year-tables.ts';

/** Loads the tables that come with the product, without touching a year that an office has loaded or corrected itself. */
export async function seedCalendar({ pool }: Pick<Deps, 'pool'>): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query('LOCK TABLE registry.calendar_years IN SHARE ROW EXCLUSIVE MODE');
    const { rows } = await client.query<{ year: number }>('SELECT year FROM registry.calendar_years');
    const loaded = new Set(rows.map((row) => row.year));
    for (const table of yearTables) {
      if (!loaded.has(table.year)) await storeYear(client, table.year, exceptionsOf(table), table.source);
    }
  });
}

async function missingYear({ pool, clock }: Deps): Promise<string | null> {
  const today = dayOf(clock.now());
  const thisYear = Number(today.slice(0, 4));
  const needed = today.slice(5) >= '12-01' ? [thisYear, thisYear + 1] : [thisYear];
  const { years } = await loadCalendar(pool);
  const missing = needed.find((year) => !years.has(year));
  return missing === undefined ? null : yearMissing(missing).message;
}

async function yearOf({ pool }: Deps, year: number): Promise<CalendarYear> {
  const { rows } = await pool.query<CalendarDay>(
    'SELECT day::text, kind, name FROM registry.calendar_days WHERE extract(year FROM day) = $1 ORDER BY day',
    [year],
  );
  const loaded = await pool.query<{ source: string }>('SELECT source FROM registry.calendar_years WHERE year = $1', [
    year,
  ]);
  const source = loaded.rows[0]?.source ?? null;
  return {
    year,
    source,
    days: rows,
    workingDays: source === null ? null : workingDaysOfYear(await loadCalendar(pool), year),
  };
}

/** Newest first within an outlet; the hours of all (`*`) first. */
async function timetables({ pool }: Deps): Promise<Timetable[]> {
  const { rows } = await pool.query<Timetable>(
    `SELECT office, name, valid_from::text AS "validFrom", valid_to::text AS "validTo", season_from AS "seasonFrom", season_to AS "seasonTo", periods
     FROM registry.office_timetables ORDER BY office, timetable_id DESC`,
  );
  return rows;
}

export function calendarApi(deps: Deps): CalendarApi {
  const { pool } = deps;
  return {
    missingYear: () => missingYear(deps),
    load: (office) => loadCalendar(pool, office),
    dueAt: async (start, minutes, office) => dueAt(await loadCalendar(pool, office), start, minutes),
    dueAtWorkingDays: async (start, days, office) => dueAtWorkingDays(await loadCalendar(pool, office), start, days),
    workingMinutesBetween: async (start, end, office) =>
      workingMinutesBetween(await loadCalendar(pool, office), start, end),
    isWorkingDay: async (day) => isWorkingDay(await loadCalendar(pool), day),
    year: (year) => yearOf(deps, year),
    timetables: () => timetables(deps),
    ...changesApi(deps),
    loadYear: (year, days, source) => inTransaction(pool, (client) => storeYear(client, year, days, source)),
  };
}
