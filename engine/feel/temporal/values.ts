/** Dates, times and durations as FEEL has them. Each has its text in FEEL (`toString`) and the one Java gives a variable. */
import { clockText, DAY_NANOS, dateText } from './calendar.ts';
import { offsetText, type Zone } from './zones.ts';

export class FeelDate {
  /** Since 1970-01-01. */
  readonly epochDay: number;
  constructor(epochDay: number) {
    this.epochDay = epochDay;
  }
  toString(): string {
    return dateText(this.epochDay);
  }
  toVariable(): string {
    return dateText(this.epochDay);
  }
}

const feelClock = (nanos: number): string => {
  const { minutes, second, fraction } = clockText(nanos);
  return `${minutes}:${second}${fraction.replace(/0+$/, '')}`;
};
/** Java leaves out seconds that are zero. */
const javaClock = (nanos: number): string => {
  const { minutes, second, fraction } = clockText(nanos);
  return second === '00' && fraction === '' ? minutes : `${minutes}:${second}${fraction}`;
};
const feelZone = (zone: Zone | null): string => {
  if (!zone) return '';
  return zone.id === null ? offsetText(zone.offset) : `@${zone.id}`;
};

export class FeelTime {
  /** Since midnight. */
  readonly nanos: number;
  readonly zone: Zone | null;
  constructor(nanos: number, zone: Zone | null) {
    this.nanos = ((nanos % DAY_NANOS) + DAY_NANOS) % DAY_NANOS;
    this.zone = zone;
  }
  toString(): string {
    return feelClock(this.nanos) + feelZone(this.zone);
  }
  toVariable(): string {
    return this.zone ? this.toString() : javaClock(this.nanos);
  }
}

export class FeelDateTime {
  readonly epochDay: number;
  readonly nanos: number;
  readonly zone: Zone | null;
  constructor(epochDay: number, nanos: number, zone: Zone | null) {
    const days = Math.floor(nanos / DAY_NANOS);
    this.epochDay = epochDay + days;
    this.nanos = nanos - days * DAY_NANOS;
    this.zone = zone;
  }
  /** Nanoseconds since the epoch on the wall's clock, and in UTC. */
  get local(): bigint {
    return BigInt(this.epochDay) * BigInt(DAY_NANOS) + BigInt(this.nanos);
  }
  get instant(): bigint {
    return this.local - BigInt(this.zone?.offset ?? 0) * 1_000_000_000n;
  }
  toString(): string {
    return `${dateText(this.epochDay)}T${feelClock(this.nanos)}${feelZone(this.zone)}`;
  }
  toVariable(): string {
    const { zone } = this;
    const offset = zone ? offsetText(zone.offset) : '';
    return `${dateText(this.epochDay)}T${javaClock(this.nanos)}${offset}${zone?.id ? `[${zone.id}]` : ''}`;
  }
}

const HOUR = 3_600_000_000_000n;
const MINUTE = 60_000_000_000n;
const SECOND = 1_000_000_000n;

/** Days and time. */
export class FeelDuration {
  readonly nanos: bigint;
  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
  /** With the sign of the whole, the seconds without their fraction. */
  get parts(): { days: bigint; hours: bigint; minutes: bigint; seconds: bigint } {
    const { nanos } = this;
    return {
      days: nanos / (24n * HOUR),
      hours: (nanos / HOUR) % 24n,
      minutes: (nanos / MINUTE) % 60n,
      seconds: (nanos / SECOND) % 60n,
    };
  }
  /** Without parts of a second. */
  toString(): string {
    if (this.nanos / SECOND === 0n) return 'P0D';
    const size = new FeelDuration(this.nanos < 0n ? -this.nanos : this.nanos);
    const { days, hours, minutes, seconds } = size.parts;
    const part = (amount: bigint, unit: string) => (amount === 0n ? '' : `${amount}${unit}`);
    const clock = part(hours, 'H') + part(minutes, 'M') + part(seconds, 'S');
    return `${this.nanos < 0n ? '-' : ''}P${part(days, 'D')}${clock === '' ? '' : `T${clock}`}`;
  }
  toVariable(): string {
    if (this.nanos === 0n) return 'PT0S';
    const sign = this.nanos < 0n ? '-' : '';
    const size = this.nanos < 0n ? -this.nanos : this.nanos;
    const part = (amount: bigint, unit: string) => (amount === 0n ? '' : `${sign}${amount}${unit}`);
    return `PT${part(size / HOUR, 'H')}${part((size / MINUTE) % 60n, 'M')}${secondsText(size % MINUTE, sign)}`;
  }
}

function secondsText(nanos: bigint, sign: string): string {
  if (nanos === 0n) return '';
  const fraction = String(nanos % SECOND)
    .padStart(9, '0')
    .replace(/0+$/, '');
  return `${sign}${nanos / SECOND}${fraction === '' ? '' : `.${fraction}`}S`;
}

/** Years and months. */
export class FeelPeriod {
  readonly months: number;
  constructor(months: number) {
    this.months = months + 0;
  }
  toString(): string {
    const text = periodText(Math.abs(this.months), '');
    return this.months < 0 ? `-${text}` : text === 'P' ? 'P0Y' : text;
  }
  toVariable(): string {
    return this.months === 0 ? 'P0D' : periodText(Math.abs(this.months), this.months < 0 ? '-' : '');
  }
}

function periodText(months: number, sign: string): string {
  const part = (amount: number, unit: string) => (amount === 0 ? '' : `${sign}${amount}${unit}`);
  return `P${part(Math.floor(months / 12), 'Y')}${part(months % 12, 'M')}`;
}

export type Temporal = FeelDate | FeelTime | FeelDateTime | FeelDuration | FeelPeriod;

export const isTemporal = (value: unknown): value is Temporal =>
  value instanceof FeelDate ||
  value instanceof FeelDateTime ||
  value instanceof FeelDuration ||
  value instanceof FeelPeriod ||
  value instanceof FeelTime;
