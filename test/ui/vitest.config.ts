import { defineConfig } from 'vitest/config';
import { reporters } from '../support/reporters.ts';

// Browser tests: headless Chromium against everything that `npm start` runs. Screenshots go to CI_ARTIFACTS_DIR.
export default defineConfig({
  test: {
    include: ['test/ui/**/*.test.ts'],
    globalSetup: ['test/ui/global-setup.ts'],
    reporters: reporters('ui'),
    testTimeout: 240_000,
    hookTimeout: 120_000,
    // One installation, one browser at a time: two cores carry the engine, the database and Chromium.
    fileParallelism: false,
  },
});
