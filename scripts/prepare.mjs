// Builds the desk and modeler after `npm ci`, so that `npm start` has nothing left to build.
// Without the front end's sources (a container layer that installs packages first) there is nothing to do yet.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

if (existsSync('vite.config.ts') && !process.env.YITONG_SKIP_BUILD) {
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin', 'vite.js');
  const built = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], { stdio: 'inherit' });
  process.exit(built.status ?? 1);
}
