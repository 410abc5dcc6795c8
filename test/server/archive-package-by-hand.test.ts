import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Harness, startHarness } from './support/harness.ts';
import { bytesOf, casePackage, download, noticePackage, playSealed } from './support/packages.ts';

/*
 * docs/archive-package.md is what a court follows that has nothing of ours: its very commands are run here, in their order.
 */
const page = readFileSync(join(import.meta.dirname, '../../docs/archive-package.md'), 'utf8');
const steps = [...page.matchAll(/^```sh\n(.*?)^```/gms)].map(([, commands]) => commands as string);

const missing = [
  ['unzip', '-v'],
  ['sha256sum', '--version'],
  ['openssl', 'version'],
].filter(([tool = '', ...args]) => spawnSync(tool, args).status !== 0);
const knowsSm3 = spawnSync('openssl', ['dgst', '-sm3'], { input: '' }).status === 0;
const why =
  missing.length > 0 ? `no ${missing.map(([tool]) => tool).join(', ')}` : knowsSm3 ? '' : 'openssl without SM3';
if (why) process.stderr.write(`SKIPPED: docs/archive-package.md was not followed on this machine: ${why}\n`);

describe.skipIf(why !== '')('the page that says how to check a package by hand', () => {
  let harness: Harness;
  let folder: string;
  const place = (name: string) => join(folder, name);

  beforeAll(async () => {
    harness = await startHarness();
    harness.clock.set('2026-11-23T02:00:00Z');
    folder = mkdtempSync(join(tmpdir(), 'yitong-by-hand-'));
    const { caseNo, noticeNo, authority } = await playSealed(harness);
    for (const [name, path] of [
      ['case', casePackage(caseNo)],
      ['notice', noticePackage(noticeNo)],
    ] as const) {
      spawnSync('mkdir', [place(name)]);
      writeFileSync(join(place(name), 'package.zip'), await bytesOf(await download(harness, 'archivist', path)));
      writeFileSync(join(place(name), 'ca.pem'), authority);
    }
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await harness.stop();
  });

  /** The first step unpacks; the others go on in the folder it made. */
  function follow(name: string, step: number) {
    const cwd = step === 0 ? place(name) : join(place(name), 'package');
    const { status, stdout, stderr } = spawnSync('sh', ['-e', '-c', steps[step] ?? 'exit 9'], {
      cwd,
      encoding: 'utf8',
    });
    return { status, said: stdout + stderr };
  }

  it.each(['case', 'notice'])('says that the package of a %s is whole', (name) => {
    expect(steps).toHaveLength(4);
    const said = steps.map((_, step) => follow(name, step));
    expect(
      said.map(({ status }) => status),
      JSON.stringify(said),
    ).toEqual([0, 0, 0, 0]);
    expect(said.slice(0, 3).map((one) => one.said)).toEqual(['', '', '']);
    expect(said[3]?.said).toMatch(/Verified OK[\s\S]*\.pem: OK/);
  });

  it.each([
    ['a paper', (files: string[]) => files.find((one) => one.startsWith('documents/')), 2],
    ['an event', (files: string[]) => files.find((one) => one.startsWith('events/')), 1],
    ['the chain', () => 'chain.txt', 1],
    ['a signature', (files: string[]) => files.find((one) => one.endsWith('.sm2')), 3],
  ])('finds %s that was changed, even with its sum', (_, pick, step) => {
    const changed = `case-${step}-${_.replaceAll(' ', '')}`;
    cpSync(place('case'), place(changed), { recursive: true });
    const root = join(place(changed), 'package');
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
    const file = join(root, pick(files) ?? '');
    const bytes = readFileSync(file);
    const at = Math.floor(bytes.length / 2);
    bytes[at] = (bytes[at] as number) ^ 1;
    writeFileSync(file, bytes);
    expect(spawnSync('sha256sum', ['--check', '--quiet', 'SHA256SUMS'], { cwd: root }).status).not.toBe(0);
    expect(follow(changed, step).status).not.toBe(0);
  });
});
