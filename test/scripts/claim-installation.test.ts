import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { claim, claimInstallation } from '../../scripts/start/claim-installation.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('a data folder has one start at a time', async () => {
  // given
  const giveBack = await claimInstallation(database.url, '/srv/yitong');

  // when a second one comes
  await expect(claimInstallation(database.url, '/srv/yitong')).rejects.toThrow(
    /^Yitong already runs on \/srv\/yitong: .* name another folder in YITONG_HOME\.$/,
  );

  // then it may have the folder when the first has left it, however it left
  await giveBack();
  const later = await claimInstallation(database.url, '/srv/yitong');
  await later();
}, 60_000);

test('what was claimed is claimed anew by the connection that watches PostgreSQL', async () => {
  // given a claim that ended with its server
  const giveBack = await claimInstallation(database.url, '/srv/yitong');
  const watching = new Client({ connectionString: database.url });
  await watching.connect();
  expect(await claim(watching)).toBe(false);
  await giveBack();

  // when
  expect(await claim(watching)).toBe(true);

  // then
  await expect(claimInstallation(database.url, '/srv/yitong')).rejects.toThrow('Yitong already runs on');
  await watching.end();
}, 60_000);
