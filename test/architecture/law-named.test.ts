import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mutations } from '../registry/support/mutations/index.ts';
import { scenarios, vectors } from './domain-cases.ts';

// Every invariant, every vector and every scenario of the domain is a test that names it, and stays one.
const ROOT = resolve(import.meta.dirname, '../..');

function textsOf(folder: string, pattern: RegExp): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes('/test/architecture/'))
    .map((path) => readFileSync(path, 'utf8'));
}

const invariants = Array.from({ length: 35 }, (_, i) => `INV-${String(i + 1).padStart(2, '0')}`);

describe('invariants of domain §4.2', () => {
  const tests = textsOf('test', /\.ts$/).join('\n');
  const code = [
    ...textsOf('registry', /\.(ts|sql)$/),
    ...textsOf('processes', /\.(bpmn|dmn)$/),
    ...textsOf('workers', /\.ts$/),
  ].join('\n');
  const readme = readFileSync(join(ROOT, 'registry/README.md'), 'utf8');
  const rowOf = (rule: string) => readme.split('\n').find((line) => line.startsWith(`| ${rule} `));

  test.each(invariants)('%s is named by a test, by the code that keeps it, and in the register’s table', (rule) => {
    expect(tests).toMatch(new RegExp(`${rule}\\b`));
    expect(code).toMatch(new RegExp(`${rule}\\b`));
    // rule, source, keeper: none of the three empty
    expect(
      rowOf(rule)
        ?.split('|')
        .slice(1, 4)
        .map((cell) => cell.trim() !== ''),
    ).toEqual([true, true, true]);
  });
});

describe('scenarios of domain §5.13', () => {
  test('all eighteen are in the list', () => {
    expect([...new Set(scenarios.map(({ no }) => no))]).toEqual(Array.from({ length: 18 }, (_, i) => i + 1));
  });
  test.each(scenarios)('$no: $file', ({ file, title }) => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    // the words stand in the title of a test or of a group of tests
    expect(text).toMatch(new RegExp(`(test|it|describe)(\\.each[\\s\\S]{0,4000}?\\))?\\(\\s*['\`][^\\n]*${title}`));
  });
});

describe.each(vectors)('vectors of domain $section', ({ file, examples }) => {
  const text = readFileSync(join(ROOT, file), 'utf8');
  test.each(examples)('%s', (example) => {
    expect(text).toContain(example);
  });
});

describe('keepers in the database', () => {
  // functions, constraints and indexes that the register's table names, each with its rule
  const sql = textsOf('registry', /\.sql$/).join('\n');
  const readme = readFileSync(join(ROOT, 'registry/README.md'), 'utf8');
  const keepers = invariants.flatMap((rule) => {
    const kept =
      readme
        .split('\n')
        .find((line) => line.startsWith(`| ${rule} `))
        ?.split('|')[3] ?? '';
    return [...kept.matchAll(/`([a-z0-9_]+)`/g)]
      .map(([, name = '']) => name)
      .filter((name) => new RegExp(`(FUNCTION registry\\.|CONSTRAINT |INDEX )${name}\\b`).test(sql))
      .map((name) => [rule, name] as const);
  });
  const taken = new Set(mutations.map(({ rule, kept }) => `${rule} ${kept}`));

  test.each(keepers)('%s: %s is taken away by a mutation', (rule, name) => {
    expect(taken).toContain(`${rule} ${name}`);
  });
  test('are more than forty', () => expect(keepers.length).toBeGreaterThan(40));
});
