import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/* A figure without its machine, versions and sample counts is hearsay. */

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
const benchmarks = Object.entries(scripts).filter(([name]) => name.startsWith('bench:'));

/** The one object on stdout. */
function resultOf(file: string, ...args: string[]) {
  const run = spawnSync(process.execPath, ['--import', 'tsx', file, '--json', ...args], { encoding: 'utf8' });
  expect(run.status, run.stderr).toBe(0);
  return JSON.parse(run.stdout);
}

const REPORT = {
  machine: {
    cpu: expect.any(String),
    cores: expect.any(Number),
    memoryMb: expect.any(Number),
    loadBefore: expect.any(Number),
    loadAfter: expect.any(Number),
  },
  versions: { yitong: expect.any(String), node: process.versions.node },
};

test.each(benchmarks)('%s prints its result as a report', (_name, command) => {
  // What a report must hold is the type of what `print` takes.
  const source = readFileSync(command.replace('tsx ', ''), 'utf8');
  expect(source).toContain("import { print } from './support/report.ts';");
  expect(source).not.toMatch(/console\.|stdout\.write\((?!USAGE)/);
});

test('bench:core says what it measured on, and how often', () => {
  const result = resultOf('bench/core.ts', '--seconds', '0.05');
  expect(result).toMatchObject(REPORT);
  expect(result.transitionsPerSecond).toBeGreaterThan(0);
  expect(result.samples.linearTransitions).toBeGreaterThan(0);
  expect(result.samples.mixedTransitions).toBeGreaterThan(0);
});

test('bench:engine says what it measured on, and how often; what was not asked for is null', () => {
  const result = resultOf('bench/engine.ts', '--quick', '--only', 'history');
  expect(result).toMatchObject(REPORT);
  expect(result).toMatchObject({ embedded: null, camunda: null, full: null, ratio: null });
  expect(result.history.versions.postgresql).toMatch(/^\d+\.\d+/);
  const samples = result.history.searches.map((search: { samples: number }) => search.samples);
  expect(samples.length).toBeGreaterThan(0);
  expect(samples.every((count: number) => count > 0)).toBe(true);
  expect(result.samples).toEqual({ searches: samples.reduce((sum: number, count: number) => sum + count, 0) });
});
