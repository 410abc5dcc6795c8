/**
 * Numbers as Camunda's FEEL engine computes them: Java's BigDecimal with 34 digits, rounded half to even (DECIMAL128). What is
 * a whole number that JavaScript holds exactly stays one, because most are; everything else is a BigDecimal, whose scale counts
 * (`string(12.50)` is "12.50").
 */
import { Big, BigDecimal, type MathContext, MC, RoundingMode } from 'bigdecimal.js';
import { JavaException } from './failures.ts';

export type FeelNumber = number | BigDecimal;
export { RoundingMode };

const DIGITS = 34;
const DECIMAL128 = MC(DIGITS, RoundingMode.HALF_EVEN);

export const isNumber = (value: unknown): value is FeelNumber =>
  typeof value === 'number' || value instanceof BigDecimal;

export function bigOf(value: FeelNumber): BigDecimal {
  if (value instanceof BigDecimal) return value;
  return Number.isSafeInteger(value) ? Big(value) : Big(asJavaWrites(value));
}

/** Java writes a double below a thousandth with an exponent, and always with a digit after its point. */
function asJavaWrites(value: number): string {
  const withPoint = (digits: string) => (digits.includes('.') ? digits : `${digits}.0`);
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-3 && size < 1e7)) return withPoint(String(value));
  const [mantissa = '', exponent = ''] = value.toExponential().split('e');
  return `${withPoint(mantissa)}e${exponent}`;
}

/** A literal, or the text that `number()` reads; null when it is no number. */
export function parseNumber(text: string): FeelNumber | null {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const digits = text.replace(/(?!\d)\p{Nd}/gu, westernDigit);
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(digits) ? Big(digits) : null;
}

/** Java reads the digits of every script. Each script has its ten in a row. */
function westernDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((code - zero) % 10);
}

/** The result of a function of doubles. */
export function fromDouble(value: number): FeelNumber {
  if (Number.isFinite(value)) return Big(asJavaWrites(value));
  const first = Number.isNaN(value) ? 'N' : 'I';
  throw new JavaException(
    'java.lang.NumberFormatException',
    `Character ${first} is neither a decimal digit number, decimal point, nor "e" notation exponential mark.`,
  );
}

export const toDouble = (value: FeelNumber): number => (typeof value === 'number' ? value : Number(value.toString()));

/** Digits of the left operand count, too: a literal of 40 digits keeps them. */
function contextOf(left: BigDecimal): MathContext {
  const precision = left.precision();
  return precision <= DIGITS ? DECIMAL128 : MC(precision, RoundingMode.HALF_EVEN);
}

type Operation = (left: BigDecimal, right: BigDecimal, context: MathContext) => BigDecimal;

function compute(left: FeelNumber, right: FeelNumber, whole: (a: number, b: number) => number, exact: Operation) {
  if (typeof left === 'number' && typeof right === 'number') {
    const result = whole(left, right);
    if (Number.isSafeInteger(left) && Number.isSafeInteger(right) && Number.isSafeInteger(result)) return result;
  }
  const [a, b] = [bigOf(left), bigOf(right)];
  return exact(a, b, contextOf(a));
}

export const add = (a: FeelNumber, b: FeelNumber): FeelNumber =>
  compute(
    a,
    b,
    (x, y) => x + y,
    (x, y, context) => x.add(y, context),
  );
export const subtract = (a: FeelNumber, b: FeelNumber): FeelNumber =>
  compute(
    a,
    b,
    (x, y) => x - y,
    (x, y, context) => x.subtract(y, context),
  );
export const multiply = (a: FeelNumber, b: FeelNumber): FeelNumber =>
  compute(
    a,
    b,
    (x, y) => x * y,
    (x, y, context) => x.multiply(y, context),
  );
export function divide(a: FeelNumber, b: FeelNumber): FeelNumber {
  if (bigOf(b).signum() === 0) {
    const what = bigOf(a).signum() === 0 ? 'Division undefined' : 'Division by zero';
    throw new JavaException('java.lang.ArithmeticException', what);
  }
  return compute(
    a,
    b,
    (x, y) => x / y,
    (x, y, context) => x.divideWithMathContext(y, context),
  );
}
export const negate = (a: FeelNumber): FeelNumber => (typeof a === 'number' ? 0 - a : a.negate());

export function power(base: FeelNumber, exponent: FeelNumber): FeelNumber {
  if (!isWhole(exponent)) return fromDouble(toDouble(base) ** toDouble(exponent));
  const times = toDouble(exponent);
  if (Math.abs(times) > 999_999_999) throw new JavaException('java.lang.ArithmeticException', 'Invalid operation');
  const a = bigOf(base);
  return a.pow(times, contextOf(a));
}

/** The remainder has the sign of the divisor. */
export function modulo(dividend: FeelNumber, divisor: FeelNumber): FeelNumber {
  const [a, b] = [bigOf(dividend), bigOf(divisor)];
  if (b.signum() === 0) throw new JavaException('java.lang.ArithmeticException', 'Division by zero');
  const rest = a.remainder(b, contextOf(a));
  return rest.signum() !== 0 && rest.signum() !== b.signum() ? rest.add(b, contextOf(rest)) : rest;
}

/** More digits than a million are no number that somebody means. */
const MAX_DIGITS = 1_000_000;

/** `scale` = digits after the point, negative before it. Null when there would be too many of them. */
export function round(value: FeelNumber, scale: number, mode: RoundingMode): FeelNumber | null {
  const exact = bigOf(value);
  const digits = Math.max(exact.precision() - exact.scale(), 0) + Math.abs(scale);
  return digits > MAX_DIGITS ? null : exact.setScale(scale, mode);
}

export const compareNumbers = (a: FeelNumber, b: FeelNumber): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : bigOf(a).compareTo(bigOf(b));

export function isWhole(value: FeelNumber): boolean {
  if (typeof value === 'number') return Number.isInteger(value);
  if (value.signum() === 0 || value.scale() <= 0) return true;
  return value.precision() > value.scale() && value.unscaledValue() % 10n ** BigInt(value.scale()) === 0n;
}

/** Cut off after the point, as an index is. */
export const toInteger = (value: FeelNumber): number =>
  Math.trunc(typeof value === 'number' ? value : Number(value.toString()));

/** As Zeebe keeps it in a variable: a whole number has 64 bits and overflows, anything else is a double. */
export function toVariable(value: FeelNumber): number {
  if (typeof value === 'number' && !(Number.isInteger(value) && !Number.isSafeInteger(value))) return value;
  const exact = bigOf(value);
  if (!isWhole(exact)) return Number(exact.toString());
  // Ten to the 64th is a multiple of two to the 64th.
  if (exact.scale() <= -64) return 0;
  return Number(BigInt.asIntN(64, exact.toBigInt()));
}

export const numberText = (value: FeelNumber): string =>
  Number.isSafeInteger(value) ? String(value) : bigOf(value).toString();
