import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { reporters } from '../support/reporters.ts';

/** `npm run test:model`: the hundred thousand; `npm test` runs the same file with 300. */
export default defineConfig({
  test: {
    root: join(import.meta.dirname, '..', '..'),
    include: ['test/model/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    reporters: reporters('model'),
    fileParallelism: false,
    hookTimeout: 600_000,
    env: {
      LOG_LEVEL: 'silent',
      YITONG_MODEL_OPERATIONS: process.env.YITONG_MODEL_OPERATIONS ?? '100000',
      YITONG_MODEL_SEED: process.env.YITONG_MODEL_SEED ?? String(randomInt(1_000_000_000)),
    },
  },
});
