// `npm run backup`: copies the whole database of this installation - register, engine, desk, documents - while it works.
import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../platform/clock.ts';
import { readConfig } from '../platform/config.ts';
import { createLogger } from '../platform/logger.ts';
import { BackupError, holdsCluster, writeBackup } from '../platform/postgres/backup.ts';
import { ensureDatabase } from '../platform/postgres.ts';

const USAGE = `npm run backup -- [FOLDER]
  Copies the database under YITONG_HOME into FOLDER (default: backups/ and the time), at one moment, while everything goes on.
  A database given by DATABASE_URL is backed up by the means of its own server: docs/operations.md.
`;

const { values, positionals } = parseArgs({ options: { help: { type: 'boolean' } }, allowPositionals: true });

/** As in 20261127-015322, local time. */
function stamp(now: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(two).join('');
  return `${day}-${[now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join('')}`;
}

async function main(): Promise<void> {
  const config = readConfig();
  if (config.databaseUrl) {
    throw new BackupError(
      'DATABASE_URL names a PostgreSQL server of your own: back it up with pg_basebackup or pg_dump. Everything that Yitong keeps is in this one database.',
    );
  }
  const log = createLogger('backup', { LOG_LEVEL: 'warn' });
  if (!(await holdsCluster(join(config.home, 'postgres'), log))) {
    throw new BackupError(`${config.home} holds no database. Set YITONG_HOME to the folder of the installation.`);
  }
  const folder = resolve(positionals[0] ?? join('backups', `yitong-${stamp(systemClock.now())}`));
  await mkdir(dirname(folder), { recursive: true });
  const database = await ensureDatabase({ home: config.home, log });
  try {
    await writeBackup({ url: database.url, folder });
  } finally {
    await database.stop();
  }
  process.stdout.write(
    `${folder} holds the whole database, personal data included. Keep a copy on another machine, and try "npm run restore" with it from time to time.\n`,
  );
}

if (values.help) process.stdout.write(USAGE);
else {
  await main().catch((error: unknown) => {
    process.stderr.write(`No backup was taken: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
