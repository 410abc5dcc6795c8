import { RegistryError } from '../errors.ts';

export interface SerialRange {
  prefix: string;
  width: number;
  first: number;
  last: number;
}

/** Most sheets of one delivery. */
const MOST = 100_000;
/** Digits at the end that count; before them a fixed prefix. */
const COUNTING = 10;

/** Paper serials are typed from the sheet: capitals, no blanks. */
export const normaliseSerial = (text: string): string => text.replace(/\s/g, '').toUpperCase();

/** @throws PAPER_RANGE_INVALID unless both serials are of one kind and in order */
export function rangeOf(firstSerial: string, lastSerial: string): SerialRange {
  const [first, last] = [firstSerial, lastSerial].map((text) => {
    const serial = normaliseSerial(text);
    const [, prefix = '', digits = ''] = /^([0-9A-Z-]*?)(\d{1,10})$/.exec(serial) ?? [];
    return { serial, prefix, digits };
  }) as [{ serial: string; prefix: string; digits: string }, { serial: string; prefix: string; digits: string }];
  if (first.digits === '' || last.digits === '')
    throw invalidRange('序列号只用数字、字母和短横线，末尾是数字，如 33000123456。');
  if (first.serial.length !== last.serial.length || first.prefix !== last.prefix)
    throw invalidRange('起止序列号的位数和前缀应当相同，请对照包装核对。');
  const range = {
    prefix: first.prefix,
    width: Math.min(first.digits.length, COUNTING),
    first: Number(first.digits),
    last: Number(last.digits),
  };
  if (range.last < range.first) throw invalidRange('止号应不小于起号。');
  if (range.last - range.first + 1 > MOST) throw invalidRange(`一次入库不超过 ${MOST} 张，请分批入库。`);
  return range;
}

export const serialOf = ({ prefix, width }: Pick<SerialRange, 'prefix' | 'width'>, no: number): string =>
  `${prefix}${String(no).padStart(width, '0')}`;

const invalidRange = (message: string) =>
  new RegistryError('PAPER_RANGE_INVALID', message, [{ field: 'firstSerial', code: 'PAPER_RANGE_INVALID', message }]);
