import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createTestDatabase } from '../support/database.ts';
import { makeHome, removeHome } from '../support/installation.ts';

const ROOT = join(import.meta.dirname, '../..');
let home: string;
beforeAll(async () => {
  home = await makeHome();
});
afterAll(() => removeHome(home));

/** What `npm start` says when it cannot; ends only when none of its parts is left, since each of them holds the output open. */
async function start(env: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/start.ts'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, YITONG_WEB_PORT: '0', YITONG_HOME: home, VITEST: undefined, LOG_LEVEL: 'info', ...env },
  });
  const closed = once(child, 'close');
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await closed;
  return { code: child.exitCode, output: out + err };
}

test('a database that does not let us in: the start ends with all its parts, and says what to correct', async () => {
  const url = new URL(`${inject('postgresUrl')}/postgres`);
  url.password = 'not-the-password';
  const { code, output } = await start({ DATABASE_URL: url.href });
  expect(code).toBe(1);
  expect(output).toContain('Correct user and password.');
  expect(output).not.toContain('not-the-password');
}, 90_000);

test('a database that is not there', async () => {
  const { code, output } = await start({ DATABASE_URL: `${inject('postgresUrl')}/nowhere` });
  expect(code).toBe(1);
  expect(output).toContain('Create the database');
}, 90_000);

test('the database of a newer release: no part is told of it, and nothing is changed', async () => {
  // given
  const database = await createTestDatabase();
  await database.pool.query(
    "CREATE SCHEMA engine; CREATE TABLE engine.migration (name text); INSERT INTO engine.migration VALUES ('900-newer.sql')",
  );
  try {
    // when
    const { code, output } = await start({ DATABASE_URL: database.url });

    // then
    expect(code).toBe(1);
    expect(output).toContain('belongs to a newer release of Yitong (it has engine/900-newer.sql,');
    const { rows } = await database.pool.query(
      "SELECT to_regclass('registry.units') AS register, to_regclass('desk.session') AS desk, to_regclass('engine.job') AS jobs",
    );
    expect(rows).toEqual([{ register: null, desk: null, jobs: null }]);
  } finally {
    await database.drop();
  }
}, 90_000);

test('a folder that cannot be one, an address that this machine has not, a level that no log has', async () => {
  const file = join(home, 'file');
  await writeFile(file, '');
  expect(await start({ YITONG_HOME: file })).toMatchObject({
    code: 1,
    output: expect.stringMatching(/^The folder \S+file cannot be used .* Name a folder in YITONG_HOME/),
  });
  expect(await start({ YITONG_HOST: '192.0.2.1' })).toMatchObject({
    code: 1,
    output: expect.stringMatching(/^This machine has no address 192\.0\.2\.1: /),
  });
  expect(await start({ LOG_LEVEL: 'loud' })).toMatchObject({
    code: 1,
    output: expect.stringMatching(/^LOG_LEVEL=loud is not usable/),
  });
}, 90_000);
