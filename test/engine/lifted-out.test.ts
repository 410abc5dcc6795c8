import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { process as diagram, end, serviceTask, start } from './support/diagrams.ts';

// The engine's folder in somebody else's project: the page's examples run there exactly as they are printed.

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, '../..');

describe('the folder engine/ in another project', () => {
  let project: string;
  let db: TestDatabase;

  beforeAll(async () => {
    db = await createTestDatabase();
    project = await mkdtemp(join(tmpdir(), 'lifted-out-'));
    await cp(join(ROOT, 'engine'), join(project, 'engine'), { recursive: true });
    // What `npm install` brings; that the folder's package.json names all of it is checked below.
    await symlink(join(ROOT, 'node_modules'), join(project, 'node_modules'));
    await writeFile(join(project, 'package.json'), JSON.stringify({ type: 'module' }));
    const order = diagram('order', [start(), serviceTask('Check', 'check-stock'), end()]);
    await writeFile(join(project, 'order.bpmn'), order);
  });
  afterAll(async () => {
    await rm(project, { recursive: true, force: true });
    await db.drop();
  });

  /** The TypeScript under a heading of the engine's page. */
  async function printed(heading: string): Promise<string> {
    const page = await readFile(join(ROOT, 'engine/README.md'), 'utf8');
    const code = page
      .split(`\n## ${heading}\n`)[1]
      ?.split('\n## ')[0]
      ?.match(/```ts\n([\s\S]*?)```/)?.[1];
    if (!code) throw new Error(`engine/README.md prints no TypeScript under '${heading}'`);
    return code;
  }
  async function output(code: string): Promise<string> {
    await writeFile(join(project, 'main.ts'), code);
    const { PATH, HOME } = process.env;
    const options = { cwd: project, timeout: 50_000, env: { PATH, HOME, DATABASE_URL: db.url, NO_COLOR: '1' } };
    const { stdout } = await run(process.execPath, ['--import', 'tsx', 'main.ts'], options);
    return stdout;
  }

  test('runs a process in ten lines', async () => {
    const code = await printed('In another project, in ten lines');
    expect(code.split('\n').filter((line) => line.trim() !== '')).toHaveLength(10);
    expect(await output(code)).toContain('{ inStock: true, orderId: 7 }');
  });

  test('plays it in memory on virtual time', async () => {
    const code = await printed('In memory, on virtual time');
    expect(await output(code)).toBe('COMPLETED 2026-01-08T01:00:00.000Z\n');
  });
});

test("the folder's package.json names what it needs, in the versions the product is tested with", async () => {
  const own = JSON.parse(await readFile(join(ROOT, 'engine/package.json'), 'utf8'));
  const product = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  const named = "^(import .*|export .*|} )from '[^.'][^']*'|target: '[^.'][^']*'";
  const { stdout } = await run('grep', ['-rhoE', named, 'engine', '--include=*.ts'], { cwd: ROOT });
  const imported = [...stdout.matchAll(/'((?:@[^/']+\/)?[^/']+)/g)].flatMap(([, name]) => name ?? []);
  const needed = [...new Set(imported)].filter((name) => !name.startsWith('node:')).sort();

  expect(needed).toContain('pg');
  expect(own.dependencies).toEqual(Object.fromEntries(needed.map((name) => [name, product.dependencies[name]])));
  expect(own).toMatchObject({
    version: product.version,
    license: product.license,
    engines: product.engines,
    type: 'module',
  });
});
