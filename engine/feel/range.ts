import { compareValues } from './value-order.ts';

/** A range handed to a function. */
export class FeelRange {
  readonly low: unknown;
  readonly high: unknown;
  readonly lowIncluded: boolean;
  readonly highIncluded: boolean;
  constructor(low: unknown, high: unknown, lowIncluded: boolean, highIncluded: boolean) {
    this.low = low;
    this.high = high;
    this.lowIncluded = lowIncluded;
    this.highIncluded = highIncluded;
  }
}

export type Ordering = '<' | '<=' | '>' | '>=';

/** Whether an order, as `compareValues` gives it, is the one that is asked for. */
export const ORDERS: Record<Ordering, (order: number) => boolean> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

/** Null when the value cannot be compared with one of the ends. */
export function isBetween(value: unknown, range: FeelRange): boolean | null {
  const [low, high] = [compareValues(value, range.low), compareValues(value, range.high)];
  if (low === null || high === null) return null;
  return (range.lowIncluded ? low >= 0 : low > 0) && (range.highIncluded ? high <= 0 : high < 0);
}
