/** The settings of the engine's process, from environment variables: the table in README.md beside this file. */
import type { OidcSettings } from './access/index.ts';
import type { EngineOptions } from './index.ts';

/** A variable is missing or wrong; the message names it. */
export class SettingError extends Error {}

type Environment = Record<string, string | undefined>;

const OIDC = 'CAMUNDA_SECURITY_AUTHENTICATION_OIDC_';
const RETENTION = 'CAMUNDA_DATA_SECONDARYSTORAGE_RETENTION_';
const LONGEST_CLOCK_SKEW_SECONDS = 600;

/** @throws SettingError naming the variable that is missing or wrong */
export function readSettings(env: Environment): EngineOptions {
  const databaseUrl = env.DATABASE_URL;
  if (!databaseUrl) {
    throw new SettingError(
      'DATABASE_URL is missing: the engine keeps everything in PostgreSQL. Write postgres://user:password@host:5432/database, ' +
        'or use npm start, which brings a PostgreSQL of its own.',
    );
  }
  // Read no longer: who set it must not find the engine open.
  if (env.YITONG_ENGINE_AUTH) {
    throw new SettingError('YITONG_ENGINE_AUTH is now called CAMUNDA_SECURITY_AUTHENTICATION_METHOD.');
  }
  const auth = env.CAMUNDA_SECURITY_AUTHENTICATION_METHOD || undefined;
  return {
    databaseUrl,
    host: env.YITONG_ENGINE_HOST || '127.0.0.1',
    grpcPort: portOf(env, 'ZEEBE_GRPC_ADDRESS', 'grpc://127.0.0.1:26500'),
    restPort: portOf(env, 'ZEEBE_REST_ADDRESS', 'http://127.0.0.1:8080'),
    fixedPorts: env.YITONG_FIXED_PORTS === 'true',
    auth: auth as EngineOptions['auth'],
    users: env.YITONG_ENGINE_USERS,
    oidc: auth === 'oidc' ? oidcOf(env) : undefined,
    queueLimit: positive(env, 'YITONG_ENGINE_QUEUE_LIMIT'),
    historyMinimumAgeMs: env[`${RETENTION}ENABLED`] === 'true' ? age(env, `${RETENTION}MINIMUMAGE`, '30d') : undefined,
    bytesLimit: positive(env, 'YITONG_ENGINE_BYTES_LIMIT'),
  };
}

function oidcOf(env: Environment): OidcSettings {
  return {
    issuer: env[`${OIDC}ISSUERURI`] ?? '',
    audiences: (env[`${OIDC}AUDIENCES`] ?? '').split(',').flatMap((audience) => audience.trim() || []),
    jwkSetUri: env[`${OIDC}JWKSETURI`] || undefined,
    clockSkewSeconds: seconds(env, `${OIDC}CLOCKSKEW`),
  };
}

/** The engine listens on the ports of the addresses that its clients use. */
function portOf(env: Environment, name: string, fallback: string): number {
  const address = env[name] || fallback;
  const match = /:(\d{1,5})\/?$/.exec(address);
  const port = Number(match?.[1]);
  if (!match || port > 65_535) {
    throw new SettingError(`${name} is '${address}', but must end with a port, as in ${fallback}.`);
  }
  return port;
}

function positive(env: Environment, name: string): number | undefined {
  const text = env[name];
  if (!text) return undefined;
  if (!/^[1-9]\d{0,11}$/.test(text))
    throw new SettingError(`${name} is '${text}', but must be a whole number above 0.`);
  return Number(text);
}

/** An ISO 8601 duration of whole minutes and seconds, as Camunda writes durations. */
function seconds(env: Environment, name: string): number | undefined {
  const text = env[name];
  if (!text) return undefined;
  const match = /^PT(?:(\d{1,2})M)?(?:(\d{1,3})S)?$/.exec(text);
  const found = Number(match?.[1] ?? 0) * 60 + Number(match?.[2] ?? 0);
  if (!match || text === 'PT' || found > LONGEST_CLOCK_SKEW_SECONDS) {
    throw new SettingError(`${name} is '${text}', but must be a duration of at most ten minutes, as in PT60S.`);
  }
  return found;
}

const AGE_UNITS: Record<string, number> = { h: 3_600_000, d: 86_400_000 };

/** Hours or days in milliseconds, as Camunda writes ages of data: `30d`. */
function age(env: Environment, name: string, fallback: string): number {
  const text = env[name] || fallback;
  const [, number, unit = ''] = /^([1-9]\d{0,5})([hd])$/.exec(text) ?? [];
  if (!number) throw new SettingError(`${name} is '${text}', but must be a number of hours or days, as in 30d.`);
  return Number(number) * (AGE_UNITS[unit] ?? 0);
}
