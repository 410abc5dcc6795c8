import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { reporters } from '../support/reporters.ts';

/** `npm run test:crash:engine`: the engine and its PostgreSQL killed and paused under load, and sent malformed input. Linux only. */
export default defineConfig({
  test: {
    root: join(import.meta.dirname, '..', '..'),
    include: ['test/crash-engine/**/*.test.ts', 'test/engine/input/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    reporters: reporters('crash-engine'),
    fileParallelism: false,
    hookTimeout: 300_000,
    testTimeout: 300_000,
    env: { LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent' },
  },
});
