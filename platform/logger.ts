import { type Logger, pino, stdSerializers } from 'pino';

export type { Logger };

export const LOG_LEVELS = ['info', 'trace', 'debug', 'warn', 'error', 'fatal', 'silent'] as const;

/** Fields that may hold personal data. They are censored wherever they appear in a log record, two levels deep. */
const PERSONAL_FIELDS = [
  'name',
  'names',
  'holderName',
  'idNo',
  'idNumber',
  'phone',
  'mobile',
  'address',
  'password',
  'cookie',
  'authorization',
  'legalRep',
  'receiver',
  'party',
  'parties',
];

function redactionPaths(): string[] {
  return PERSONAL_FIELDS.flatMap((field) =>
    field === 'name' ? [`*.${field}`, `*.*.${field}`] : [field, `*.${field}`, `*.*.${field}`],
  );
}

/**
 * A logger for one part of the product: JSON lines, or readable lines on a terminal.
 * `LOG_LEVEL` (trace…fatal, silent) sets the level; `name` is the part's name.
 */
export function createLogger(name: string, env: NodeJS.ProcessEnv = process.env): Logger {
  const pretty = process.stdout.isTTY && env.LOG_FORMAT !== 'json';
  // A wrong level is for readConfig to refuse by name; whoever refuses it needs a logger.
  const level = LOG_LEVELS.find((one) => one === env.LOG_LEVEL) ?? 'info';
  return pino({
    name,
    level,
    redact: { paths: redactionPaths(), censor: '[隐去]' },
    serializers: { err: stdSerializers.err, req: requestLine },
    ...(pretty
      ? {
          transport: {
            target: 'pino-pretty',
            options: {
              translateTime: 'SYS:HH:MM:ss',
              ignore: 'pid,hostname',
              messageFormat: '[{name}] {msg}',
              hideObject: false,
            },
          },
        }
      : {}),
  });
}

/** Only method and path: query strings and headers can carry what must not be logged. */
function requestLine(req: { method?: string; url?: string }): { method?: string; path?: string } {
  return { method: req.method, path: req.url?.split('?')[0] };
}
