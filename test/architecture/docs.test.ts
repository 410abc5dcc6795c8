import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DEPARTMENT_NAMES } from '../../platform/config.ts';

// What the pages promise must be there: links, commands, files, settings. Both READMEs name the same ones.
const ROOT = resolve(import.meta.dirname, '../..');
/** Made or fetched, not ours to read. */
const MADE = /^(node_modules|dist|artifacts|coverage|\.git|\.camunda|\.yitong.*)$/;

function filesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    if (MADE.test(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : [path];
  });
}

const FILES = filesIn('');
const PAGES = FILES.filter((file) => file.endsWith('.md'));
const read = (page: string): string => readFileSync(join(ROOT, page), 'utf8');
const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1]!);

const COMMAND = /npm run ([\w:-]+)/g;
const SETTING = /`((?:YITONG|ZEEBE|LOG|DATABASE|CHROMIUM)_[A-Z_]+)/g;

/** The id that a heading has as a link's target, as GitHub makes it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

/** Links into the repository that lead nowhere: no such file or folder, or no such heading in it. */
function brokenLinks(page: string): string[] {
  return all(read(page), /\]\(([^)\s]+)\)/g).filter((link) => {
    if (/^(https?|mailto):/.test(link)) return false;
    const [path = '', heading] = decodeURI(link).split('#');
    const target = path === '' ? page : join(dirname(page), path);
    if (!existsSync(join(ROOT, target))) return true;
    return heading !== undefined && !all(read(target), /^#+ (.+)$/gm).some((one) => anchorOf(one) === heading);
  });
}

/** Source files named in code font that nobody has: a page may leave out the folders it is in. */
function unknownFiles(page: string): string[] {
  return all(read(page), /`((?:[\w.@-]+\/)*[\w.-]+\.(?:ts|tsx|mjs|sql|bpmn|dmn|form))`/g).filter(
    (name) => !FILES.some((file) => file === name || file.endsWith(`/${name}`)),
  );
}

test('there are pages to read', () => {
  expect(PAGES).toContain('README.md');
  expect(PAGES.length).toBeGreaterThan(30);
});

describe.each(PAGES)('%s', (page) => {
  test('every link and every file it names is there', () => {
    expect(brokenLinks(page)).toEqual([]);
    expect(unknownFiles(page)).toEqual([]);
  });

  test('every command it names can be run', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    expect(all(read(page), COMMAND).filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  test('no path of one machine', () => {
    expect(all(read(page), /((?:^|[\s`(])\/(?:home|root|work|Users|tmp)\/\S*)/gm)).toEqual([]);
  });
});

test('every word that the glossary gives the code is in the code', () => {
  const code = FILES.filter((file) => /^(?!test\/|bench\/).*\.(ts|tsx|sql|bpmn|dmn)$/.test(file))
    .map((file) => `${file}\n${read(file)}`)
    .join('\n');
  const rows = all(read('docs/glossary.md'), /^\|[^|]*\|[^|]*\|([^|]*)\|/gm);
  const words = rows.flatMap((row) => all(row, /`([^`]+)`/g)).filter((word) => /^[\w-]+$/.test(word));
  expect(words.length).toBeGreaterThan(50);
  expect(words.filter((word) => !code.includes(word))).toEqual([]);
});

const sorted = (names: string[]): string[] => [...new Set(names)].sort();

test.each([
  ['commands', COMMAND],
  ['settings', SETTING],
  ['links', /\]\(([^)\s]+)\)/g],
])('the Chinese README names the same %s as the English one', (_, pattern) => {
  const others = (names: string[]) => names.filter((name) => !/^README(\.zh)?\.md$/.test(name));
  expect(others(sorted(all(read('README.zh.md'), pattern)))).toEqual(others(sorted(all(read('README.md'), pattern))));
});

test('every setting that the configuration reads is in the README', () => {
  const named = sorted(all(read('README.md'), SETTING));
  // `npm start` sets it for its parts: what it has announced must not move.
  const internal = ['YITONG_FIXED_PORTS'];
  const inCode = sorted(all(read('platform/config.ts'), /['"`.]((?:YITONG|ZEEBE|LOG|DATABASE)_[A-Z_]+)/g));
  expect(inCode.length).toBeGreaterThan(10);
  expect(inCode.filter((name) => !internal.includes(name) && !named.includes(name))).toEqual([]);
});

test.each(['README.md', 'README.zh.md'])('%s names every department whose address can be set', (page) => {
  const row = /^\| `YITONG_DEPT_<NAME>_URL` .*$/m.exec(read(page))?.[0] ?? '';
  expect(all(row, /`([A-Z]+)`/g)).toEqual(DEPARTMENT_NAMES.map((name) => name.toUpperCase()));
});
