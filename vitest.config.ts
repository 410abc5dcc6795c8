import { configDefaults, defineConfig } from 'vitest/config';
import { reporters } from './test/support/reporters.ts';

// Everything that needs nothing but Node. Browser, real-broker and docker tests have configurations of their own.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [
      ...configDefaults.exclude,
      ...[
        'test/ui/**',
        'test/camunda/**',
        'test/parity/**',
        'test/crash/**',
        'test/crash-engine/**',
        'test/engine/input/**',
        'test/docker/**',
      ],
    ],
    globalSetup: ['test/support/global-setup.ts'],
    reporters: reporters('unit'),
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    env: { LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent' },
  },
});
