import { invalid, toHalfWidth, valid } from './normalise.ts';
import type { Validation } from './types.ts';

/** A rational in lowest terms. */
export interface Rational {
  n: number;
  d: number;
}

/** Keeps every product inside the integers that JavaScript counts exactly. */
const maxDenominator = 1_000_000;

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b);
}

export function reduceShare(share: Rational): Rational {
  const divisor = Number(gcd(BigInt(share.n), BigInt(share.d)));
  return { n: share.n / divisor, d: share.d / divisor };
}

/** `1/3`, `50%` or `1`. A decimal is refused: 0.33 is not a third. */
export function parseShare(input: string): Validation<Rational> {
  const text = toHalfWidth(input).replace('／', '/');
  if (/^0?\.\d+$|^\d+\.\d+%?$/.test(text))
    return invalid('SHARE_DECIMAL', '份额请用分数填写（如三人均分各填1/3），不要用小数。');
  const percent = /^(\d{1,3})%$/.exec(text);
  const fraction = /^(\d{1,7})\/(\d{1,7})$/.exec(text);
  if (percent) return validateShare({ n: Number(percent[1]), d: 100 });
  if (fraction) return validateShare({ n: Number(fraction[1]), d: Number(fraction[2]) });
  if (text === '1') return valid({ n: 1, d: 1 });
  return invalid('SHARE_FORMAT', '份额请用分数填写，如：1/2。');
}

export function validateShare(share: Rational): Validation<Rational> {
  if (!Number.isInteger(share.n) || !Number.isInteger(share.d))
    return invalid('SHARE_DECIMAL', '份额请用分数填写（如三人均分各填1/3），不要用小数。');
  if (share.d < 1 || share.d > maxDenominator)
    return invalid('SHARE_DENOMINATOR', `份额的分母应在1至${maxDenominator}之间。`);
  if (share.n < 1) return invalid('SHARE_POSITIVE', '份额应大于0；不占份额的人请勿列为共有人。');
  if (share.n > share.d) return invalid('SHARE_TOO_LARGE', '单个份额不能超过1；请核对分子和分母。');
  return valid(reduceShare(share));
}

/** Exact sum in lowest terms. */
export function sumShares(shares: readonly Rational[]): { n: bigint; d: bigint } {
  let [n, d] = [0n, 1n];
  for (const share of shares) {
    n = n * BigInt(share.d) + BigInt(share.n) * d;
    d *= BigInt(share.d);
    const divisor = gcd(n, d) || 1n;
    n /= divisor;
    d /= divisor;
  }
  return { n, d };
}

/** Are they together more than `limit`? Exact. */
export function exceedTogether(shares: readonly Rational[], limit: Rational): boolean {
  const sum = sumShares(shares);
  return sum.n * BigInt(limit.d) > BigInt(limit.n) * sum.d;
}

/** What stays of `share` without `part`; null when nothing does. */
export function restOf(share: Rational, part: Rational): Rational | null {
  const rest = { n: share.n * part.d - part.n * share.d, d: share.d * part.d };
  return rest.n > 0 ? reduceShare(rest) : null;
}

/** INV-25 按份共有: the shares add up to exactly 1. */
export function validateShares(shares: readonly Rational[]): Validation<Rational[]> {
  const reduced: Rational[] = [];
  for (const share of shares) {
    const one = validateShare(share);
    if (!one.ok) return one;
    reduced.push(one.value);
  }
  if (reduced.length === 0) return invalid('SHARES_EMPTY', '按份共有须填写每人的份额。');
  const sum = sumShares(reduced);
  if (sum.n !== sum.d)
    return invalid('SHARES_SUM', `各人份额之和为${sum.n}/${sum.d}，应正好等于1；请用分数调整（如1/3、1/3、1/3）。`);
  return valid(reduced);
}

export function formatShare(share: Rational): string {
  return `${share.n}/${share.d}`;
}
