import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { makeHome, removeHome, startInstallation } from '../support/installation.ts';
import { chromiumPath } from './chromium.ts';

const ROOT = resolve(import.meta.dirname, '../..');

declare module 'vitest' {
  interface ProvidedContext {
    publicUrl: string;
    databaseUrl: string;
    departments: Record<string, string>;
    artifacts: string;
  }
}

/** Builds the screens as they are now and starts one installation for all browser tests. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  chromiumPath(); // says what to install before anything else takes its time
  const artifacts = resolve(process.env.CI_ARTIFACTS_DIR ?? join(ROOT, 'artifacts'));
  await mkdir(artifacts, { recursive: true });
  execFileSync(process.execPath, [join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], {
    cwd: ROOT,
    stdio: 'inherit',
    // Vitest's NODE_ENV=test would build React's development version.
    env: { ...process.env, NODE_ENV: 'production', VITEST: undefined },
  });
  // While working on the screens: test against an installation that is already running in this folder.
  if (process.env.YITONG_UI_HOME) {
    const addresses = JSON.parse(await readFile(join(process.env.YITONG_UI_HOME, 'addresses.json'), 'utf8'));
    provide('publicUrl', addresses.publicUrl);
    provide('databaseUrl', addresses.databaseUrl);
    provide('departments', addresses.departments);
    provide('artifacts', artifacts);
    return async () => {};
  }
  const home = await makeHome();
  const installation = await startInstallation(home);
  provide('publicUrl', installation.publicUrl);
  provide('databaseUrl', installation.databaseUrl);
  provide('departments', installation.departments);
  provide('artifacts', artifacts);
  return async () => {
    await writeFile(join(artifacts, 'ui-system.log'), await installation.logs());
    await installation.stop();
    await removeHome(home);
  };
}
