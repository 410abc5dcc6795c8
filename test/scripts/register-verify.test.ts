import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRegistryFixture, type RegistryFixture } from '../registry/support/setup.ts';

let fixture: RegistryFixture;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yitong-verify-'));
  fixture = await createRegistryFixture();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await fixture.drop({ tampered: true });
});

function run(script: string, ...args: string[]) {
  const file = join(import.meta.dirname, '../../scripts', script);
  const env = { ...process.env, DATABASE_URL: fixture.url };
  return spawnSync(process.execPath, ['--import', 'tsx', file, ...args], { env, encoding: 'utf8' });
}

it('passes a sound register with its anchor, and names what was changed by hand with exit code 1', async () => {
  const anchor = join(folder, 'anchor.json');
  expect(run('register-anchor.ts', '--out', anchor)).toMatchObject({ status: 0 });
  const sound = run('register-verify.ts', '--anchor', anchor);
  expect(sound.stdout).toContain('agrees with its event chain');
  expect(sound.status).toBe(0);

  await fixture.pool.query(
    'SET session_replication_role = replica; UPDATE registry.mortgage_details SET amount_fen = amount_fen + 1 WHERE right_id = (SELECT min(right_id) FROM registry.mortgage_details); RESET session_replication_role',
  );
  const forged = run('register-verify.ts', '--anchor', anchor);
  expect(forged.stdout).toMatch(/✗ changed {2}mortgage_details \d+ \[amount_fen\]: .*register\.migrated/);
  expect(forged.stdout).toContain('1 differences.');
  expect(forged.status).toBe(1);

  const other = JSON.parse(readFileSync(anchor, 'utf8'));
  expect(other.heads.map((head: { chain: string }) => head.chain)).toContain('330203');
}, 60_000);

it('says that it could not check, apart from a difference', () => {
  expect(run('register-verify.ts', '--anchor', join(folder, 'nowhere.json')).status).toBe(2);
});
