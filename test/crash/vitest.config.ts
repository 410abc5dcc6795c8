import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { reporters } from '../support/reporters.ts';

/** `npm run test:crash`: PostgreSQL and workers killed with SIGKILL around the COMMIT of the 登簿, 200 times in all. Linux only. */
export default defineConfig({
  test: {
    root: join(import.meta.dirname, '..', '..'),
    include: ['test/crash/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    reporters: reporters('crash'),
    fileParallelism: false,
    hookTimeout: 1_200_000,
    env: { LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent' },
  },
});
