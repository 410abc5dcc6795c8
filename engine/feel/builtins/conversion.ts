import { JavaException } from '../failures.ts';
import { type FeelNumber, parseNumber, subtract, toDouble, toInteger } from '../number.ts';
import { showValue } from '../show.ts';
import {
  atInstant,
  dateOf,
  FeelDate,
  FeelDateTime,
  type FeelDuration,
  FeelPeriod,
  FeelTime,
  inZone,
  isZoneId,
  monthsBetween,
  parseDate,
  parseDateTime,
  parseDuration,
  parseOffset,
  parseTime,
} from '../temporal/index.ts';
import { contextConversion } from './context.ts';
import { type Builtins, FunctionFailure, form, overload } from './define.ts';

type Dated = FeelDate | FeelDateTime;

export const conversionBuiltins: Builtins = {
  ...contextConversion,
  string: [
    overload(
      ['from'],
      form(['string'], (text: string) => text),
      form(['null'], () => null),
      form(['any'], showValue),
    ),
  ],
  number: [
    overload(['from'], form(['string'], readNumber)),
    overload(['from', 'grouping separator'], form(['string', 'string'], readGrouped)),
    overload(
      ['from', 'grouping separator', 'decimal separator'],
      form(['string', 'string', 'string'], readSeparated),
      form(['string', 'null', 'string'], readSeparated),
      form(['string', 'string', 'null'], readSeparated),
      form(['string', 'null', 'null'], (text: string) => readNumber(text)),
    ),
  ],
  date: [
    overload(
      ['from'],
      form(['string'], parseDate),
      form(['date'], (value: FeelDate) => value),
      form(['dateTime'], (value: FeelDateTime) => new FeelDate(value.epochDay)),
    ),
    overload(['year', 'month', 'day'], form(['number', 'number', 'number'], dateFrom)),
  ],
  time: [
    overload(
      ['from'],
      form(['string'], parseTime),
      form(['dateTime'], (value: FeelDateTime) => new FeelTime(value.nanos, value.zone)),
      // 8.6.0 takes a date for its midnight in UTC.
      form(['date'], () => new FeelTime(0, { offset: 0, id: null })),
    ),
    overload(['hour', 'minute', 'second'], form(['number', 'number', 'number'], timeFrom)),
    overload(
      ['hour', 'minute', 'second', 'offset'],
      form(['number', 'number', 'number', 'duration'], timeFrom),
      form(['number', 'number', 'number', 'null'], timeFrom),
    ),
  ],
  'date and time': [
    overload(['from'], form(['string'], parseDateTime)),
    overload(
      ['date', 'time'],
      form(['date', 'time'], joined),
      form(['dateTime', 'time'], joined),
      form(['dateTime', 'string'], inOtherZone),
    ),
  ],
  duration: [overload(['from'], form(['string'], parseDuration))],
  'years and months duration': [
    overload(
      ['from', 'to'],
      ...(['date', 'dateTime'] as const).flatMap((from) =>
        (['date', 'dateTime'] as const).map((to) =>
          form([from, to], (a: Dated, b: Dated) => new FeelPeriod(monthsBetween(a.epochDay, b.epochDay))),
        ),
      ),
    ),
  ],
};

function readNumber(text: string): FeelNumber {
  const found = parseNumber(text);
  if (found === null) throw new FunctionFailure(`Can't parse '${text}' as a number`);
  return found;
}

const isSeparator = (text: string): boolean => [' ', ',', '.'].includes(text);

function readGrouped(text: string, grouping: string): FeelNumber {
  if (!isSeparator(grouping))
    throw new FunctionFailure("illegal argument for grouping. Must be one of ' ', ',' or '.'");
  return readNumber(text.replaceAll(grouping, ''));
}

function readSeparated(text: string, grouping: string | null, decimal: string | null): FeelNumber {
  if (
    (grouping !== null && !isSeparator(grouping)) ||
    (decimal !== null && decimal !== ',' && decimal !== '.') ||
    grouping === decimal
  ) {
    throw new FunctionFailure(
      "illegal arguments for grouping or decimal. Must be one of ' ' (grouping only), ',' or '.'",
    );
  }
  const ungrouped = grouping === null ? text : text.replaceAll(grouping, '');
  return readNumber(decimal === null ? ungrouped : ungrouped.replaceAll(decimal, '.'));
}

function dateFrom(year: FeelNumber, month: FeelNumber, day: FeelNumber): FeelDate {
  const [y, m, d] = [toInteger(year), toInteger(month), toInteger(day)];
  const found = dateOf(y, m, d);
  if (!found) throw new FunctionFailure(`Failed to parse date from: year=${y}, month=${m}, day=${d}`);
  return found;
}

const MAX_OFFSET_SECONDS = 18 * 3600;

function timeFrom(hour: FeelNumber, minute: FeelNumber, second: FeelNumber, offset?: FeelDuration | null): FeelTime {
  const [h, m, s] = [toInteger(hour), toInteger(minute), toInteger(second)];
  const seconds = offset ? Number(offset.nanos / 1_000_000_000n) : 0;
  const isClock = h >= 0 && h < 24 && m >= 0 && m < 60 && s >= 0 && s < 60;
  if (!isClock || Math.abs(seconds) > MAX_OFFSET_SECONDS) {
    const [kind, more] = offset ? ['time', `, offset=${offset.toVariable()}`] : ['local-time', ''];
    throw new FunctionFailure(`Failed to parse ${kind} from: hour=${h}, minute=${m}, second=${s}${more}`);
  }
  const fraction = Math.round(toDouble(subtract(second, s)) * 1e9);
  return new FeelTime(((h * 60 + m) * 60 + s) * 1e9 + fraction, offset ? { offset: seconds, id: null } : null);
}

function joined(date: Dated, { nanos, zone }: FeelTime): FeelDateTime {
  return zone?.id ? inZone(date.epochDay, nanos, zone.id) : new FeelDateTime(date.epochDay, nanos, zone);
}

/** The same instant on another wall; a local time counts as one of UTC, where the engine's clock is. */
function inOtherZone(value: FeelDateTime, name: string): FeelDateTime {
  const offset = parseOffset(name);
  if (offset !== null) return atInstant(value.instant, { offset, id: null });
  if (isZoneId(name)) return atInstant(value.instant, name);
  if (name.length < 2 || /^[+-]/.test(name)) {
    throw new JavaException('java.time.DateTimeException', `Invalid ID for ZoneOffset, invalid format: ${name}`);
  }
  throw /^[A-Za-z][A-Za-z0-9~/._+-]+$/.test(name)
    ? new JavaException('java.time.zone.ZoneRulesException', `Unknown time-zone ID: ${name}`)
    : new JavaException('java.time.DateTimeException', `Invalid ID for region-based ZoneId, invalid format: ${name}`);
}
