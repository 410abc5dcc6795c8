// `npm run restore`: puts a backup into a new folder of state, starts it once, and checks the register in it.
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Pool } from 'pg';
import { systemClock } from '../platform/clock.ts';
import { readConfig } from '../platform/config.ts';
import { createLogger } from '../platform/logger.ts';
import { BackupError, restoreBackup } from '../platform/postgres/backup.ts';
import { ensureDatabase } from '../platform/postgres.ts';
import { createRegistry, type Registry } from '../registry/index.ts';
import { exitCodeOf } from './exit-code.ts';
import { renderReport } from './register/report.ts';

const UNDEFINED_TABLE = '42P01';

const USAGE = `npm run restore -- FOLDER
  Puts the backup in FOLDER, made by npm run backup, under YITONG_HOME, which must hold no database yet, and verifies the register.
  Exit code 1 when the register differs from its event chain, 2 when nothing was restored.
`;

const { values, positionals } = parseArgs({ options: { help: { type: 'boolean' } }, allowPositionals: true });

/** What departments have sent since is not in the backup: the server asks for it as soon as it runs. An older backup has no such requests. */
async function askDepartments({ requests }: Pick<Registry, 'requests'>): Promise<void> {
  await requests.askAllNow().catch((error: { code?: string }) => {
    if (error.code !== UNDEFINED_TABLE) throw error;
  });
}

async function main(): Promise<boolean> {
  const config = readConfig();
  if (config.databaseUrl) throw new BackupError('Unset DATABASE_URL: a backup is restored under YITONG_HOME.');
  if (!positionals[0]) throw new BackupError(USAGE);
  const log = createLogger('restore', { LOG_LEVEL: 'warn' });
  await restoreBackup({ backup: resolve(positionals[0]), folder: join(config.home, 'postgres'), log });
  const database = await ensureDatabase({ home: config.home, log });
  const pool = new Pool({ connectionString: database.url, max: 1 });
  try {
    const { rows } = await pool.query<{ last: Date | null }>(
      'SELECT max(occurred_at) AS last FROM registry.register_events',
    );
    const registry = createRegistry({ pool, clock: systemClock });
    const report = await registry.evidence.verifyRegister({});
    await askDepartments(registry);
    process.stdout.write(renderReport(report, 0));
    process.stdout.write(
      `Restored into ${config.home}. The last thing that the register recorded is of ${rows[0]?.last?.toISOString() ?? 'never'}: what came after it is not there. Start with "npm start".\n`,
    );
    return report.ok;
  } finally {
    await pool.end();
    await database.stop();
  }
}

if (values.help) process.stdout.write(USAGE);
else process.exitCode = await exitCodeOf(main);
