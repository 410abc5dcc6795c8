import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { Logger } from '../logger.ts';

const OLDEST_MAJOR = 18;
/** After a power cut, server and parts start together. */
const PATIENCE_MS = 30_000;
const BETWEEN_MS = 500;
/** Nobody listens yet, or PostgreSQL is still starting (SQLSTATE 57P03). */
const NOT_YET = new Set(['ECONNREFUSED', 'EAI_AGAIN', '57P03']);

/**
 * Waits for a PostgreSQL server of the operator's own, and asks whether it can be used.
 * @throws with what to do about it; never with the password in `url`
 */
export async function checkServer(url: string, log: Logger, patienceMs = PATIENCE_MS): Promise<void> {
  const { host, pathname, username } = new URL(url);
  const where = `${host}${pathname}`;
  const end = performance.now() + patienceMs;
  for (let attempt = 0; ; attempt++) {
    const problem = await problemOf(url);
    if (!problem) return;
    const { code, message } = problem;
    if (!NOT_YET.has(code ?? '') || performance.now() > end) {
      throw new Error(
        `DATABASE_URL (${username}@${where}) cannot be used: ${message}. ${ADVICE[code ?? ''] ?? GENERAL}`,
      );
    }
    if (attempt === 0) log.warn({ where }, `PostgreSQL does not answer yet (${message}): waiting for it`);
    await pause(BETWEEN_MS);
  }
}

const GENERAL = 'Correct the address, or leave DATABASE_URL empty to use the PostgreSQL that comes with Yitong.';
const ADVICE: Record<string, string> = {
  ECONNREFUSED: 'Start the server, or correct host and port.',
  ENOTFOUND: 'Correct the name of the host.',
  '28P01': 'Correct user and password.',
  '3D000': 'Create the database (CREATE DATABASE … ENCODING UTF8), then start again.',
};

async function problemOf(url: string): Promise<{ code?: string; message: string } | undefined> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string; encoding: string }>(
      "SELECT current_setting('server_version_num') AS version, current_setting('server_encoding') AS encoding",
    );
    const [{ version = '0', encoding = '' } = {}] = rows;
    const major = Math.floor(Number(version) / 10_000);
    if (major < OLDEST_MAJOR)
      return { message: `it is PostgreSQL ${major}, and Yitong needs ${OLDEST_MAJOR} or newer` };
    if (encoding !== 'UTF8')
      return { message: `its encoding is ${encoding}, and Chinese text needs UTF8`, code: '3D000' };
    return undefined;
  } catch (error) {
    return error as Error & { code?: string };
  } finally {
    await client.end().catch(() => undefined);
  }
}
