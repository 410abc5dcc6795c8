import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createGzip } from 'node:zlib';
import type { Logger } from '../logger.ts';
import { readBaseBackup } from './base-backup.ts';
import { exists, findBinaries, own, placeOf } from './binaries.ts';
import { differencesFromManifest } from './manifest.ts';

/** The files of a backup. The first two are named and made as `pg_basebackup -Ft -z -X fetch` names and makes them. */
const TAR = 'base.tar.gz';
const MANIFEST = 'backup_manifest';
const PASSWORD = 'password';
/** A third of the default's time for a tenth more bytes. */
const GZIP_LEVEL = 3;

/** A backup cannot be taken or restored; the message says what to do. */
export class BackupError extends Error {}

const run = promisify(execFile);

/** Whether `startCluster` of `folder` finds a cluster there; otherwise it makes an empty one, of which nobody needs a copy. */
export async function holdsCluster(folder: string, log: Logger): Promise<boolean> {
  return exists(join(await placeOf(folder, await findBinaries(), log), 'cluster', 'data', 'PG_VERSION'));
}

async function refuseUnlessEmpty(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  if (names.length > 0) throw new BackupError(`${folder} is not empty: name a folder that is not there yet.`);
}

async function write(path: string, content: Buffer | string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  await file.writeFile(content);
  await file.sync();
  await file.close();
}

/**
 * Copies a running cluster into `folder`, which appears when the copy is whole. Only its owner may read it: it holds personal
 * data and the password of the database.
 */
export async function writeBackup(options: { url: string; folder: string }): Promise<void> {
  await refuseUnlessEmpty(options.folder);
  const half = `${options.folder}.unfinished`;
  await rm(half, { recursive: true, force: true });
  await mkdir(half, { recursive: true, mode: 0o700 });
  try {
    const { tar, manifest } = readBaseBackup(options.url);
    const file = createWriteStream(join(half, TAR), { mode: 0o600, flush: true });
    await pipeline(tar, createGzip({ level: GZIP_LEVEL }), file);
    await write(join(half, MANIFEST), await manifest);
    await write(join(half, PASSWORD), decodeURIComponent(new URL(options.url).password));
    await rm(options.folder, { recursive: true, force: true });
    await rename(half, options.folder);
  } catch (error) {
    await rm(half, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Puts the cluster of a backup where `startCluster` of `folder` will find it, every file checked against the manifest. Nothing is
 * there before all of it is.
 * @throws BackupError when there is a cluster already, or the backup is not whole
 */
export async function restoreBackup(options: { backup: string; folder: string; log: Logger }): Promise<void> {
  const { backup } = options;
  for (const name of [TAR, MANIFEST, PASSWORD]) {
    if (await exists(join(backup, name))) continue;
    throw new BackupError(`${backup} is not a backup: it has no ${name}. Name the folder that npm run backup made.`);
  }
  const binaries = await findBinaries();
  await mkdir(options.folder, { recursive: true });
  const folder = await placeOf(options.folder, binaries, options.log);
  const home = join(folder, 'cluster');
  if (await exists(join(home, 'data'))) {
    throw new BackupError(
      `${home} already holds a database, which a restore would destroy. Set YITONG_HOME to a new folder, or move this one away first.`,
    );
  }
  const half = join(folder, 'restoring');
  await rm(half, { recursive: true, force: true });
  try {
    const data = join(half, 'data');
    await mkdir(data, { recursive: true });
    await unpack(join(backup, TAR), data);
    const differences = await differencesFromManifest(data, await readFile(join(backup, MANIFEST)));
    if (differences.length > 0) {
      const named = differences.slice(0, 5).join(', ');
      throw new BackupError(
        `The backup is damaged: ${differences.length} of its files are not as they were copied (${named}). Take an older one.`,
      );
    }
    await write(join(half, PASSWORD), (await readFile(join(backup, PASSWORD), 'utf8')).trim());
    for (const entry of await readdir(data, { recursive: true, withFileTypes: true })) {
      await own(join(entry.parentPath, entry.name), binaries, entry.isDirectory() ? 0o700 : 0o600);
    }
    await own(data, binaries, 0o700);
    await own(join(half, PASSWORD), binaries, 0o600);
    await own(half, binaries, 0o755);
    await rm(home, { recursive: true, force: true });
    await rename(half, home);
  } catch (error) {
    await rm(half, { recursive: true, force: true });
    throw error;
  }
}

/** With the machine's `tar`, which Linux, macOS and Windows have. */
async function unpack(file: string, folder: string): Promise<void> {
  try {
    await run('tar', ['-xzf', file, '-C', folder, ...(process.platform === 'win32' ? [] : ['--no-same-owner'])]);
  } catch (error) {
    const { code, stderr } = error as { code?: string | number; stderr?: string };
    if (code === 'ENOENT') throw new BackupError('This machine has no program "tar". Install it, then restore again.');
    throw new BackupError(
      `${file} could not be unpacked into ${folder}: ${stderr?.trim().split('\n').slice(0, 3).join(' | ') ?? String(error)}`,
    );
  }
}
