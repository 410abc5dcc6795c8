import type { Queryable } from '../db/transaction.ts';
import { one } from '../db/transaction.ts';
import type { Timetable, WorkingCalendar } from './types.ts';

/** Scalar subquery for whoever reads the calendar's name along with something else; then `calendarNamed` is at hand. */
export const revisionSql = '(SELECT revision FROM registry.calendar_revision)';

/**
 * Calendars by office and revision. A revision is a random name that every change of the tables renews (its trigger), so an
 * entry can never be out of date, on whatever server, and a corrected calendar counts at once.
 */
const known = new Map<string, { revision: string; calendar: WorkingCalendar }>();

interface Row {
  revision: string;
  years: number[];
  days: Record<string, 'WORK' | 'OFF'>;
  timetables: Timetable[];
}

/** One small row while nothing has changed; the tables travel once per revision. */
export async function loadCalendar(db: Queryable, office = '*'): Promise<WorkingCalendar> {
  const row = await one<{ revision: string }>(db, `SELECT ${revisionSql} AS revision`, []);
  return calendarNamed(db, row?.revision ?? '', office);
}

/** The calendar of an office, of which the caller has just read that it is called `revision`. */
export async function calendarNamed(db: Queryable, revision: string, office = '*'): Promise<WorkingCalendar> {
  const entry = known.get(office);
  if (entry?.revision === revision) return entry.calendar;
  const row = await one<Row>(
    db,
    `SELECT ${revisionSql} AS revision,
       ARRAY(SELECT year FROM registry.calendar_years) AS years,
       (SELECT coalesce(json_object_agg(day::text, kind), '{}') FROM registry.calendar_days) AS days,
       (SELECT coalesce(json_agg(json_build_object('office', office, 'name', name, 'validFrom', valid_from, 'validTo', valid_to,
          'seasonFrom', season_from, 'seasonTo', season_to, 'periods', periods)
          ORDER BY office = '*', season_from IS NULL, timetable_id DESC), '[]')
        FROM registry.office_timetables WHERE office IN ($1, '*')) AS timetables`,
    [office],
  );
  if (!row) throw new Error('registry.calendar_revision has no row');
  const calendar = {
    years: new Set(row.years),
    exceptions: new Map(Object.entries(row.days)),
    timetables: row.timetables,
  };
  known.set(office, { revision: row.revision, calendar });
  return calendar;
}
