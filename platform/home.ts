import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from './config.ts';

/**
 * Makes the folder of everything that is kept, and writes into it once.
 * @throws ConfigError when this account cannot write there, or nothing fits any more
 */
export async function prepareHome(home: string): Promise<void> {
  const probe = join(home, `.probe-${process.pid}`);
  try {
    await mkdir(home, { recursive: true });
    await writeFile(probe, 'x'.repeat(64 * 1024));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const advice =
      code === 'ENOSPC'
        ? 'The disk is full: make room. Nothing that was recorded is lost; what is running goes on by itself, otherwise start again.'
        : 'Name a folder in YITONG_HOME that this account may write to.';
    throw new ConfigError(`The folder ${home} cannot be used (${message}). ${advice}`);
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
}
