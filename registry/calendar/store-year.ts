import type { Queryable } from '../db/transaction.ts';
import type { CalendarDay } from './types.ts';

/** Replaces a year's table. A day of the December before that its notice moves takes the place of what that year said. */
export async function storeYear(db: Queryable, year: number, days: CalendarDay[], source: string): Promise<void> {
  await db.query(
    'INSERT INTO registry.calendar_years VALUES ($1, $2) ON CONFLICT (year) DO UPDATE SET source = excluded.source',
    [year, source],
  );
  await db.query('DELETE FROM registry.calendar_days WHERE year = $1', [year]);
  await db.query(
    `INSERT INTO registry.calendar_days (day, year, kind, name) SELECT d::date, $1, k, n FROM unnest($2::text[], $3::text[], $4::text[]) AS t(d, k, n)
     ON CONFLICT (day) DO UPDATE SET year = excluded.year, kind = excluded.kind, name = excluded.name WHERE calendar_days.year <= excluded.year`,
    [year, days.map((d) => d.day), days.map((d) => d.kind), days.map((d) => d.name)],
  );
}
