import { loadCalendar } from '../calendar/load-calendar.ts';
import { at, dayOf } from '../calendar/local-time.ts';
import type { WorkingCalendar } from '../calendar/types.ts';
import { dueAtWorkingDays } from '../calendar/working-time.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { loadRuleBook, type RuleBook } from '../rule-values/rule-book.ts';
import type { StatutoryStatus } from './types.ts';

/**
 * The statutory end of a case, or, while the notice for next year's holidays is not out, the last covered evening as the
 * moment to look again. Pauses do not move it.
 * @throws RegistryError CALENDAR_YEAR_MISSING when that evening has come and the year is still missing: never guess
 */
export function statutoryOf(calendar: WorkingCalendar, rules: RuleBook, acceptedAt: Date, now: Date): StatutoryStatus {
  try {
    // 条例 §20: to be entered within thirty working days from 受理, by the rule of that day.
    const days = rules.value('sla.statutory_days', 'current', dayOf(acceptedAt));
    const dueAt = dueAtWorkingDays(calendar, acceptedAt, days);
    return { dueAt, checkAt: dueAt, reached: now >= dueAt };
  } catch (error) {
    if (!(error instanceof RegistryError) || error.code !== 'CALENDAR_YEAR_MISSING') throw error;
    const checkAt = at(`${dayOf(acceptedAt).slice(0, 4)}-12-31`, '23:59');
    if (now >= checkAt) throw error;
    return { dueAt: null, checkAt, reached: false };
  }
}

export async function statutoryOfCase(db: Queryable, office: string, acceptedAt: Date, now: Date) {
  return statutoryOf(await loadCalendar(db, office), await loadRuleBook(db), acceptedAt, now);
}

export async function statutory({ pool, clock }: Deps, caseNo: string): Promise<StatutoryStatus> {
  const row = await one<{ accepted_at: Date; district: string }>(
    pool,
    'SELECT accepted_at, district FROM registry.cases WHERE case_no = $1 AND accepted_at IS NOT NULL',
    [caseNo],
  );
  if (!row) throw new RegistryError('SLA_NOT_STARTED', `业务${caseNo}尚未受理，没有法定期限；请先受理。`);
  return statutoryOfCase(pool, row.district, row.accepted_at, clock.now());
}
