import { dayOf } from '../calendar/local-time.ts';
import type { WorkingCalendar } from '../calendar/types.ts';
import { dueAtWorkingDays, workingMinutesBetween } from '../calendar/working-time.ts';
import type { SlaClass } from '../items/types.ts';
import type { RuleBook } from '../rule-values/rule-book.ts';

/** Working minutes a case may take, and after how many of them to warn. */
export interface Limits {
  limitMinutes: number;
  warnMinutes: number;
}

const dayLimits: Partial<Record<SlaClass, number>> = { '1WD': 1, '5WD': 5, '15WD': 15 };

/**
 * What the class allows by the rules of the day of 受理 (domain §7: IMM · 60m · 1WD · 5WD · 15WD). A class in days is turned
 * into the minutes from `start` to closing time of its last day.
 */
export function limitsOf(calendar: WorkingCalendar, rules: RuleBook, slaClass: SlaClass, start: Date): Limits {
  const rule = (name: Parameters<RuleBook['value']>[0]) => rules.value(name, 'current', dayOf(start)) as number;
  const days = dayLimits[slaClass];
  if (days === undefined) {
    const limitMinutes = slaClass === 'IMM' ? rule('sla.imm_minutes') : 60;
    return { limitMinutes, warnMinutes: (limitMinutes * rule('sla.warn_minutes_percent')) / 100 };
  }
  const limitMinutes = workingMinutesBetween(calendar, start, dueAtWorkingDays(calendar, start, days));
  return { limitMinutes, warnMinutes: (limitMinutes * rule('sla.warn_days_percent')) / 100 };
}
