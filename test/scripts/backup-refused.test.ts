import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeHome, removeHome } from '../support/installation.ts';

const ROOT = join(import.meta.dirname, '../..');
const run = promisify(execFile);
let home: string;
beforeAll(async () => {
  home = await makeHome();
});
afterAll(() => removeHome(home));

test('a folder without a database is not backed up, and gets none', async () => {
  const backup = run(process.execPath, ['--import', 'tsx', 'scripts/backup.ts', join(home, 'backup')], {
    cwd: ROOT,
    env: { ...process.env, YITONG_HOME: home, DATABASE_URL: '' },
  });
  await expect(backup).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('holds no database') });
  expect(await readdir(home)).toEqual([]);
}, 60_000);
