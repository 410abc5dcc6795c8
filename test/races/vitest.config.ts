import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { reporters } from '../support/reporters.ts';

/** `npm run test:races`: the ten thousand; `npm test` runs the same files with 300. */
export default defineConfig({
  test: {
    root: join(import.meta.dirname, '..', '..'),
    include: ['test/races/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    reporters: reporters('races'),
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 600_000,
    env: { LOG_LEVEL: 'silent', YITONG_RACES: process.env.YITONG_RACES ?? '10000' },
  },
});
