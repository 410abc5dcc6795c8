import { join } from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';
import { whyCamundaIsMissing } from '../../scripts/camunda/availability.ts';
import { reporters } from '../support/reporters.ts';

const ROOT = join(import.meta.dirname, '..', '..');

// Without Java 21 or Maven the tests are counted as skipped, and a line says why.
const missing = await whyCamundaIsMissing();
if (missing) process.stderr.write(`\nSKIPPED: the tests on the real Camunda broker do not run here. ${missing}\n\n`);

// Random processes only when they are asked for: `npm run fuzz:parity`.
const random = process.env.YITONG_FUZZ_SEED === undefined ? ['test/parity/fuzz/**'] : [];

// One file at a time: there is memory for one broker, and each file starts its own with a fresh state.
export default defineConfig({
  test: {
    root: ROOT,
    include: ['test/camunda/**/*.test.ts', 'test/parity/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...random],
    globalSetup: ['test/support/global-setup.ts'],
    reporters: reporters('camunda'),
    testTimeout: 120_000,
    hookTimeout: 300_000,
    fileParallelism: false,
    env: { LOG_LEVEL: 'silent', YITONG_CAMUNDA_MISSING: missing ?? '' },
  },
});
