/** How points and ranges lie to one another. */
import { FeelRange } from '../range.ts';
import { compareValues } from '../value-order.ts';
import { type Builtins, FunctionFailure, form, type Overload, overload } from './define.ts';
import { showArguments } from './show-arguments.ts';

/** Positive when `a` is the greater one; what cannot be compared counts as neither. */
const order = (a: unknown, b: unknown): number => compareValues(a, b) ?? Number.NaN;
const equal = (a: unknown, b: unknown): boolean => order(a, b) === 0;

const someOf = (value: unknown): unknown => (value instanceof FeelRange ? value.low : value);
/** Numbers are not taken with dates. */
const ofOneType =
  <A, B>(run: (a: A, b: B) => boolean) =>
  (a: A, b: B): boolean => {
    if (compareValues(someOf(a), someOf(b)) === null) throw new FunctionFailure(showArguments([a, b]));
    return run(a, b);
  };

const points = (run: (a: unknown, b: unknown) => boolean): Overload =>
  overload(['point1', 'point2'], form(['point', 'point'], ofOneType(run)));
const pointRange = (run: (point: unknown, range: FeelRange) => boolean): Overload =>
  overload(['point', 'range'], form(['point', 'range'], ofOneType(run)));
const rangePoint = (run: (range: FeelRange, point: unknown) => boolean): Overload =>
  overload(['range', 'point'], form(['range', 'point'], ofOneType(run)));
const ranges = (run: (a: FeelRange, b: FeelRange) => boolean): Overload =>
  overload(['range1', 'range2'], form(['range', 'range'], ofOneType(run)));

const pointBefore = (point: unknown, { low, lowIncluded }: FeelRange): boolean =>
  order(point, low) < 0 || (equal(point, low) && !lowIncluded);
const pointAfter = (point: unknown, { high, highIncluded }: FeelRange): boolean =>
  order(point, high) > 0 || (equal(point, high) && !highIncluded);
const isBefore = (a: FeelRange, b: FeelRange): boolean =>
  order(a.high, b.low) < 0 || (equal(a.high, b.low) && !(a.highIncluded && b.lowIncluded));
const contains = ({ low, high, lowIncluded, highIncluded }: FeelRange, point: unknown): boolean =>
  (order(low, point) < 0 && order(high, point) > 0) ||
  (equal(low, point) && lowIncluded) ||
  (equal(high, point) && highIncluded);
const meets = (a: FeelRange, b: FeelRange): boolean => a.highIncluded && b.lowIncluded && equal(a.high, b.low);

/** Whether `outer` begins before `inner`, or as it does; and the same of the ends. */
const beginsFirst = (outer: FeelRange, inner: FeelRange): boolean =>
  order(outer.low, inner.low) < 0 || (equal(outer.low, inner.low) && (outer.lowIncluded || !inner.lowIncluded));
const endsLast = (outer: FeelRange, inner: FeelRange): boolean =>
  order(outer.high, inner.high) > 0 || (equal(outer.high, inner.high) && (outer.highIncluded || !inner.highIncluded));
const includes = (outer: FeelRange, inner: FeelRange): boolean => beginsFirst(outer, inner) && endsLast(outer, inner);

const sameStart = (a: FeelRange, b: FeelRange): boolean => equal(a.low, b.low) && a.lowIncluded === b.lowIncluded;
const sameEnd = (a: FeelRange, b: FeelRange): boolean => equal(a.high, b.high) && a.highIncluded === b.highIncluded;
const finishes = (a: FeelRange, b: FeelRange): boolean => sameEnd(a, b) && beginsFirst(b, a);
const starts = (a: FeelRange, b: FeelRange): boolean => sameStart(a, b) && endsLast(b, a);

const overlaps = (a: FeelRange, b: FeelRange): boolean => !isBefore(a, b) && !isBefore(b, a);
/** `a` begins before `b` and ends inside of it. */
const overlapsBefore = (a: FeelRange, b: FeelRange): boolean => {
  const begins = order(a.low, b.low) < 0 || (equal(a.low, b.low) && a.lowIncluded && !b.lowIncluded);
  const reaches = order(a.high, b.low) > 0 || (equal(a.high, b.low) && a.highIncluded && b.lowIncluded);
  const ends = order(a.high, b.high) < 0 || (equal(a.high, b.high) && (!a.highIncluded || b.highIncluded));
  return begins && reaches && ends;
};
const overlapsAfter = (a: FeelRange, b: FeelRange): boolean => {
  const begins = order(a.low, b.low) > 0 || (equal(a.low, b.low) && b.lowIncluded && !a.lowIncluded);
  const reaches = order(a.low, b.high) < 0 || (equal(a.low, b.high) && a.lowIncluded && b.highIncluded);
  const ends = order(a.high, b.high) > 0 || (equal(a.high, b.high) && (a.highIncluded || !b.highIncluded));
  return begins && reaches && ends;
};

export const rangeBuiltins: Builtins = {
  before: [
    points((a, b) => order(a, b) < 0),
    pointRange(pointBefore),
    rangePoint((range, point) => pointAfter(point, range)),
    ranges(isBefore),
  ],
  after: [
    points((a, b) => order(a, b) > 0),
    pointRange(pointAfter),
    rangePoint((range, point) => pointBefore(point, range)),
    ranges((a, b) => isBefore(b, a)),
  ],
  meets: [ranges(meets)],
  'met by': [ranges((a, b) => meets(b, a))],
  overlaps: [ranges(overlaps)],
  'overlaps before': [ranges(overlapsBefore)],
  'overlaps after': [ranges(overlapsAfter)],
  finishes: [pointRange((point, { high, highIncluded }) => highIncluded && equal(point, high)), ranges(finishes)],
  'finished by': [
    rangePoint(({ high, highIncluded }, point) => highIncluded && equal(point, high)),
    ranges((a, b) => finishes(b, a)),
  ],
  includes: [rangePoint(contains), ranges(includes)],
  during: [pointRange((point, range) => contains(range, point)), ranges((a, b) => includes(b, a))],
  starts: [pointRange((point, { low, lowIncluded }) => lowIncluded && equal(point, low)), ranges(starts)],
  'started by': [
    rangePoint(({ low, lowIncluded }, point) => lowIncluded && equal(point, low)),
    ranges((a, b) => starts(b, a)),
  ],
  coincides: [
    points(equal),
    overload(
      ['range', 'point'],
      form(['range', 'point'], () => false),
    ),
    ranges((a, b) => sameStart(a, b) && sameEnd(a, b)),
  ],
};
