import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildingRow, house, parcelRow, together, writeCsv } from '../exchange/stock-files.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

/** The command on an installation that no other part has been started on: a database without tables. */
let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

function run(...args: string[]) {
  const file = join(import.meta.dirname, '../../scripts/register-import.ts');
  const env = { ...process.env, DATABASE_URL: db.url };
  return spawnSync(process.execPath, ['--import', 'tsx', file, ...args], { env, encoding: 'utf8' });
}

it('makes its tables, tries the files out, takes them in, and changes nothing the second time', () => {
  const paths = writeCsv(together({ 宗地: [parcelRow(1)], 自然幢: [buildingRow(1)] }, house(1, 1), house(1, 2))).map(
    ({ path }) => path,
  );

  const tried = run('--json', ...paths);
  expect(JSON.parse(tried.stdout)).toMatchObject({ state: 'CHECKED', houses: 2, byState: { READY: 2 } });
  expect([tried.status, tried.stderr]).toEqual([0, expect.stringContaining('2 houses judged')]);

  for (const _again of [1, 2]) {
    const { status, stdout } = run('--commit', '--json', ...paths);
    expect([status, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ state: 'IMPORTED', imported: 2 })]);
  }
}, 120_000);
