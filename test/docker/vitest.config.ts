import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { configDefaults, defineConfig } from 'vitest/config';
import { reporters } from '../support/reporters.ts';

/** Why no container can run here, as a sentence; '' when one can. */
async function whyDockerIsMissing(): Promise<string> {
  try {
    await promisify(execFile)('docker', ['info', '--format', '{{.ServerVersion}}'], { timeout: 20_000 });
    return '';
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: string };
    if (code === 'ENOENT') return 'docker is not installed.';
    return `no docker engine answers (${stderr?.trim().split('\n').at(-1) ?? String(error)}).`;
  }
}

const missing = await whyDockerIsMissing();
if (missing) process.stderr.write(`\nSKIPPED: the tests in containers do not run here: ${missing}\n\n`);

export default defineConfig({
  test: {
    root: join(import.meta.dirname, '..', '..'),
    include: ['test/docker/**/*.test.ts'],
    exclude: [...configDefaults.exclude],
    reporters: reporters('docker'),
    testTimeout: 300_000,
    hookTimeout: 300_000,
    fileParallelism: false,
    env: { LOG_LEVEL: 'silent', YITONG_DOCKER_MISSING: missing },
  },
});
