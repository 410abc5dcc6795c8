import { type FeelNumber, toInteger } from '../number.ts';
import { showValue } from '../show.ts';
import {
  atInstant,
  civilOf,
  dayOfYear,
  FeelDate,
  type FeelDateTime,
  type FeelDuration,
  type FeelPeriod,
  lengthOfMonth,
  weekdayOf,
  weekOfYear,
} from '../temporal/index.ts';
import { type Builtins, type Call, FunctionFailure, form, type Overload, overload } from './define.ts';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const ofDay = (run: (epochDay: number) => unknown): Overload =>
  overload(
    ['date'],
    form(['date'], (value: FeelDate) => run(value.epochDay)),
    form(['dateTime'], (value: FeelDateTime) => run(value.epochDay)),
  );

export const temporalBuiltins: Builtins = {
  'day of week': [ofDay((day) => WEEKDAYS[weekdayOf(day) - 1])],
  'day of year': [ofDay(dayOfYear)],
  'week of year': [ofDay(weekOfYear)],
  'month of year': [ofDay((day) => MONTHS[civilOf(day).month - 1])],
  'last day of month': [
    ofDay((epochDay) => {
      const { year, month, day } = civilOf(epochDay);
      return new FeelDate(epochDay - day + lengthOfMonth(year, month));
    }),
  ],
};

/** The engine's clock is in UTC, as a broker's is on a machine that is set to it. */
export const clockBuiltins = ({ now }: Call): Builtins => {
  const moment = () => atInstant(BigInt(now) * 1_000_000n, 'Etc/UTC');
  return {
    now: [overload([], form([], moment))],
    today: [
      overload(
        [],
        form([], () => new FeelDate(moment().epochDay)),
      ),
    ],
  };
};

type Interval = FeelDuration | FeelPeriod;
const repeating = (repetitions: FeelNumber | null, interval: Interval): string =>
  `R${repetitions === null ? '' : toInteger(repetitions)}/${interval}`;
const noCycle = (...found: unknown[]): never => {
  throw new FunctionFailure(
    `cycle function expected a repetitions (number) and an interval (duration) parameter, but found '${showValue(found)}'`,
  );
};

/** Zeebe's own, for timers: `cycle(3, duration("PT1H"))`, or without an end `cycle(duration("PT1H"))`. */
export const cycleBuiltins: Builtins = {
  cycle: [
    overload(
      ['interval'],
      form(['duration'], (interval: Interval) => repeating(null, interval)),
      form(['period'], (interval: Interval) => repeating(null, interval)),
      form(['any'], (found: unknown) => {
        throw new FunctionFailure(
          `cycle function expected an interval (duration) parameter, but found '${showValue(found)}'`,
        );
      }),
    ),
    overload(
      ['repetitions', 'interval'],
      form(['number', 'duration'], repeating),
      form(['number', 'period'], repeating),
      form(['null', 'duration'], repeating),
      form(['null', 'period'], repeating),
      form(['any', 'any'], noCycle),
    ),
  ],
};
