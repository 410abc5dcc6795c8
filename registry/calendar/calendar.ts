import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction } from '../db/transaction.ts';
import { loadCalendar } from './load-calendar.ts';
import { dayOf } from './local-time.ts';
import type { CalendarApi } from './types.ts';
import { dueAt, dueAtWorkingDays, isWorkingDay, workingMinutesBetween, yearMissing } from './working-time.ts';
import { exceptionsOf, yearTables } from './year-tables.ts';

async function storeYear(
  db: Queryable,
  year: number,
  days: { day: string; kind: string; name: string }[],
  source: string,
): Promise<void> {
  await db.query(
    'INSERT INTO registry.calendar_years VALUES ($1, $2) ON CONFLICT (year) DO UPDATE SET source = excluded.source',
    [year, source],
  );
  await db.query('DELETE FROM registry.calendar_days WHERE year = $1', [year]);
  await db.query(
    'INSERT INTO registry.calendar_days (day, year, kind, name) SELECT d::date, $1, k, n FROM unnest($2::text[], $3::text[], $4::text[]) AS t(d, k, n)',
    [year, days.map((d) => d.day), days.map((d) => d.kind), days.map((d) => d.name)],
  );
}

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
    loadYear: (year, days, source) => inTransaction(pool, (client) => storeYear(client, year, days, source)),
  };
}
