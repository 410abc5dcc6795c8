/** When a timer is due, and when its next repetition is. */
import { nextCron } from '../../feel/cron.ts';
import { typeName } from '../../feel/index.ts';
import { FeelDate, FeelDateTime, FeelDuration, FeelPeriod } from '../../feel/temporal/index.ts';
import { addPeriod, type Period, parseCycle, parseInstant, parsePeriod } from '../../feel/time.ts';
import type { TimerDefinition } from '../../model/index.ts';
import type { Step } from '../step.ts';
import type { Key, Timer } from '../types.ts';
import { evaluateIn, warningsText } from './expressions.ts';
import { IncidentFailure } from './failure.ts';

export type Schedule = Pick<Timer, 'dueDate' | 'repetitions' | 'interval'>;

export function scheduleTimer(step: Step, definition: TimerDefinition, scopeKey: Key): Schedule {
  const { expression, kind } = definition;
  const { value, warnings } = evaluateIn(step, expression, scopeKey);
  const fail = (reason: string): never => {
    throw new IncidentFailure('EXTRACT_VALUE_ERROR', reason + warningsText(warnings), scopeKey);
  };
  const isText = typeof value === 'string';
  if (kind === 'date') {
    if (value instanceof FeelDateTime || value instanceof FeelDate || isText) {
      const text = String(value);
      const at = parseInstant(value instanceof FeelDate ? `${text}T00:00:00Z` : text);
      if (at !== null) return { dueDate: at, repetitions: 1, interval: null };
      return fail(`Invalid date-time format '${text}' for expression '${expression.source}'.`);
    }
    return fail(
      `Expected result of the expression '${expression.source}' to be one of '[DATE_TIME, STRING]', but was '${typeName(value)}'.`,
    );
  }
  if (kind === 'duration') {
    if (value instanceof FeelDuration || value instanceof FeelPeriod || isText) {
      const period = parsePeriod(String(value));
      if (period) return { dueDate: addPeriod(step.now, period), repetitions: 1, interval: null };
      return fail(`Invalid duration format '${String(value)}' for expression '${expression.source}'.`);
    }
    return fail(
      `Expected result of the expression '${expression.source}' to be one of '[DURATION, PERIOD, STRING]', but was '${typeName(value)}'.`,
    );
  }
  if (!isText)
    return fail(
      `Expected result of the expression '${expression.source}' to be 'STRING', but was '${typeName(value)}'.`,
    );
  const cron = nextCron(value as string, step.now);
  if (cron !== null) return { dueDate: cron, repetitions: -1, interval: value as string };
  const cycle = parseCycle(value as string);
  const period = cycle && parsePeriod(cycle.interval);
  if (!cycle || !period)
    return fail(
      `Invalid timer cycle expression '${String(value)}': use an ISO 8601 repeating interval such as R3/PT1H, or a cron expression such as 0 0 9 * * MON-FRI`,
    );
  const dueDate = stillToCome(cycle.start, step.now, period);
  return { dueDate, repetitions: cycle.repetitions, interval: cycle.interval };
}

/** What should have happened already is not made up for: the interval then begins anew (measured on 8.6.0). */
const stillToCome = (at: number | null, now: number, period: Period): number =>
  at !== null && at > now ? at : addPeriod(now, period);

/** The next repetition of an interval counts from the due date while that is still to come, so that a cycle does not drift. */
export function nextRepetition(timer: Timer, now: number): Schedule | null {
  if (timer.interval === null || timer.repetitions === 1 || timer.repetitions === 0) return null;
  const cron = nextCron(timer.interval, now);
  if (cron !== null) return { dueDate: cron, repetitions: timer.repetitions, interval: timer.interval };
  const period = parsePeriod(timer.interval);
  if (!period) return null;
  return {
    dueDate: stillToCome(addPeriod(timer.dueDate, period), now, period),
    repetitions: timer.repetitions > 0 ? timer.repetitions - 1 : timer.repetitions,
    interval: timer.interval,
  };
}
