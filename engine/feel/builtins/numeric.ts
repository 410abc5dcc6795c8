import {
  compareNumbers,
  type FeelNumber,
  fromDouble,
  isWhole,
  modulo,
  negate,
  RoundingMode,
  round,
  toDouble,
  toInteger,
} from '../number.ts';
import { FeelDuration, FeelPeriod } from '../temporal/index.ts';
import { type Builtins, FunctionFailure, form, type Overload, overload } from './define.ts';

const rounding = (mode: RoundingMode, names: readonly string[] = ['n', 'scale']): Overload =>
  overload(
    names,
    form(['number', 'number'], (n: FeelNumber, scale: FeelNumber) => {
      const rounded = round(n, toInteger(scale), mode);
      if (rounded !== null) return rounded;
      throw new FunctionFailure(
        `Failed to apply rounding mode '${RoundingMode[mode]}': BigInteger would overflow supported range`,
      );
    }),
  );
const wholes = (mode: RoundingMode): Overload =>
  overload(
    ['n'],
    form(['number'], (n: FeelNumber) => round(n, 0, mode)),
  );
const ofDouble = (run: (value: number) => number): Overload =>
  overload(
    ['number'],
    form(['number'], (value: FeelNumber) => fromDouble(run(toDouble(value)))),
  );

const absolute = [
  form(['number'], (n: FeelNumber) => (compareNumbers(n, 0) < 0 ? negate(n) : n)),
  form(['duration'], (n: FeelDuration) => new FeelDuration(n.nanos < 0n ? -n.nanos : n.nanos)),
  form(['period'], (n: FeelPeriod) => new FeelPeriod(Math.abs(n.months))),
];
const halves = (n: FeelNumber, rest: number): boolean => compareNumbers(modulo(n, 2), rest) === 0;

export const numericBuiltins: Builtins = {
  decimal: [rounding(RoundingMode.HALF_EVEN)],
  floor: [wholes(RoundingMode.FLOOR), rounding(RoundingMode.FLOOR)],
  ceiling: [wholes(RoundingMode.CEILING), rounding(RoundingMode.CEILING)],
  'round up': [rounding(RoundingMode.UP)],
  'round down': [rounding(RoundingMode.DOWN)],
  'round half up': [rounding(RoundingMode.HALF_UP)],
  // 8.6.0 knows its parameters by no name that can be written.
  'round half down': [rounding(RoundingMode.HALF_DOWN, ['', ' '])],
  abs: [overload(['number'], ...absolute), overload(['n'], ...absolute)],
  modulo: [overload(['dividend', 'divisor'], form(['number', 'number'], modulo))],
  sqrt: [
    overload(
      ['number'],
      form(['number'], (n: FeelNumber) => (compareNumbers(n, 0) < 0 ? null : fromDouble(Math.sqrt(toDouble(n))))),
    ),
  ],
  log: [ofDouble(Math.log)],
  exp: [ofDouble(Math.exp)],
  odd: [
    overload(
      ['number'],
      form(['number'], (n: FeelNumber) => isWhole(n) && halves(n, 1)),
    ),
  ],
  even: [
    overload(
      ['number'],
      form(['number'], (n: FeelNumber) => isWhole(n) && halves(n, 0)),
    ),
  ],
  'random number': [
    overload(
      [],
      form([], () => Math.random()),
    ),
  ],
};
