import { resolve } from 'node:path';
import { KEEP_DAYS, type KeepDays } from './keep-days.ts';
import { LOG_LEVELS } from './logger.ts';

/** A setting is wrong. The message names it and says what to write instead. */
export class ConfigError extends Error {
  readonly code = 'CONFIG';
}

export const DEPARTMENT_NAMES = [
  'identity',
  'housing',
  'tax',
  'payment',
  'seal',
  'sms',
  'ecert',
  'escrow',
  'civil',
  'market',
  'loanbank',
  'court',
  'water',
  'power',
  'gas',
  'tv',
  'broadband',
  'logistics',
  'archive',
  'upper',
  'timestamp',
] as const;
export type DepartmentName = (typeof DEPARTMENT_NAMES)[number];

export interface Config {
  /** Folder of everything that is kept between runs. */
  home: string;
  databaseUrl: string | undefined;
  host: string;
  webPort: number;
  publicUrl: string;
  /** The departments listen on the ports after this one, in the order of DEPARTMENT_NAMES. */
  departmentsPort: number;
  departmentUrls: Record<DepartmentName, string>;
  callbackSecret: string;
  /** Form of the reports to the upper platform. */
  upperFormat: 'json' | 'xml';
  callbackUrl: string;
  zeebeGrpcAddress: string;
  zeebeRestAddress: string;
  cityUnits: number;
  demo: boolean;
  /** Simulated citizens pay, banks fund and disburse, utilities answer by themselves after two seconds. */
  departmentsAuto: boolean;
  /** How workers get their jobs; `npm start` lets the embedded engine push them. */
  workerMode: 'stream' | 'poll';
  /** How long the nightly sweep leaves what is over. */
  keepDays: KeepDays;
  /** Set by `npm start` for its parts: the others already know the ports, so a busy one ends the part. */
  fixedPorts: boolean;
}

type Env = Record<string, string | undefined>;

/** Above 1023 and below 10 100: browsers and `fetch` refuse to call them (https://fetch.spec.whatwg.org/#port-blocking). */
const BLOCKED_PORTS = [
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10_080,
];

/** @throws ConfigError when one of the `count` ports from `first` on cannot be called */
function refuseBlocked(name: string, value: number, first: number, count: number): void {
  const blocked = BLOCKED_PORTS.find((port) => port >= first && port < first + count);
  if (blocked === undefined) return;
  throw new ConfigError(`${name}=${value} is not usable: browsers do not open port ${blocked}. Choose another one.`);
}

function integer(env: Env, name: string, fallback: number, min: number, max: number): number {
  const raw = env[name];
  if (raw === undefined || raw === '') return fallback;
  const value = Number(raw);
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new ConfigError(`${name}=${raw} is not usable: write a whole number from ${min} to ${max}.`);
  }
  return value;
}

/** The first choice is the default. */
function oneOf<Choice extends string>(env: Env, name: string, choices: readonly [Choice, ...Choice[]]): Choice {
  const raw = env[name] || choices[0];
  const found = choices.find((choice) => choice === raw);
  if (!found) throw new ConfigError(`${name}=${raw} is not usable: write ${choices.join(' or ')}.`);
  return found;
}

function url(env: Env, name: string, fallback: string, protocols: string[]): string {
  const raw = env[name] || fallback;
  let parsed: URL;
  try {
    parsed = new URL(raw);
  } catch {
    throw new ConfigError(`${name}=${raw} is not an address: write something like ${fallback}.`);
  }
  if (!protocols.includes(parsed.protocol)) {
    throw new ConfigError(`${name}=${raw} must begin with ${protocols.map((p) => `${p}//`).join(' or ')}.`);
  }
  return raw.replace(/\/$/, '');
}

function flag(env: Env, name: string, fallback: boolean): boolean {
  const raw = env[name];
  if (raw === undefined || raw === '') return fallback;
  if (['1', 'true', 'yes', 'on'].includes(raw)) return true;
  if (['0', 'false', 'no', 'off'].includes(raw)) return false;
  throw new ConfigError(`${name}=${raw} is neither yes nor no: write true or false.`);
}

/** Address of Zeebe's gRPC gateway; the SDK accepts it with and without `grpc://`. */
function grpcAddress(env: Env): string {
  const raw = env.ZEEBE_GRPC_ADDRESS || 'grpc://127.0.0.1:26500';
  return url({ ZEEBE_GRPC_ADDRESS: raw.includes('://') ? raw : `grpc://${raw}` }, 'ZEEBE_GRPC_ADDRESS', raw, [
    'grpc:',
    'grpcs:',
    'http:',
    'https:',
  ]);
}

/** The settings of `KEEP_DAYS`. @throws ConfigError also when the keys of tasks would go before the tasks */
function keepDays(env: Env): KeepDays {
  const days = Object.fromEntries(
    Object.entries(KEEP_DAYS).map(([what, { variable, days, least }]) => [
      what,
      integer(env, variable, days, least, 36_500),
    ]),
  ) as KeepDays;
  if (days.taskKeys < days.tasks) {
    throw new ConfigError(
      `${KEEP_DAYS.taskKeys.variable}=${days.taskKeys} is not usable: write ${days.tasks} or more, as many as ${KEEP_DAYS.tasks.variable}.`,
    );
  }
  return days;
}

/**
 * Reads every setting of the product from the environment (the README's table).
 * @throws ConfigError naming the variable that is wrong
 */
export function readConfig(env: Env = process.env): Config {
  oneOf(env, 'LOG_LEVEL', LOG_LEVELS);
  if (env.LOG_FORMAT) oneOf(env, 'LOG_FORMAT', ['json']);
  const host = env.YITONG_HOST || '127.0.0.1';
  const webPort = integer(env, 'YITONG_WEB_PORT', 3000, 0, 65_535);
  const departmentsPort = integer(env, 'YITONG_DEPARTMENTS_PORT', 3100, 1, 65_500);
  refuseBlocked('YITONG_WEB_PORT', webPort, webPort, 1);
  refuseBlocked('YITONG_DEPARTMENTS_PORT', departmentsPort, departmentsPort + 1, DEPARTMENT_NAMES.length);
  const publicUrl = url(env, 'YITONG_PUBLIC_URL', `http://${host}:${webPort}`, ['http:', 'https:']);
  const departmentUrls = Object.fromEntries(
    DEPARTMENT_NAMES.map((name, index) => [
      name,
      url(env, `YITONG_DEPT_${name.toUpperCase()}_URL`, `http://127.0.0.1:${departmentsPort + 1 + index}`, [
        'http:',
        'https:',
      ]),
    ]),
  ) as Record<DepartmentName, string>;
  const callbackSecret = env.YITONG_CALLBACK_SECRET || 'yitong-demo-callback-secret';
  if (callbackSecret.length < 16)
    throw new ConfigError('YITONG_CALLBACK_SECRET is too short: write at least 16 characters.');
  const databaseUrl = env.DATABASE_URL ? url(env, 'DATABASE_URL', '', ['postgres:', 'postgresql:']) : undefined;
  return {
    home: resolve(env.YITONG_HOME || '.yitong'),
    databaseUrl,
    host,
    webPort,
    publicUrl,
    departmentsPort,
    departmentUrls,
    callbackSecret,
    upperFormat: oneOf(env, 'YITONG_UPPER_FORMAT', ['json', 'xml']),
    callbackUrl: url(env, 'YITONG_CALLBACK_URL', publicUrl, ['http:', 'https:']),
    zeebeGrpcAddress: grpcAddress(env),
    zeebeRestAddress: url(env, 'ZEEBE_REST_ADDRESS', 'http://127.0.0.1:8080', ['http:', 'https:']),
    cityUnits: integer(env, 'YITONG_CITY_UNITS', 10_000, 100, 5_000_000),
    demo: flag(env, 'YITONG_DEMO', true),
    workerMode: oneOf(env, 'YITONG_WORKER_MODE', ['poll', 'stream']),
    fixedPorts: flag(env, 'YITONG_FIXED_PORTS', false),
    keepDays: keepDays(env),
    departmentsAuto: flag(env, 'YITONG_DEPARTMENTS_AUTO', true),
  };
}
